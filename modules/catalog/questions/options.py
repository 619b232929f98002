"""Reads questions answered by choosing: single, multiple, true-false, and the scales that nobody gets wrong."""

from __future__ import annotations

from typing import Final

from classcode.i18n import N_
from modules.catalog import faults
from modules.catalog.definitions import QuestionKind
from modules.catalog.form import Form
from modules.catalog.questions.drafts import Filled, OptionDraft
from modules.catalog.repeated import note_repeated

TRUE_FALSE: Final = {"true": N_("True"), "false": N_("False")}
SCALES: Final[dict[str, tuple[str, ...]]] = {
    "agreement": (
        N_("I disagree completely"),
        N_("I rather disagree"),
        N_("Neither one nor the other"),
        N_("I rather agree"),
        N_("I agree completely"),
    ),
    "confidence": (
        N_("Not at all able"),
        N_("Hardly able"),
        N_("Fairly able"),
        N_("Well able"),
        N_("Entirely able"),
    ),
    "frequency": (N_("Never"), N_("Rarely"), N_("Sometimes"), N_("Often"), N_("Always")),
}
"""The points of ready-made scales, from least to most; their ids are "1" to "5"."""


def read_choice(form: Form, kind: QuestionKind, *, survey: bool = False) -> Filled:
    """Read single and multiple; in a survey no option is right and none needs feedback."""
    options = tuple(_option(option, judged=not survey) for option in form.forms("options"))
    _check_ids(options, form)
    if not survey:
        _check_right(options, form, kind)
    return Filled(options=options)


def read_true_false(form: Form) -> Filled:
    """Read `answer` and the feedback for either answer; the options' words are ours."""
    right = form.flag("answer")
    told = form.form("feedback")
    feedback = {name: told.text(name, "") if told else "" for name in TRUE_FALSE}
    if told:
        told.close()
    line = form.line_of("feedback")
    return Filled(
        options=tuple(
            OptionDraft(name, (name == "true") is right, word, feedback[name], line, ours=True)
            for name, word in TRUE_FALSE.items()
        )
    )


def read_likert(form: Form) -> Filled:
    """Read a ready-made `scale`, or points of the author's own as `options`."""
    if form.has("options"):
        points = tuple(_option(option, judged=False) for option in form.forms("options"))
        _check_ids(points, form)
        return Filled(options=points)
    scale, line = form.choice("scale", tuple(SCALES)), form.line_of("scale")
    words = enumerate(SCALES[scale], 1)
    options = tuple(OptionDraft(str(n), False, word, "", line, ours=True) for n, word in words)
    return Filled(options=options, scale=scale)


def _option(form: Form, *, judged: bool) -> OptionDraft:
    option = OptionDraft(
        id=form.identifier(),
        correct=form.flag("correct", default=False) if judged else False,
        text=form.text("text"),
        feedback=form.text("feedback", None if judged else ""),
        line=form.line,
    )
    form.close()
    return option


def _check_ids(options: tuple[OptionDraft, ...], form: Form) -> None:
    note_repeated([(option.id, option.line) for option in options], form.findings)
    if len(options) == 1:
        form.findings.add(form.line_of("options"), faults.FEW_OPTIONS, id=form.told_id)


def _check_right(options: tuple[OptionDraft, ...], form: Form, kind: QuestionKind) -> None:
    right = sum(option.correct for option in options)
    line, single = form.line_of("options"), kind is QuestionKind.SINGLE
    if not options:
        return  # noted as missing already
    if right == 0 or (single and right > 1):
        form.findings.add(line, faults.NO_RIGHT_OPTION, id=form.told_id, count=right)
    elif right == len(options) and not single:
        form.findings.add(line, faults.NO_WRONG_OPTION, id=form.told_id)
