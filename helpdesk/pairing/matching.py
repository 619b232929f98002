"""Many questions paired together: as many as can be, then the highest total score. The only file that needs scipy.

A candidate's free places are seats; a question takes one, or a seat of its own that means "nobody". Seats of one
person are worth less one after the other, as her room goes, so that a round spreads over people by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from scipy.sparse import csr_array  # type: ignore[import-untyped]
from scipy.sparse.csgraph import min_weight_full_bipartite_matching  # type: ignore[import-untyped]

from helpdesk.pairing.columns import Array
from helpdesk.pairing.completing import NOBODY, completed
from helpdesk.pairing.shortlists import Shortlists
from helpdesk.pairing.values import Candidate
from helpdesk.pairing.weighing import own_points

_TOP: Final = 101
"""More than any score, so that every cost is positive: to scipy a cost of nothing is no pair at all."""


class Seats(NamedTuple):
    """The free places as columns of a matrix of costs, questions being its rows; `of` tells whose each one is."""

    costs: Any
    of: Array


def matched(short: Shortlists, candidates: Sequence[Candidate]) -> list[int | None]:
    """Return for each question the column of who gets it, or None."""
    seats = seats_of(short, candidates)
    rows, taken = min_weight_full_bipartite_matching(seats.costs)
    holder = np.full(len(short.told), NOBODY)
    holder[rows] = np.append(seats.of, np.full(len(rows), NOBODY))[taken]
    return [None if one == NOBODY else one for one in completed(short, holder).tolist()]


def seats_of(short: Shortlists, candidates: Sequence[Candidate]) -> Seats:
    """Lay out seats and costs; all turns together weigh less than a point, so they decide between equal totals alone.

    That makes the matching three times slower than whole points would, and no volunteer unlucky by her place in a list.
    """
    rows, columns, points = (some[short.short] for some in (short.rows, short.columns, short.points))
    count = np.minimum(short.free, np.bincount(columns, minlength=len(candidates)))
    first = np.cumsum(count) - count
    each = count[columns]
    # Millions of pairs of seats: every array of them is as narrow as it can be.
    pair = np.repeat(np.arange(len(rows), dtype=np.int32), each)
    seat = np.arange(len(pair), dtype=np.int32)
    seat += np.repeat((first[columns] + each - np.cumsum(each)).astype(np.int32), each)
    of = np.repeat(np.arange(len(candidates)), count)
    turn = of / (len(candidates) * (len(short.told) + 1))
    costs = (_TOP + turn - _worth(candidates, count))[seat]
    costs -= points[pair]
    return Seats(_with_nobody(rows[pair], seat, costs, len(short.told), len(of)), of)


def _worth(candidates: Sequence[Candidate], count: Array) -> Array:
    """Return by how many points each seat is worth more (or less) than the first of the same person."""
    more = [
        own_points(one, seat) - own_points(one)
        for one, seats in zip(candidates, count.tolist(), strict=True)
        for seat in range(seats)
    ]
    return np.array(more, np.float64)


def _with_nobody(rows: Array, seat: Array, costs: Array, questions: int, seats: int) -> Any:
    """Return the matrix, with one more column for each question at its end: its seat of nobody.

    That seat costs more than any chain of changes can win, so as many as can be are paired before scores count.
    """
    ends = np.cumsum(np.bincount(rows, minlength=questions) + 1)
    alone = np.ones(ends[-1], np.bool_)
    alone[np.arange(len(rows)) + rows] = False
    values = np.full(ends[-1], float(_TOP * (questions + 1)))
    values[~alone] = costs
    across = np.empty(ends[-1], np.int32)
    across[~alone], across[alone] = seat, seats + np.arange(questions)
    starts = np.concatenate([[0], ends]).astype(np.int32)
    return csr_array((values, across, starts), shape=(questions, seats + questions))
