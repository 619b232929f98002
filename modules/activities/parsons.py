"""Parsons problems: lines of a program to choose, to put in order and to indent."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Final

from classcode.i18n import N_
from modules.activities.graded import Graded, NotAnAnswer, Part, Wrong
from modules.activities.ordering import look
from modules.activities.posted import SEPARATOR, UNKNOWN, pairs, placed
from modules.activities.sequences import staying
from modules.catalog.definitions import Piece, Question

INTERACTION: Final = "sequencing"
STEPS: Final = 3
"""The most steps by which a line can be indented."""


def orders(question: Question) -> list[list[Piece]]:
    """Return every right order of a program's lines, its author's first; the check of content bounds them."""
    lines = [piece for piece in question.pieces if piece.belongs]
    found = [lines]
    for group in question.any_order:
        places = [index for index, piece in enumerate(lines) if piece.id in group]
        first, after = places[0], places[-1] + 1
        found = [
            [*order[:first], *mixed, *order[after:]]
            for order in found
            for mixed in permutations(order[first:after])
        ]
    return found


def grade(question: Question, posted: Sequence[str]) -> Graded:
    """Grade `piece=place` and `piece>steps`, all or nothing; raises `NotAnAnswer` where no line is used.

    Of several right orders the one nearest to what was posted says which lines are out of place.
    """
    indents = _indents(question, [one for one in posted if "=" not in one])
    order = placed(question, [one for one in posted if "=" in one])
    if not order:
        raise NotAnAnswer(question.id, N_("Your program has no line yet. Please put at least one in it."))
    pieces = {piece.id: piece for piece in question.pieces}
    used = [pieces[name] for name in order]
    wanted, right = _nearest(used, orders(question))
    program = [(look(piece), indents.get(piece.id, 0)) for piece in used]
    lines = dict(zip(sorted(right), _kept(used, wanted, right), strict=True))
    return Graded(
        question_id=question.id,
        correct=program == [(look(piece), piece.indent) for piece in wanted],
        response=SEPARATOR.join(order),
        parts=tuple(
            _part(piece, index, indents.get(piece.id, 0), lines.get(index))
            for index, piece in enumerate(used)
        ),
        solution=tuple(
            Part(piece.id, str(place), True, indent=piece.indent) for place, piece in enumerate(wanted, 1)
        ),
    )


def _indents(question: Question, posted: Sequence[str]) -> dict[str, int]:
    given = pairs(question, posted, ">")
    if any(value not in {str(steps) for steps in range(STEPS + 1)} for value in given.values()):
        raise NotAnAnswer(question.id, UNKNOWN)
    return {name: int(value) for name, value in given.items()}


def _nearest(used: Sequence[Piece], right: Sequence[list[Piece]]) -> tuple[list[Piece], frozenset[int]]:
    """Return the right order in which most of these lines can stay, and the indexes of those that do."""
    given = [look(piece) for piece in used]
    kept = [(order, staying(given, [look(piece) for piece in order])) for order in right]
    return max(kept, key=lambda one: len(one[1]))


def _kept(used: Sequence[Piece], wanted: Sequence[Piece], right: frozenset[int]) -> list[Piece]:
    """Return, for each line that stays, the line of the solution that it stands for."""
    found, column = [], 0
    for index in sorted(right):
        while look(wanted[column]) != look(used[index]):
            column += 1
        found.append(wanted[column])
        column += 1
    return found


def _part(piece: Piece, index: int, indent: int, stands_for: Piece | None) -> Part:
    """Judge one line: `stands_for` is its line in the solution, None where it has none there."""
    place = str(index + 1)
    if stands_for is not None and stands_for.indent == indent:
        return Part(piece.id, place, True, indent=indent)
    fault = Wrong.EXTRA if not piece.belongs else Wrong.PLACE if stands_for is None else Wrong.INDENT
    return Part(piece.id, place, False, piece.feedback, fault, indent)
