"""Open questions: a text of the learner's own, then a level for each criterion. Nobody is right or wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from classcode.i18n import N_
from modules.activities.graded import Graded, NotAnAnswer, Part
from modules.activities.posted import MISSING, UNKNOWN
from modules.catalog.definitions import Question

INTERACTION: Final = "long-fill-in"
LONGEST: Final = 5_000
"""Characters of an open answer: two pages."""


def grade(question: Question, posted: Sequence[str]) -> Graded:
    """Return the text and the levels it was given; the record gets neither."""
    text = posted[0].strip() if posted else ""
    if not text:
        raise NotAnAnswer(question.id, MISSING)
    if len(text) > LONGEST:
        raise NotAnAnswer(question.id, N_("This text is too long. Please stay below 5,000 characters."))
    levels = chosen_levels(question, posted[1:])
    parts = [
        Part(criterion.id, levels[criterion.id]) for criterion in question.rubric if criterion.id in levels
    ]
    return Graded(question.id, None, None, parts=(Part("", text), *parts))


def chosen_levels(question: Question, posted: Sequence[str]) -> Mapping[str, str]:
    """Return the level given for each criterion, from `criterion=level`; raises `NotAnAnswer` for unknown ones."""
    known = {criterion.id: {level.id for level in criterion.levels} for criterion in question.rubric}
    found: dict[str, str] = {}
    for one in posted:
        criterion, _sign, level = one.partition("=")
        if not level:
            continue
        if level not in known.get(criterion, ()) or criterion in found:
            raise NotAnAnswer(question.id, UNKNOWN)
        found[criterion] = level
    return found


def all_levels(question: Question, posted: Sequence[str]) -> Mapping[str, str]:
    """Return a level for every criterion; raises `NotAnAnswer` where one is missing."""
    found = chosen_levels(question, posted)
    if len(found) < len(question.rubric):
        raise NotAnAnswer(question.id, N_("Please choose a level for each line."))
    return found
