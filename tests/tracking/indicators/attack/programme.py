"""A synthetic programme of some thousands of learners, and the views that can be asked of it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np

from tracking.indicators.tally import Cell, Count, Figure

REGIONS = ("FR-IDF", "FR-ARA", "FR-NAQ", "FR-OCC", "FR-BRE", "FR-COR", "BE-WLX", "BE-BRU", "FR-973", "none")
DIMENSIONS: Mapping[str, tuple[str, ...]] = {
    "region": REGIONS,
    "gender": ("woman", "man", "other", "not-said", "not-asked"),
    "setting": ("initial", "school", "after-school"),
    "level": ("primary", "lower", "upper", "none"),
    "module": ("creative-programming", "coding-information", "driving-robots", "network", "project"),
}
SHARES: Mapping[str, tuple[float, ...]] = {
    "region": (0.3, 0.2, 0.15, 0.12, 0.1, 0.012, 0.03, 0.05, 0.004, 0.034),
    "gender": (0.6, 0.25, 0.01, 0.02, 0.12),
    "setting": (0.1, 0.7, 0.2),
    "level": (0.6, 0.2, 0.05, 0.15),
    "module": (0.5, 0.2, 0.15, 0.1, 0.05),
}
KINDS = ("registered", "engaged", "participating", "trained")
GOES_ON = (1.0, 0.7, 0.6, 0.5)
"""The share of those at a milestone who reach it from the one before."""
DAYS, MONTH = 360, 30
"""The programme in days, in months of thirty."""
KEYS = 2**32


@dataclass(frozen=True)
class View:
    """What somebody asks for: a milestone, days from first to last, and the dimensions that narrow."""

    kind: str
    first: int
    last: int
    chosen: Mapping[str, str] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.kind, self.first, self.last, frozenset(self.chosen.items())))

    def narrowed(self, dimension: str, value: str) -> View:
        """Return the view with one dimension chosen, or chosen otherwise."""
        return replace(self, chosen={**self.chosen, dimension: value})


class Programme:
    """Learners in columns: who they are, the day of each milestone (-1: never), their hours, their record keys."""

    def __init__(self, size: int, seed: int) -> None:
        chance = np.random.default_rng(seed)
        self.size = size
        self.keys = chance.integers(0, KEYS, size)
        self.hours = np.round(chance.gamma(2.0, 4.0, size), 1)
        self.values = {
            name: chance.choice(len(values), size, p=SHARES[name]) for name, values in DIMENSIONS.items()
        }
        self.days = dict(self._days(chance))

    def _days(self, chance: np.random.Generator) -> Iterator[tuple[str, Any]]:
        day = chance.integers(0, DAYS, self.size)
        for kind, share in zip(KINDS, GOES_ON, strict=True):
            stays = (day >= 0) & (chance.random(self.size) < share)
            day = np.where(
                stays, day + (0 if kind == "registered" else chance.geometric(1 / 15, self.size)), -1
            )
            day = np.where(day < DAYS, day, -1)
            yield kind, day

    def people(self, view: View) -> Any:
        """Return who a view counts, as a column of yes and no."""
        days = self.days[view.kind]
        who = (days >= view.first) & (days <= view.last)
        for dimension, value in view.chosen.items():
            who &= self.values[dimension] == DIMENSIONS[dimension].index(value)
        return who

    def count(self, who: Any) -> Count:
        """Count people with their cell key."""
        return Count(int(who.sum()), int(self.keys[who].sum()) % KEYS)

    def cell(self, view: View) -> Cell:
        """Count a view's people."""
        rests = self.count(self.people(view))
        return Cell(rests.people, rests)

    def hours_of(self, view: View) -> Cell:
        """Sum a view's hours."""
        who = self.people(view)
        return Cell(float(self.hours[who].sum()), self.count(who))

    def figure(self, view: View, *dimensions: str) -> Figure:
        """Return the figure of a view, with its rows by dimensions and by month."""
        rows = {
            name: tuple((value, self.cell(view.narrowed(name, value))) for value in DIMENSIONS[name])
            for name in dimensions
        }
        months = ((f"2026-{at + 1:02}", month) for at, month in enumerate(months_of(view)))
        return Figure(
            view.kind, self.cell(view), {**rows, "month": tuple((key, self.cell(one)) for key, one in months)}
        )


def months_of(view: View) -> list[View]:
    """Return the view of each month that a view touches."""
    starts = range(view.first - view.first % MONTH, view.last + 1, MONTH)
    return [replace(view, first=max(view.first, day), last=min(view.last, day + MONTH - 1)) for day in starts]


def random_view(chance: random.Random) -> View:
    """Ask for anything: often for few people."""
    first = chance.randrange(DAYS)
    view = View(chance.choice(KINDS), first, min(DAYS - 1, first + chance.choice((0, 6, 29, 89, 179, 359))))
    for dimension in chance.sample(sorted(DIMENSIONS), chance.choice((0, 1, 1, 2, 3))):
        view = view.narrowed(dimension, chance.choice(DIMENSIONS[dimension]))
    return view


def random_pair(chance: random.Random) -> tuple[View, View]:
    """Ask for a view and for one inside it: one dimension more, a day or a month less, at either end."""
    while True:
        wide = random_view(chance)
        free = [name for name in DIMENSIONS if name not in wide.chosen]
        less = chance.choice((1, MONTH))
        kind = chance.choice(("dimension", "first", "last"))
        if kind == "dimension" and free:
            name = chance.choice(free)
            return wide, wide.narrowed(name, chance.choice(DIMENSIONS[name]))
        if kind == "first" and wide.first + less <= wide.last:
            return wide, replace(wide, first=wide.first + less)
        if kind == "last" and wide.last - less >= wide.first:
            return wide, replace(wide, last=wide.last - less)


@cache
def programme(size: int = 4000, seed: int = 20260601) -> Programme:
    """Return the programme that all attacks share."""
    return Programme(size, seed)
