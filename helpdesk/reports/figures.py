"""The arithmetic of the reports: times of which some are not over yet, and how evenly work is shared. Pure.

A question that still waits has waited so long and will wait longer; leaving it out would make a desk look quicker the
more it leaves lying. So every distribution here is a Kaplan-Meier estimate: E. L. Kaplan and P. Meier, Nonparametric
Estimation from Incomplete Observations, J. Am. Stat. Assoc. 53 (1958), https://doi.org/10.1080/01621459.1958.10501452
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LIMITS: Final = (1.0, 4.0, 24.0, 48.0, 72.0, 168.0, 336.0)
"""Hours that end the bands: an hour, half a working day, one, two, three days, one week, two weeks."""
QUANTILES: Final = (0.1, 0.5, 0.9, 0.95)
_ALMOST: Final = 1e-9


class End(StrEnum):
    """How a time ended: what was waited for came, has not come yet, or will not come (withdrawn, settled without)."""

    CAME = "came"
    WAITING = "waiting"
    WITHOUT = "without"


@dataclass(frozen=True, slots=True)
class Spell:
    """A time in hours, and how it ended."""

    hours: float
    end: End


@dataclass(frozen=True, slots=True)
class Curve:
    """The estimated share for whom it has come by then: it rises at `times` to `shares`, and is known to `until`."""

    times: tuple[float, ...]
    shares: tuple[float, ...]
    until: float

    def by(self, hours: float) -> float | None:
        """Return the share within so many hours, or None where nobody has waited that long yet."""
        if hours > self.until and not (self.shares and self.shares[-1] >= 1 - _ALMOST):
            return None
        reached = [share for time, share in zip(self.times, self.shares, strict=True) if time <= hours]
        return reached[-1] if reached else 0.0

    def quantile(self, share: float) -> float | None:
        """Return the hours within which it came for this share, or None where too many still wait to tell."""
        at = bisect_left(self.shares, share - _ALMOST)
        return self.times[at] if at < len(self.times) else None


def curve(spells: Iterable[Spell]) -> Curve:
    """Estimate by the product-limit method; who gave up counts as one of whom nothing more is known from then on."""
    ordered = sorted(spells, key=lambda spell: spell.hours)
    at_risk, remaining = len(ordered), 1.0
    came = Counter(spell.hours for spell in ordered if spell.end is End.CAME)
    leaving = Counter(spell.hours for spell in ordered)
    times, shares = [], []
    for hours in sorted(leaving):
        if came[hours]:
            remaining *= 1 - came[hours] / at_risk
            times.append(hours)
            shares.append(1 - remaining)
        at_risk -= leaving[hours]
    return Curve(tuple(times), tuple(shares), ordered[-1].hours if ordered else 0.0)


def bands(spells: Iterable[Spell]) -> list[int]:
    """Count what came by band: one more than `LIMITS`, a limit belonging to the band that it ends."""
    counts = [0] * (len(LIMITS) + 1)
    for spell in spells:
        if spell.end is End.CAME:
            counts[bisect_left(LIMITS, spell.hours)] += 1
    return counts


def ended(spells: Iterable[Spell]) -> Mapping[End, int]:
    """Count the spells by how they ended."""
    counts = Counter(spell.end for spell in spells)
    return {end: counts[end] for end in End}


def gini(loads: Sequence[float]) -> float | None:
    """Return how unevenly a load is shared, from 0 (all alike) to 1 (one has everything); None when nobody is there.

    G = sum |x_i - x_j| / (2 n (n - 1) mean): Gini's mean difference relative to the mean, with n - 1 instead of n, so
    that groups of different sizes compare; without it nobody in a pair could exceed 0.5 (P. M. Dixon et al.,
    Bootstrapping the Gini Coefficient of Inequality, Ecology 68 (1987), https://doi.org/10.2307/1939238). One person
    alone, or nothing to share, is not uneven: 0. Raises ValueError for a load below zero.
    """
    n, total = len(loads), sum(loads)
    if any(load < 0 for load in loads):
        raise ValueError("a load is never below zero")
    if n == 0:
        return None
    if n == 1 or total == 0:
        return 0.0
    # The sum over all pairs, in one pass over the sorted loads.
    differences = 2 * sum((2 * rank - n + 1) * load for rank, load in enumerate(sorted(loads)))
    return differences / (2 * (n - 1) * total)
