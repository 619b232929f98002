"""Reads open questions: a text of one's own, and the rubric that it is assessed against."""

from __future__ import annotations

from modules.catalog import faults
from modules.catalog.definitions import Reader
from modules.catalog.form import Form
from modules.catalog.questions.drafts import CriterionDraft, Filled, OptionDraft
from modules.catalog.repeated import note_repeated


def read_open(form: Form, *, survey: bool = False) -> Filled:
    """Read the rubric and who assesses; in a survey an open question is a plain remark and has neither."""
    if survey:
        return Filled()
    reader = Reader(form.choice("reader", tuple(Reader))) if form.has("reader") else Reader.SELF
    rubric = tuple(_criterion(one) for one in form.forms("rubric"))
    note_repeated([(criterion.id, criterion.line) for criterion in rubric], form.findings)
    return Filled(rubric=rubric, reader=reader)


def _criterion(form: Form) -> CriterionDraft:
    criterion = CriterionDraft(
        id=form.identifier(),
        text=form.text("text"),
        levels=tuple(_level(one) for one in form.forms("levels")),
        line=form.line,
    )
    form.close()
    note_repeated([(level.id, level.line) for level in criterion.levels], form.findings)
    if len(criterion.levels) == 1:
        form.findings.add(form.line_of("levels"), faults.FEW_OPTIONS, id=criterion.id)
    return criterion


def _level(form: Form) -> OptionDraft:
    level = OptionDraft(form.identifier(), False, form.text("text"), "", form.line)
    form.close()
    return level
