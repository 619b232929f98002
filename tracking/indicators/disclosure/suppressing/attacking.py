"""What somebody who knows the shown entries can compute of the hidden ones: intervals, and sums of groups.

An interval is the least and the most that an entry can be (two linear programmes). A group is known when adding and
subtracting equations leaves it alone: such a group is found by an integer programme. Each finding names the
shown entries that it rests on; as long as all of these stay shown, it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp  # type: ignore[import-untyped]
from scipy.sparse import csr_array, eye_array, hstack, lil_array  # type: ignore[import-untyped]

from tracking.indicators.disclosure.suppressing.tables import Tables

SMALL: Final = 1e-6
"""Under it a number is rounding."""
WORLDS: Final = 16
"""How many are looked for at once before entries are judged one by one."""
MOST_TIMES: Final = 50
"""How often one equation may be added or subtracted in finding a group: tables need it once, or a few times."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The least and the most that an entry can be, and the shown entries that say so."""

    least: float
    most: float
    by: frozenset[int]


class Attacker:
    """The equations of some tables in matrices, for one set of hidden entries after another.

    Every answer of a linear programme is another world, in which all equations hold and some entries are otherwise.
    As long as those are hidden she cannot tell it from the true one: most intervals need no programme of their own.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.values = np.array([float(entry.value) for entry in tables.entries])
        self.widths = np.array([float(entry.width) for entry in tables.entries])
        self.equal = _matrix([((one.whole,), one.parts) for one in tables.sums], len(self.values))
        self.known: dict[str, Any] = {}
        if tables.sums:
            self.known |= {"A_eq": self.equal, "b_eq": self.equal @ self.values}
        if tables.orders:
            below = _matrix([((one.less,), one.more) for one in tables.orders], len(self.values))
            self.known |= {"A_ub": below, "b_ub": np.zeros(len(tables.orders))}
        self.worlds = [self.values]

    def narrow(self, hidden: AbstractSet[int]) -> list[int]:
        """Return the sensitive entries of which no worlds are known yet that make their interval wide enough."""
        shown = np.array([at not in hidden for at in range(len(self.values))])
        worlds = np.array(self.worlds)
        possible = worlds[~(np.abs(worlds - self.values)[:, shown] > SMALL).any(axis=1)]
        wide = possible.max(axis=0) - possible.min(axis=0) >= self.widths - SMALL
        return [at for at, entry in enumerate(self.tables.entries) if entry.sensitive and not wide[at]]

    def imagine(self, hidden: AbstractSet[int]) -> None:
        """Look for worlds in which some of the entries in doubt are larger, and others smaller, both by lot."""
        lot = np.random.default_rng(len(self.worlds))
        for _ in range(WORLDS):
            entries = self.narrow(hidden)
            if not entries:
                return
            costs = np.zeros(len(self.values))
            costs[entries] = lot.choice((-1.0, 1.0), len(entries))
            self._solved(costs, hidden, {at: self.values[at] + self.widths[at] for at in entries})

    def interval(self, at: int, hidden: AbstractSet[int]) -> Interval:
        """Return what she can tell of one hidden entry."""
        least, by_least = self._end(at, hidden, 1)
        most, by_most = self._end(at, hidden, -1)
        return Interval(least, most, by_least | by_most)

    def _end(self, at: int, hidden: AbstractSet[int], sign: int) -> tuple[float, frozenset[int]]:
        costs = np.zeros(len(self.values))
        costs[at] = sign
        found = self._solved(costs, hidden, {})
        if found.status != 0:  # no end: nothing known bounds it
            return -sign * np.inf, frozenset()
        pulls = np.abs(found.lower.marginals) + np.abs(found.upper.marginals)
        return sign * found.fun, frozenset(np.flatnonzero(pulls > SMALL).tolist()) - hidden

    def _solved(self, costs: Any, hidden: AbstractSet[int], caps: Mapping[int, float]) -> Any:
        bounds = [
            (0, caps.get(at)) if at in hidden else (value, value) for at, value in enumerate(self.values)
        ]
        found = linprog(costs, bounds=bounds, **self.known)
        if found.status == 0:
            self.worlds.append(found.x)
        return found

    def group(self, hidden: AbstractSet[int]) -> frozenset[int] | None:
        """Return what tells the sum of a group of hidden entries that may hold fewer than k people, if any does."""
        inside = sorted(hidden)
        people = np.array([self.tables.entries[at].alone for at in inside])
        if not (people < self.tables.k).any() or not self.tables.sums:
            return None
        equations, size = len(self.tables.sums), len(inside)
        # For each hidden entry s = A' y: whether it is in the group is what a combination y of equations leaves of it.
        same = LinearConstraint(hstack([self.equal.T[inside], -eye_array(size)]), 0, 0)
        none = np.zeros(equations)
        some = LinearConstraint(np.concatenate([none, np.ones(size)]), 1, np.inf)
        few = LinearConstraint(np.concatenate([none, people]), 0, self.tables.k - 1)
        found = milp(
            np.concatenate([none, np.ones(size)]),
            constraints=[same, some, few],
            bounds=Bounds(
                np.concatenate([none - MOST_TIMES, np.zeros(size)]),
                np.concatenate([none + MOST_TIMES, people < self.tables.k]),
            ),
            integrality=np.concatenate([none, np.ones(size)]),
        )
        if found.x is None:
            return None
        left = np.abs(self.equal.T @ found.x[:equations]) > SMALL
        return frozenset(np.flatnonzero(left).tolist()) - hidden


def _matrix(rows: Sequence[tuple[tuple[int, ...], tuple[int, ...]]], width: int) -> Any:
    """Return rows of +1 and -1: what stands on the one side, and on the other."""
    built = lil_array((len(rows), width))
    for at, (one, other) in enumerate(rows):
        built[[at], list(one)] = 1
        built[[at], list(other)] = -1
    return csr_array(built)
