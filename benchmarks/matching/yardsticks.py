"""What the pairing is held against: scipy's matching alone on the same pairs, and the best there is over all pairs."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from benchmarks.matching.people import Everybody
from helpdesk.pairing import NO_LINKS, Pairing, why_not
from helpdesk.pairing.matching import seats_of
from helpdesk.pairing.shortlists import Shortlists, shortlists
from helpdesk.pairing.together import TOLD
from helpdesk.pairing.weighing import own_points, turn

MOST: Final = 100
"""The highest score: a question costs what it misses of it, and all of it when nobody gets it."""


class Outcome(NamedTuple):
    """How many questions are paired, and what all of them cost."""

    paired: int
    cost: int


def outcome(found: list[Pairing | None]) -> Outcome:
    """Return what a round came to."""
    return Outcome(
        sum(one is not None for one in found), sum(MOST - one.chosen.score if one else MOST for one in found)
    )


def short_lists(people: Everybody) -> Shortlists:
    """Return the pairs that a round matches by."""
    asked = sorted(people.needs, key=lambda one: (one.promised_by, one.key))
    return shortlists(asked, sorted(people.candidates, key=turn), NO_LINKS, told=TOLD)


def costs_of(people: Everybody, short: Shortlists) -> Any:
    """Return the sparse matrix of costs that scipy is given in a round."""
    return seats_of(short, sorted(people.candidates, key=turn)).costs


def floor(costs: Any) -> Outcome:
    """Match by scipy alone and return what it came to; what is left of a whole point only decides between equals."""
    rows, seats = min_weight_full_bipartite_matching(costs)
    got = costs[rows, seats]
    paired = got[got < MOST + 2] - 1
    return Outcome(len(paired), int(paired.sum()) + MOST * (len(rows) - len(paired)))


def dense_optimum(people: Everybody) -> Outcome:
    """Return the best there is: every pair weighed one by one, every seat, scipy's dense assignment."""
    seats = [(one, seat) for one in people.candidates for seat in range(one.capacity - one.load)]
    at = {one.id: number for number, one in enumerate(people.candidates)}
    whose = np.array([at[one.id] for one, _ in seats])
    later = np.array([own_points(one, seat) - own_points(one) for one, seat in seats])
    # Whoever breaks a condition costs so much that having nobody is always better.
    never, nobody = 10.0**9, 10.0**6
    base = np.full((len(people.needs), len(people.candidates)), never)
    for row, needs in enumerate(people.needs):
        for column, one in enumerate(people.candidates):
            weighed = why_not(needs, one)
            if weighed.fits:
                base[row, column] = MOST - weighed.score
    costs = np.hstack([base[:, whose] - later, np.full((len(people.needs), len(people.needs)), nobody)])
    got = costs[linear_sum_assignment(costs)]
    paired = got[got < nobody]
    return Outcome(len(paired), round(float(paired.sum())) + MOST * (len(got) - len(paired)))
