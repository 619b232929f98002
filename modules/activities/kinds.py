"""The table of kinds: which file grades which question. A new kind is a line here and a file beside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from modules.activities import (
    choice,
    fill_in,
    likert,
    matching,
    numeric,
    open_answer,
    ordering,
    parsons,
    short,
)
from modules.activities.graded import Graded
from modules.catalog.definitions import Question, QuestionKind


class Kind(NamedTuple):
    """How one kind of question is graded, and what it is called in statements."""

    grade: Callable[[Question, Sequence[str]], Graded]
    interaction: str


KINDS: Final[dict[QuestionKind, Kind]] = {
    QuestionKind.SINGLE: Kind(choice.grade, choice.INTERACTION),
    QuestionKind.MULTIPLE: Kind(choice.grade, choice.INTERACTION),
    QuestionKind.TRUE_FALSE: Kind(choice.grade, choice.TRUE_FALSE),
    QuestionKind.NUMERIC: Kind(numeric.grade, numeric.INTERACTION),
    QuestionKind.SHORT: Kind(short.grade, short.INTERACTION),
    QuestionKind.MATCHING: Kind(matching.grade, matching.INTERACTION),
    QuestionKind.ORDERING: Kind(ordering.grade, ordering.INTERACTION),
    QuestionKind.PARSONS: Kind(parsons.grade, parsons.INTERACTION),
    QuestionKind.FILL_IN: Kind(fill_in.grade, fill_in.INTERACTION),
    QuestionKind.LIKERT: Kind(likert.grade, likert.INTERACTION),
    QuestionKind.OPEN: Kind(open_answer.grade, open_answer.INTERACTION),
}


def grade(question: Question, posted: Sequence[str]) -> Graded:
    """Grade what was posted by the question's own kind; raises `NotAnAnswer`."""
    return KINDS[question.kind].grade(question, posted)
