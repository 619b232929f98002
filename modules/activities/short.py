"""Short text: a word or a few, compared with those that are accepted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from modules.activities.blanks import judge, solved
from modules.activities.graded import Graded
from modules.catalog.definitions import Question

INTERACTION: Final = "fill-in"


def grade(question: Question, posted: Sequence[str]) -> Graded:
    """Grade a short text; the record gets the author's form of it, or nothing where the words are the learner's own."""
    blank = question.blanks[0]
    filled = judge(question.id, blank, posted[0] if len(posted) == 1 else "")
    return Graded(
        question_id=question.id,
        correct=filled.part.right,
        response=filled.closed,
        parts=(filled.part,),
        solution=(solved(blank),),
    )
