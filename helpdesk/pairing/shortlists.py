"""Which candidates come into question for each of many questions: a short list to match by, and the best to tell of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from helpdesk.pairing.columns import Array, Columns, Held
from helpdesk.pairing.prices import prices
from helpdesk.pairing.values import Candidate, Links, Needs

KEPT: Final = 60
"""How many candidates come into the matching for each question, on average: a question with many equals keeps more.

More take longer and win nothing that counts; docs/pairing.md has the figures.
"""
_BLOCK: Final = 64
"""Questions held at a time: a few megabytes, which a processor's cache holds."""


@dataclass(frozen=True, slots=True)
class Shortlists:
    """Pairs of a question (row) and a candidate who fits (column), sorted by row and best first, with their points.

    `short` marks the pairs kept for matching, `told` gives for each row the columns of the best considered, and `free`
    for each column how many places there are.
    """

    rows: Array
    columns: Array
    points: Array
    short: Array
    told: list[list[int]]
    free: Array


class _Part(NamedTuple):
    rows: Array
    columns: Array
    points: Array
    told: list[list[int]]


def shortlists(
    needs: Sequence[Needs], candidates: Sequence[Candidate], links: Links, *, told: int
) -> Shortlists:
    """Hold every question against every candidate; `candidates` come in the order that decides between equals."""
    crew, starts = Columns(candidates, links), range(0, len(needs), _BLOCK)
    blocks = ((first, needs[first : first + _BLOCK]) for first in starts)
    parts = [_part(crew.hold(some), first, len(some), told) for first, some in blocks]
    rows, columns, points = (np.concatenate(some) for some in list(zip(*parts, strict=True))[:3])
    free = np.array([max(0, one.capacity - one.load) for one in candidates])
    return Shortlists(
        rows=rows,
        columns=columns,
        points=points,
        short=_short(rows, columns, points, free),
        told=[columns for part in parts for columns in part.told],
        free=free,
    )


def _part(held: Held, first: int, questions: int, told: int) -> _Part:
    rows, columns, points, fits = _ranked(held)
    bounds = np.searchsorted(rows, np.arange(questions + 1)).tolist()
    best = [columns[start : min(start + told, end)].tolist() for start, end in pairwise(bounds)]
    # There are millions of these: half the width is half the memory.
    rows, columns, points = (one[fits].astype(np.int32) for one in (rows + first, columns, points))
    return _Part(rows, columns, points, best)


def _ranked(held: Held) -> Held:
    """Return the pairs best first within each row: who fits, then by points, then in the order of columns."""
    # One number a pair, so that one plain sort does it: row (high bits), fits, points, column (32 bits).
    keys = (held.rows << 41) | (~held.fits << 40) | ((255 - held.points) << 32) | held.columns
    keys.sort()
    return Held(keys >> 41, keys & 0xFFFFFFFF, 255 - ((keys >> 32) & 0xFF), (keys >> 40) & 1 == 0)


def _short(rows: Array, columns: Array, points: Array, free: Array) -> Array:
    """Mark the pairs to keep: those that fall least behind the best of their question, score less price."""
    most = KEPT * len(np.unique(rows))
    if len(rows) <= most:
        return np.ones(len(rows), np.bool_)
    worth = points - prices(rows, columns, points, free)[columns]
    begins = np.diff(rows, prepend=-1) > 0
    best = np.maximum.reduceat(worth, np.flatnonzero(begins))
    behind = best[np.cumsum(begins) - 1] - worth
    kept: Array = behind <= np.partition(behind, most)[most]
    return kept
