"""Matching: every left-hand piece is given one of the options of the right-hand side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from classcode.i18n import N_
from modules.activities.graded import Graded, NotAnAnswer, Part
from modules.activities.posted import MISSING, PAIRED, SEPARATOR, UNKNOWN, pairs
from modules.catalog.definitions import Question

INTERACTION: Final = "matching"


def grade(question: Question, posted: Sequence[str]) -> Graded:
    """Grade `left=right` pairs, all or nothing; raises `NotAnAnswer` where a piece is not matched."""
    given = pairs(question, posted)
    if not given:
        raise NotAnAnswer(question.id, MISSING)
    if not all(question.option(right) for right in given.values()):
        raise NotAnAnswer(question.id, UNKNOWN)
    if len(given) < len(question.pieces):
        raise NotAnAnswer(question.id, N_("Something is not matched yet. Please match every line."))
    parts = tuple(
        Part(
            piece.id,
            given[piece.id],
            given[piece.id] == piece.goes,
            {} if given[piece.id] == piece.goes else piece.feedback,
        )
        for piece in question.pieces
    )
    return Graded(
        question_id=question.id,
        correct=all(part.right for part in parts),
        response=SEPARATOR.join(f"{part.id}{PAIRED}{part.value}" for part in parts),
        parts=parts,
        solution=tuple(Part(piece.id, piece.goes, True) for piece in question.pieces),
    )
