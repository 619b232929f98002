"""The table of kinds: which file grades which question. A new kind is a line here and a file beside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from modules.activities import choice
from modules.activities.graded import Graded
from modules.catalog.definitions import Question, QuestionKind


class Kind(NamedTuple):
    """How one kind of question is graded, and what it is called in statements."""

    grade: Callable[[Question, Sequence[str]], Graded]
    interaction: str


KINDS: Final[dict[QuestionKind, Kind]] = {
    QuestionKind.SINGLE: Kind(choice.grade, choice.INTERACTION),
    QuestionKind.MULTIPLE: Kind(choice.grade, choice.INTERACTION),
}


def grade(question: Question, posted: Sequence[str]) -> Graded:
    """Grade what was posted by the question's own kind; raises `NotAnAnswer`."""
    return KINDS[question.kind].grade(question, posted)
