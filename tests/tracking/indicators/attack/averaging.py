"""Averaging the noise away: the mean over all free periods that hold a few people, less the same without them.

Free periods are whole weeks, at most `WEEKS` of them, or whole months (`tracking.indicators.periods.completed`). Here
a week has seven days from day 0 on, a month thirty.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Final

from tests.tracking.indicators.attack.attacker import PERTURBED, K
from tests.tracking.indicators.attack.programme import (
    DAYS,
    DIMENSIONS,
    KINDS,
    MONTH,
    View,
    programme,
)
from tracking.indicators.periods import WEEKS

WEEK: Final = 7
Pair = tuple[View, View]
"""Two views, the second of which lacks the people looked for and nobody else."""
Pairs = Callable[[View], Iterator[Pair]]


@dataclass(frozen=True)
class Averaged:
    """Groups of 1 to k - 1 people, the pairs of views that could be had of each, and how often the mean was right."""

    groups: int
    pairs: float
    right: float


def by_day(group: View) -> Iterator[Pair]:
    """Pair the periods that begin on any day before a day and end with it, or on the day before: not on offer."""
    for first in range(group.first):
        yield replace(group, first=first), replace(group, first=first, last=group.first - 1)


def by_week(group: View) -> Iterator[Pair]:
    """Pair all free periods of weeks that end with a week, or with the one before; then those that begin so."""
    return _whole(group, WEEK, WEEKS)


def by_month(group: View) -> Iterator[Pair]:
    """Pair all free periods of months that end with a month, or with the one before; then those that begin so."""
    return _whole(group, MONTH, DAYS // MONTH)


def _whole(group: View, length: int, most: int) -> Iterator[Pair]:
    for more in range(1, most):
        first, last = group.first - more * length, group.last + more * length
        if first >= 0:
            yield replace(group, first=first), replace(group, first=first, last=group.first - 1)
        if last < DAYS:
            yield replace(group, last=last), replace(group, first=group.last + 1, last=last)


def attack(pairs: Pairs, length: int, many: int, chance: random.Random) -> Averaged:
    """Guess many groups of a few people, each within one span of so many days, by the mean of all pairs."""
    right, had = 0, []
    for group in _groups(length, many, chance):
        found = list(_differences(pairs(group)))
        had.append(len(found))
        right += round(fmean(found)) == programme().cell(group).rests.people if found else 0
    return Averaged(many, fmean(had), right / many)


def _differences(pairs: Iterator[Pair]) -> Iterator[float]:
    for views in pairs:
        wide, narrow = (PERTURBED.show(programme().cell(view)) for view in views)
        if wide is not None and narrow is not None:
            yield wide - narrow


def _groups(length: int, many: int, chance: random.Random) -> Iterator[View]:
    """Draw groups under k people; the wider views around them are large enough to be shown."""
    while many:
        first = length * chance.randrange(DAYS // length)
        view = View(chance.choice(KINDS), first, first + length - 1)
        for name in chance.sample(sorted(DIMENSIONS), chance.choice((0, 1, 2))):
            view = view.narrowed(name, chance.choice(DIMENSIONS[name]))
        if 0 < programme().cell(view).rests.people < K:
            many -= 1
            yield view
