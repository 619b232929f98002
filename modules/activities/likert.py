"""Scales: one point is chosen, and none is right or wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from modules.activities import choice
from modules.activities.graded import Graded
from modules.catalog.definitions import Question

INTERACTION: Final = "likert"


def grade(question: Question, posted: Sequence[str]) -> Graded:
    """Return the point that was chosen; raises `NotAnAnswer` for any other number of points than one."""
    return choice.grade(question, posted)
