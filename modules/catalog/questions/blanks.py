"""Reads questions answered by writing a word or a number: numeric, short text, and texts with gaps."""

from __future__ import annotations

import re
from typing import Final

from modules.activities.writing import as_number, normal
from modules.catalog import faults
from modules.catalog.form import Form
from modules.catalog.questions.drafts import BlankDraft, Filled, HintDraft, OptionDraft
from modules.catalog.repeated import note_repeated

GAP: Final = re.compile(r"\{([a-z0-9-]+)\}")
"""A gap in a text, by its id."""
LONGEST: Final = 200
"""Characters of a short answer."""
_DELIMITERS: Final = ("[,]", "[.]", "[:]")
"""What delimits items in a response of the record, and so is no part of one."""


def read_numeric(form: Form) -> Filled:
    """Read a number, how far from it is still right, and the unit that stands beside the field."""
    blank = BlankDraft(
        id="",
        line=form.line,
        number=form.number("answer"),
        tolerance=_tolerance(form),
        hints=_hints(form, numbers=True),
    )
    return Filled(blanks=(blank,), unit=form.text("unit", ""))


def read_short(form: Form) -> Filled:
    """Read the words to accept; the first is the one that the record keeps for all of them."""
    blank = BlankDraft(id="", line=form.line, accepts=_accepted(form), hints=_hints(form))
    return Filled(blanks=(_without_contradiction(blank, form),))


def read_fill_in(form: Form) -> Filled:
    """Read the gaps of a text, in the order in which they stand there."""
    gaps = tuple(_gap(one) for one in form.forms("gaps"))
    note_repeated([(gap.id, gap.line) for gap in gaps], form.findings)
    written = GAP.findall(form.text("text"))
    for gap in gaps:
        if gap.id and written.count(gap.id) != 1:
            form.findings.add(gap.line, faults.GAP_NOT_ONCE, id=gap.id, count=written.count(gap.id))
    wanted = [one for one in written if one in {gap.id for gap in gaps}]
    if sorted(wanted) == sorted(gap.id for gap in gaps) and wanted != [gap.id for gap in gaps]:
        form.findings.add(form.line_of("gaps"), faults.GAPS_ORDER)
    for unknown in set(written) - set(wanted):
        form.findings.add(form.line_of("text"), faults.NO_GAP, id=unknown)
    return Filled(blanks=gaps)


def _gap(form: Form) -> BlankDraft:
    """Read a gap to be filled with a word, a number, or one of the words of a list."""
    name, line = form.identifier(), form.line
    if form.has("choices"):
        gap = BlankDraft(name, line, choices=_choices(form))
    elif form.has("answer"):
        gap = BlankDraft(
            name,
            line,
            number=form.number("answer"),
            tolerance=_tolerance(form),
            hints=_hints(form, numbers=True),
        )
    else:
        gap = _without_contradiction(
            BlankDraft(name, line, accepts=_accepted(form), hints=_hints(form)), form
        )
    form.close()
    return gap


def _choices(form: Form) -> tuple[OptionDraft, ...]:
    choices = []
    for one in form.forms("choices"):
        choices.append(
            OptionDraft(
                id=one.identifier(),
                correct=one.flag("correct", default=False),
                text=one.text("text"),
                feedback=one.text("feedback", ""),
                line=one.line,
            )
        )
        one.close()
    note_repeated([(choice.id, choice.line) for choice in choices], form.findings)
    right = sum(choice.correct for choice in choices)
    if choices and right != 1:
        form.findings.add(form.line_of("choices"), faults.GAP_CHOICES, id=form.told_id, count=right)
    elif len(choices) == 1:
        form.findings.add(form.line_of("choices"), faults.FEW_OPTIONS, id=form.told_id)
    return tuple(choices)


def _tolerance(form: Form) -> float:
    return abs(form.number("tolerance")) if form.has("tolerance") else 0.0


def _accepted(form: Form) -> tuple[str, ...]:
    words = form.texts("accept")
    for word in words:
        if not normal(word) or len(word) > LONGEST or any(sign in word for sign in _DELIMITERS):
            form.findings.add(form.line_of("accept"), faults.NOT_ANSWERABLE, value=word)
    return words


def _hints(form: Form, *, numbers: bool = False) -> tuple[HintDraft, ...]:
    hints = []
    for one in form.forms("hints", required=False):
        hint = HintDraft(one.texts("answers"), one.text("feedback"), one.line)
        for answer in hint.answers:
            wrong = as_number(answer) is None if numbers else not normal(answer)
            if wrong or any(sign in answer for sign in _DELIMITERS):
                one.findings.add(one.line_of("answers"), faults.NOT_ANSWERABLE, value=answer)
        one.close()
        hints.append(hint)
    return tuple(hints)


def _without_contradiction(blank: BlankDraft, form: Form) -> BlankDraft:
    """Note a foreseen wrong answer that is accepted too."""
    accepted = {normal(word) for word in blank.accepts}
    for hint in blank.hints:
        for answer in hint.answers:
            if normal(answer) in accepted:
                form.findings.add(hint.line, faults.RIGHT_HINT, value=answer)
    return blank
