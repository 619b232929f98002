"""`read_question`: one question of a quiz in one language. A new kind is a line here and a file beside."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from modules.catalog import faults
from modules.catalog.definitions import QuestionKind
from modules.catalog.form import Form
from modules.catalog.questions.blanks import read_fill_in, read_numeric, read_short
from modules.catalog.questions.drafts import Filled, QuestionDraft
from modules.catalog.questions.opened import read_open
from modules.catalog.questions.options import read_choice, read_likert, read_true_false
from modules.catalog.questions.pieces import read_matching, read_ordering, read_parsons

FILLED: Final[dict[QuestionKind, Callable[[Form], Filled]]] = {
    QuestionKind.SINGLE: partial(read_choice, kind=QuestionKind.SINGLE),
    QuestionKind.MULTIPLE: partial(read_choice, kind=QuestionKind.MULTIPLE),
    QuestionKind.TRUE_FALSE: read_true_false,
    QuestionKind.NUMERIC: read_numeric,
    QuestionKind.SHORT: read_short,
    QuestionKind.MATCHING: read_matching,
    QuestionKind.ORDERING: read_ordering,
    QuestionKind.PARSONS: read_parsons,
    QuestionKind.FILL_IN: read_fill_in,
    QuestionKind.LIKERT: read_likert,
    QuestionKind.OPEN: read_open,
}
"""What reads the rest of a question of a quiz."""
ASKED: Final[dict[QuestionKind, Callable[[Form], Filled]]] = {
    QuestionKind.SINGLE: partial(read_choice, kind=QuestionKind.SINGLE, survey=True),
    QuestionKind.MULTIPLE: partial(read_choice, kind=QuestionKind.MULTIPLE, survey=True),
    QuestionKind.LIKERT: read_likert,
    QuestionKind.OPEN: partial(read_open, survey=True),
}
"""What reads the rest of a question of a survey, which has no right answers."""
TAKEN: Final = frozenset({"act", "lang", "next"})
"""Names of fields that every form has: a question called so could not be posted."""


def read_question(form: Form, *, survey: bool) -> QuestionDraft:
    """Read a question and note whatever its kind does not know."""
    readers = ASKED if survey else FILLED
    name, kind = form.identifier(), QuestionKind(form.choice("kind", tuple(readers)))
    if name in TAKEN:
        form.findings.add(form.line_of("id"), faults.TAKEN_ID, id=name)
    question = QuestionDraft(
        id=name,
        kind=kind,
        text=form.text("text"),
        filled=readers[kind](form),
        explanation=form.text("explanation", ""),
        line=form.line,
    )
    form.close()
    return question
