"""What an attacker can conclude. She knows k, D, V, the whole table of chances, and how views lie inside each other.

She does not know the keys. From a shown count she knows which true counts can become it; from several she solves for
all whole numbers that fit everything shown at once (integer programmes, so nothing is lost by rounding).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]

from tracking.indicators.disclosure import Perturbed, disclose
from tracking.indicators.disclosure.noise import Strength, noise_of
from tracking.indicators.tally import Cell, Figure

K = 11
Range = tuple[int, int]
"""The least and the most that a true count can be."""


@dataclass(frozen=True)
class Shows:
    """One way of showing counts, and what may be concluded from a shown one (None: fewer than k)."""

    show: Callable[[Cell], float | None]
    range_of: Callable[[float | None], Range]


def _perturbed(cell: Cell) -> float | None:
    return disclose([Figure("registered", cell)], Perturbed(K))[0].total.value


@cache
def _behind(shown: float | None) -> Range:
    """Return the least and the most true count that becomes this figure with any chance at all."""
    least, most = (0, K) if shown is None else (int(shown), int(shown))
    near = range(max(0, least - 2 * Strength(K).most), most + 2 * Strength(K).most + 1)
    wanted = int(shown or 0)
    found = [n for n in near if any(n + change == wanted for change in noise_of(n, K).changes)]
    return found[0], found[-1]


PERTURBED = Shows(_perturbed, _behind)
UNPERTURBED = Shows(
    lambda cell: None if cell.rests.people < K else cell.rests.people,
    lambda shown: (0, K - 1) if shown is None else (int(shown), int(shown)),
)
"""Counts under k are hidden and the others exact, as if each view stood alone: what must not be."""

EXACT = Shows(
    lambda cell: cell.value,
    lambda shown: (0, 10**6) if shown is None else (int(shown), int(shown)),
)
"""Published tables: what is shown is true, and what is hidden may be anything."""


def differences(wide: float | None, narrow: float | None, shows: Shows = PERTURBED) -> Range:
    """Return the least and the most people that can be in the wide of two views and not in the narrow one inside it.

    Views that show different figures do not hold the same people: these would have had the same key.
    """
    (least, most), (low, high) = shows.range_of(wide), shows.range_of(narrow)
    return max(0 if wide == narrow else 1, least - high), most - low


class Solver:
    """All whole numbers of people, by smallest group, that fit a set of shown counts at once."""

    def __init__(
        self, groups: int, told: Sequence[tuple[Any, float | None]], shows: Shows = PERTURBED
    ) -> None:
        self.groups = groups
        ends = np.array([shows.range_of(shown) for _, shown in told])
        self.told = LinearConstraint(
            np.array([column for column, _ in told], dtype=float), ends[:, 0], ends[:, 1]
        )

    def range_of(self, column: Any) -> tuple[float, float]:
        """Return the least and the most people that some groups together can hold."""
        return self._end(column, 1), self._end(column, -1)

    def _end(self, column: Any, sign: int) -> float:
        found = milp(
            sign * np.asarray(column, dtype=float),
            constraints=self.told,
            bounds=Bounds(0, np.inf),
            integrality=np.ones(self.groups),
        )
        return float(round(found.x @ column)) if found.x is not None else -sign * np.inf
