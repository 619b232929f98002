"""Which places each spot reaches: by a spatial index on the unit sphere, water and declared links taken into account.

A spot is where several people live (their commune). Each looks at the nearest places within the radius alone, so that
pairs grow with the people and never with people times places.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree  # type: ignore[import-untyped]

from classcode.territory.distance import EARTH_RADIUS_KM, Point
from helpdesk.gathering.finding.values import Links

Array = NDArray[Any]

NEAREST: Final = 32
"""Places that a spot looks at, the nearest: as many as a large city has within the radius. A choice of ours."""


class Reach(NamedTuple):
    """Pairs of spot and place within the radius, by spot and then nearest first; kilometres as the crow flies."""

    spots: Array
    places: Array
    km: Array
    order: Array
    """Spots in an order in which neighbours stand near each other."""


def unit_vectors(points: Sequence[Point]) -> Array:
    """Return points as vectors from the middle of a sphere of radius 1."""
    degrees = np.array([(one.lat, one.lon) for one in points], np.float64).reshape(-1, 2)
    lat, lon = np.radians(degrees).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def chord(km: float) -> float:
    """Return the straight line, on a sphere of radius 1, under a way of so many kilometres."""
    return float(2 * np.sin(min(km / EARTH_RADIUS_KM, np.pi) / 2))


def arc_km(chords: Array) -> Array:
    """Return kilometres along the sphere over straight lines through it."""
    km: Array = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, chords / 2))
    return km


def neighbours(here: Array, there: Array, most: int, radius_km: float) -> tuple[Array, Array, Array]:
    """Return pairs of row and row, nearest first, and their kilometres: at most so many of `there`, within a radius."""
    if not len(here) or not len(there):
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
    most = min(most, len(there))
    found, at = cKDTree(there).query(here, k=most, distance_upper_bound=chord(radius_km))
    found, at = found.reshape(len(here), most), at.reshape(len(here), most)
    near = np.isfinite(found)
    rows = np.repeat(np.arange(len(here)), near.sum(axis=1))
    return rows, at[near], arc_km(found[near])


def reach(
    spots: tuple[Sequence[Point], Sequence[str]],
    places: tuple[Sequence[Point], Sequence[str]],
    links: Links,
    radius_km: float,
) -> Reach:
    """Return who reaches what; both sides are points with the regions in which they lie."""
    (here, here_in), (there, there_in) = spots, places
    lands = {land: number for number, land in enumerate(sorted({one.landmass for one in (*here, *there)}))}
    vectors = unit_vectors(here)
    rows, columns, km = _over_land((here, vectors), there, lands, radius_km)
    if links:
        more = _over_water((here, vectors, here_in), (there, there_in), links, radius_km)
        rows, columns, km = (np.concatenate(both) for both in zip((rows, columns, km), more, strict=True))
    sort = np.lexsort((columns, km, rows))
    return Reach(rows[sort], columns[sort], km[sort], _order(vectors))


def _over_land(
    here: tuple[Sequence[Point], Array], there: Sequence[Point], lands: dict[str, int], radius_km: float
) -> tuple[Array, Array, Array]:
    # One index for all lands: each is lifted to a height of its own, which no radius reaches across.
    lift_here = np.array([[4.0 * lands[one.landmass]] for one in here[0]]).reshape(-1, 1)
    lift_there = np.array([[4.0 * lands[one.landmass]] for one in there]).reshape(-1, 1)
    lifted = np.hstack([here[1], lift_here]), np.hstack([unit_vectors(there), lift_there])
    return neighbours(*lifted, NEAREST, radius_km)


def _over_water(
    here: tuple[Sequence[Point], Array, Sequence[str]],
    there: tuple[Sequence[Point], Sequence[str]],
    links: Links,
    radius_km: float,
) -> tuple[Array, Array, Array]:
    """Return the pairs that water parts and a declared link joins."""
    linked = {code for pair in links for code in pair}
    some = np.array([at for at, code in enumerate(here[2]) if code in linked], np.int64)
    others = np.array([at for at, code in enumerate(there[1]) if code in linked], np.int64)
    vectors = unit_vectors([there[0][at] for at in others])
    rows, columns, km = neighbours(here[1][some], vectors, NEAREST, radius_km)
    rows, columns = some[rows], others[columns]
    joined = [
        here[0][row].landmass != there[0][column].landmass
        and frozenset((here[2][row], there[1][column])) in links
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
    ]
    kept = np.array(joined, np.bool_)
    return rows[kept], columns[kept], km[kept]


def _order(vectors: Array) -> Array:
    """Return the place of each spot along a way through all of them that keeps neighbours together."""
    place = np.empty(len(vectors), np.int64)
    if len(vectors):
        place[cKDTree(vectors, leafsize=2).indices] = np.arange(len(vectors))
    return place
