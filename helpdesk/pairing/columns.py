"""Many questions against many candidates in whole columns: the conditions and points of `weighing`, by numpy.

What is told to people is made by `weighing`, one candidate at a time; this finds who comes into question, so that
millions of pairs need no object each. A test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final, NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from classcode.territory.distance import EARTH_RADIUS_KM, Point
from helpdesk.pairing.values import Candidate, Links, Needs
from helpdesk.pairing.weighing import (
    CONTINUITY,
    FAR_KM,
    LINKED_REGION,
    MODULE,
    NEARNESS,
    REGION,
    THEME,
    holds,
    is_linked,
    own_points,
)

Array = NDArray[Any]

_MARGIN: Final = 1e-6
"""On the cosine of an angle: cosines only narrow the search, in single precision (7 digits), and must hide nobody."""
_REGION, _LINKED, _LAND, _ACROSS, _SURELY = 1, 2, 4, 8, 16
"""How a candidate lies to a question: holds its region, is linked, on its landmass, across water, surely considered."""
_OF_REGION: Final = np.array([REGION if lie & 1 else LINKED_REGION if lie & 2 else 0 for lie in range(32)])


class Held(NamedTuple):
    """Everybody considered for each question, as pairs of row and column in order: her points, and whether she fits."""

    rows: Array
    columns: Array
    points: Array
    fits: Array


class Columns:
    """All candidates, in the order given, as columns."""

    def __init__(self, candidates: Sequence[Candidate], links: Links) -> None:
        self._all, self._links = candidates, links
        self._at = {one.id: at for at, one in enumerate(candidates)}
        self._kept: dict[tuple[str, Any], Array] = {}
        self._place = _unit_vectors([one.point for one in candidates])
        self._area = self._column(lambda one: one.area_km, np.int64)
        widest = min(self._area.max(initial=0) / EARTH_RADIUS_KM, np.pi)
        self._close = np.cos(widest) - _MARGIN
        free = self._column(lambda one: one.load < one.capacity and not one.away, np.bool_)
        self._ends = np.where(free, self._column(lambda one: _seconds(one.answers_by), np.float64), np.nan)

    def hold(self, needs: Sequence[Needs]) -> Held:
        """Hold some questions against all candidates."""
        lie = self._rows("lie", [(one.region, one.point and one.point.landmass) for one in needs])
        here = _unit_vectors([one.point for one in needs])
        close = (_cosines(here, self._place) >= self._close) & (lie & _LAND > 0)
        rows, columns = np.divmod(np.flatnonzero(close | (lie & _SURELY > 0)), len(self._all))
        lies = lie[rows, columns]
        km = np.where(lies & _LAND, self._km(here, rows, columns), np.inf)
        near = np.flatnonzero((lies & _SURELY > 0) | (km <= self._area[columns]))
        rows, columns, lies, km = rows[near], columns[near], lies[near], km[near]
        points = np.rint(NEARNESS * np.maximum(0.0, 1 - km / FAR_KM)).astype(np.int64) + _OF_REGION[lies]
        points += self._rows("subject", [(one.module, one.theme) for one in needs])[rows, columns]
        points += CONTINUITY * self._named([one.before for one in needs])[rows, columns]
        promised = np.array([_seconds(one.promised_by) for one in needs])
        fits = (self._ends[columns] <= promised[rows]) & (lies & _ACROSS == 0)
        fits &= self._rows("languages", [one.languages for one in needs])[rows, columns] > 0
        fits &= ~self._named([one.refused for one in needs])[rows, columns]
        return Held(rows, columns, points, fits)

    def _km(self, here: Array, rows: Array, columns: Array) -> Array:
        square = sum((here[rows, axis] - self._place[columns, axis]) ** 2 for axis in range(3))
        km: Array = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(square) / 2))
        return km

    def _rows(self, what: str, asked: Sequence[Any]) -> Array:
        """Return what each candidate gives on what each question asks; found out once for all that ask the same."""
        for value in set(asked):
            if (what, value) not in self._kept:
                give = partial(getattr(self, f"_{what}"), value)
                self._kept[what, value] = self._column(give, np.uint8)
        return np.stack([self._kept[what, value] for value in asked])

    def _lie(self, asked: tuple[str | None, str | None], one: Candidate) -> int:
        """Return in bits how she lies to a region and a landmass, as `weighing.reach_of` tells it."""
        region, land = asked
        linked = _LINKED * (region is not None and is_linked(one, region, self._links))
        holding = _REGION * (region is not None and holds(one, region))
        if one.point is None or land is None:
            return linked | holding | _SURELY * bool(linked or holding or region is None)
        if one.point.landmass == land:
            return linked | holding | _LAND | _SURELY * bool(linked or holding or region is None)
        return linked | holding | (_SURELY if linked else _ACROSS | _SURELY * bool(holding))

    def _subject(self, asked: tuple[str, str | None], one: Candidate) -> int:
        module, theme = asked
        return own_points(one) + MODULE * (module in one.expertise) + THEME * (theme in one.themes)

    def _languages(self, asked: tuple[str, ...], one: Candidate) -> int:
        return not one.languages.isdisjoint(asked)

    def _named(self, people: Sequence[Collection[UUID]]) -> Array:
        named = np.zeros((len(people), len(self._all)), np.bool_)
        for row, some in enumerate(people):
            for one in some:
                if one in self._at:
                    named[row, self._at[one]] = True
        return named

    def _column(self, read: Callable[[Candidate], Any], kind: Any) -> Array:
        return np.array([read(one) for one in self._all], dtype=kind)


def _cosines(here: Array, there: Array) -> Array:
    # Not by "@": a library's threads, waiting for each other on a busy machine, take longer than this.
    some, all_ = here.astype(np.float32), there.astype(np.float32)
    found: Array = some[:, 0, None] * all_[:, 0]
    for axis in (1, 2):
        found += some[:, axis, None] * all_[:, axis]
    return found


def _seconds(at: datetime | None) -> float:
    return np.nan if at is None else at.timestamp()


def _unit_vectors(points: Sequence[Point | None]) -> Array:
    degrees = [(one.lat, one.lon) if one else (0.0, 0.0) for one in points]
    lat, lon = np.radians(np.array(degrees, np.float64).reshape(-1, 2)).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
