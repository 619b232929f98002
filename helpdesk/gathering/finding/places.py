"""Which of the places near suits a group best, and how the others compare."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, starmap
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from classcode.territory.distance import Point
from helpdesk.gathering.finding.grouping import Groups
from helpdesk.gathering.finding.reaching import arc_km, neighbours, unit_vectors
from helpdesk.gathering.finding.values import OpenPlace, OtherPlace, PlaceWhy, Rules

Array = NDArray[Any]
_WHY: Final = (PlaceWhy.FEWER, PlaceWhy.UNCOUNTED, PlaceWhy.SEATS, PlaceWhy.BUSY, PlaceWhy.FARTHER)
_LEAST_GAIN: Final = 0.1
"""Kilometres on average for which a group moves: less is no nearer to anybody."""
COMPARED: Final = 4
"""Other places that a group is shown with: what a person takes in at a glance."""


class Compared(NamedTuple):
    """Each group against its place and those around: numbers, how many each reaches, mean kilometres by road."""

    number: Array
    reached: Array
    km: Array
    each: Array
    """Kilometres as the crow flies of every person to each of these places, in the order of the people."""


class Places:
    """The places, in the order given, and which lie near which."""

    def __init__(self, places: Sequence[OpenPlace], rules: Rules) -> None:
        self.places, self.rules = places, rules
        self.seats = np.array([one.seats for one in places], np.int64)
        self.least = np.array([rules.least_in(one.region) for one in places], np.int64)
        self._known = np.array([one.seats_known for one in places], np.int64)
        self.left = np.array([max(0, rules.each_place - one.suggested) for one in places], np.int64)
        self._vectors = unit_vectors([one.point for one in places])
        self._ids = [one.id for one in places]
        lands = {land: at for at, land in enumerate(sorted({one.point.landmass for one in places}))}
        self._lands = lands
        self._land = np.array([lands[one.point.landmass] for one in places], np.int64)
        self._around = self._neighbours()

    def _neighbours(self) -> Array:
        """Return for each place itself and the nearest others on its ground, -1 where there are fewer."""
        around = np.full((len(self.places), COMPARED + 1), -1, np.int64)
        here, there, km = neighbours(self._vectors, self._vectors, 2 * COMPARED + 1, 2 * self.rules.radius_km)
        kept = (self._land[here] == self._land[there]) & (here != there)
        here, there, km = here[kept], there[kept], km[kept]
        sort = np.lexsort((there, km, here))
        here, there = here[sort], there[sort]
        begins = np.searchsorted(here, np.arange(len(self.places)))
        column = np.arange(len(here)) - begins[here] + 1
        few = column <= COMPARED
        around[here[few], column[few]] = there[few]
        around[:, 0] = np.arange(len(self.places))
        return around

    def homes(self, spots: Sequence[Point]) -> tuple[Array, Array]:
        """Return where people live as `compare` reads it: vectors, and the numbers of their lands."""
        return unit_vectors(spots), np.array([self._lands.get(one.landmass, -1) for one in spots], np.int64)

    def compare(self, groups: Groups, homes: tuple[Array, Array], spot: Array) -> Compared:
        """Compare, for every group at once, its place with those around; `spot` is each person's among `homes`."""
        around = self._around[groups.place]
        there = around[groups.group]
        apart = self._vectors[there] - homes[0][spot][:, None, :]
        km = arc_km(np.sqrt((apart**2).sum(axis=2)))
        land = homes[1][spot]
        near = (km <= self.rules.radius_km) & (there >= 0) & (self._land[there] == land[:, None])
        near[:, 0] = True  # its own place each of them reaches, if need be by a declared link
        begins = np.searchsorted(groups.group, np.arange(len(groups.place)))
        reached = np.add.reduceat(near, begins, axis=0, dtype=np.int64) if len(km) else near
        total = np.add.reduceat(np.where(near, km, 0.0), begins, axis=0) if len(km) else km
        mean = self.rules.detour * total / np.maximum(reached, 1)
        return Compared(around, reached, mean, km)

    def others(self, found: Compared, columns: Sequence[int], sizes: Array) -> list[tuple[OtherPlace, ...]]:
        """Tell for each group of the places around where it could have met too, and why each was not chosen."""
        told = found.reached > 0
        chosen = found.number[np.arange(len(sizes)), columns]
        told[np.arange(len(sizes)), columns] = False
        number, each_told = found.number[told], told.sum(axis=1)
        size, mine = np.repeat(sizes, each_told), np.repeat(chosen, each_told)
        against = [
            found.reached[told] < size,
            (self._known[number] == 0) & (self._known[mine] > 0),
            self.seats[number] < size,
            self.left[number] <= 0,
        ]
        why = np.select(against, [0, 1, 2, 3], 4)
        each = zip(
            map(self._ids.__getitem__, number.tolist()),
            found.reached[told].tolist(),
            np.round(found.km[told], 1).tolist(),
            self._known[number].tolist(),
            map(_WHY.__getitem__, why.tolist()),
            strict=True,
        )
        whole = starmap(OtherPlace, each)
        return [tuple(islice(whole, count)) for count in each_told.tolist()]

    def settle(self, found: Compared, groups: Groups, sizes: Array) -> list[int]:
        """Move each group to the place that is nearest to all of it and has room; return which column that is."""
        columns = [0] * len(sizes)
        all_ = (found.reached == sizes[:, None]) & (self.seats[found.number] >= sizes[:, None])
        all_ &= self.least[found.number] <= sizes[:, None]
        all_ &= (self._known[found.number] > 0) | (self._known[groups.place] == 0)[:, None]
        better = all_ & (found.km < found.km[:, :1] - _LEAST_GAIN)
        for group in np.flatnonzero(better.any(axis=1)).tolist():
            some = np.flatnonzero(better[group])
            for column in some[np.argsort(found.km[group, some], kind="stable")].tolist():
                if self.left[found.number[group, column]] > 0:
                    self.left[groups.place[group]] += 1
                    self.left[found.number[group, column]] -= 1
                    columns[group] = column
                    break
        return columns
