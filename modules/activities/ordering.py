"""Ordering: every piece is given its place."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final

from classcode.i18n import N_
from modules.activities.graded import Graded, NotAnAnswer, Part, Wrong
from modules.activities.posted import MISSING, SEPARATOR, placed
from modules.activities.sequences import staying
from modules.catalog.definitions import Piece, Question

INTERACTION: Final = "sequencing"


def grade(question: Question, posted: Sequence[str]) -> Graded:
    """Grade `piece=place` pairs, all or nothing; raises `NotAnAnswer` where a piece has no place."""
    order = placed(question, posted)
    if not order:
        raise NotAnAnswer(question.id, MISSING)
    if len(order) < len(question.pieces):
        raise NotAnAnswer(question.id, N_("A piece has no place yet. Please give each its own."))
    pieces = {piece.id: piece for piece in question.pieces}
    given, wanted = [look(pieces[name]) for name in order], [look(piece) for piece in question.pieces]
    right = staying(given, wanted)
    return Graded(
        question_id=question.id,
        correct=given == wanted,
        response=SEPARATOR.join(order),
        parts=tuple(_part(pieces[name], index, right=index in right) for index, name in enumerate(order)),
        solution=tuple(Part(piece.id, str(place), True) for place, piece in enumerate(question.pieces, 1)),
    )


def look(piece: Piece) -> Hashable:
    """Return what a reader sees of a piece: two that look the same can change places."""
    return tuple(sorted(piece.text.items()))


def _part(piece: Piece, index: int, *, right: bool) -> Part:
    if right:
        return Part(piece.id, str(index + 1), True)
    return Part(piece.id, str(index + 1), False, piece.feedback, Wrong.PLACE)
