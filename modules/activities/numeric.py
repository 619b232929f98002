"""Numeric: one number, right when it is near enough."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from modules.activities.blanks import judge, solved
from modules.activities.graded import Graded
from modules.catalog.definitions import Question

INTERACTION: Final = "numeric"


def grade(question: Question, posted: Sequence[str]) -> Graded:
    """Grade a number, typed as French or English write it, perhaps with its unit."""
    blank = question.blanks[0]
    typed = posted[0] if len(posted) == 1 else ""
    units = [unit for unit in question.unit.values() if typed.strip().casefold().endswith(unit.casefold())]
    filled = judge(question.id, blank, typed, max(units, key=len, default=""))
    return Graded(
        question_id=question.id,
        correct=filled.part.right,
        response=filled.closed,
        parts=(filled.part,),
        solution=(solved(blank),),
    )
