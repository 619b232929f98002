"""Which pieces of an order stand where they should: those of the longest row that can stay while the others move."""

from __future__ import annotations

from collections.abc import Hashable, Sequence


def staying(given: Sequence[Hashable], wanted: Sequence[Hashable]) -> frozenset[int]:
    """Return the indexes in `given` of the longest row of pieces that have the same order in `wanted`.

    One piece moved too far is then one mistake, not as many as it passed by. The work is the product of both lengths.
    """
    lengths = [[0] * (len(wanted) + 1) for _row in range(len(given) + 1)]
    for row in range(len(given) - 1, -1, -1):
        for column in range(len(wanted) - 1, -1, -1):
            same = given[row] == wanted[column]
            longest = max(lengths[row + 1][column], lengths[row][column + 1])
            lengths[row][column] = lengths[row + 1][column + 1] + 1 if same else longest
    return frozenset(_walked(given, wanted, lengths))


def _walked(given: Sequence[Hashable], wanted: Sequence[Hashable], lengths: list[list[int]]) -> list[int]:
    row = column = 0
    kept = []
    while row < len(given) and column < len(wanted):
        if given[row] == wanted[column]:
            kept.append(row)
            row, column = row + 1, column + 1
        elif lengths[row + 1][column] >= lengths[row][column + 1]:
            row += 1
        else:
            column += 1
    return kept
