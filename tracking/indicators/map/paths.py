"""Outlines drawn small: the same shapes with fewer points in coarser units, since a screen shows no finer ones. Pure.

Douglas and Peucker, "Algorithms for the reduction of the number of points required to represent a digitized line",
Cartographica 10, 1973. The border of two regions is one line and loses the same points in both, so that no gap opens
between them. The paths of `classcode.territory.outlines` are closed rings of a start (`M`) and relative steps (`l`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, pairwise
from math import dist

_RING = re.compile(r"M(-?\d+) (-?\d+)l([^z]*)z")
_STEP = re.compile(r"-?\d+")
_DOT = "h1v1h-1z"
"""What is drawn of an islet of which no ring is left: one unit, so that it keeps its place."""

Point = tuple[int, int]


def simpler(paths: Mapping[str, str], tolerance: float, by: int) -> dict[str, str]:
    """Return paths in units `by` times as large, of which no old point is further away than `tolerance` old units."""
    rings = {name: [_points(ring) for ring in _RING.finditer(path)] for name, path in paths.items()}
    fixed = _junctions(rings)
    return {
        name: "".join(_drawn(_kept(ring, fixed, tolerance), by) for ring in some)
        for name, some in rings.items()
    }


def _junctions(rings: Mapping[str, Sequence[Sequence[Point]]]) -> set[Point]:
    """Return the points at which the neighbours of some ring change; they stay."""
    owners: defaultdict[Point, set[str]] = defaultdict(set)
    for name, some in rings.items():
        for point in chain.from_iterable(some):
            owners[point].add(name)
    steps = (pairwise([*ring, ring[0]]) for ring in chain.from_iterable(rings.values()))
    changes = (step for step in chain.from_iterable(steps) if owners[step[0]] != owners[step[1]])
    return set(chain.from_iterable(changes))


def _points(ring: re.Match[str]) -> list[Point]:
    found = [(int(ring[1]), int(ring[2]))]
    steps = [int(one) for one in _STEP.findall(ring[3])]
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        found.append((found[-1][0] + dx, found[-1][1] + dy))
    return found


def _kept(ring: Sequence[Point], fixed: AbstractSet[Point], tolerance: float) -> list[Point]:
    """Return the points that stay of a ring, line by line."""
    cuts = _cuts(ring, fixed)
    turned = [*ring[cuts[0] :], *ring[: cuts[0]], ring[cuts[0]]]
    ends = [*(cut - cuts[0] for cut in cuts), len(ring)]
    lines = (turned[first : last + 1] for first, last in pairwise(ends))
    return [point for line in lines for point in _either_way(line, tolerance)[:-1]]


def _cuts(ring: Sequence[Point], fixed: AbstractSet[Point]) -> list[int]:
    """Return where a ring is cut into lines; one that has one neighbour or none, at two points far apart."""
    cuts = [at for at, point in enumerate(ring) if point in fixed]
    first = min(range(len(ring)), key=ring.__getitem__)
    far = max(range(len(ring)), key=lambda at: (dist(ring[first], ring[at]), ring[at]))
    return cuts or sorted({first, far})


def _either_way(line: Sequence[Point], tolerance: float) -> list[Point]:
    """Simplify a line so that it loses the same points whichever way it is walked."""
    if line[0] <= line[-1]:
        return _line(line, tolerance)
    return _line(line[::-1], tolerance)[::-1]


def _line(points: Sequence[Point], tolerance: float) -> list[Point]:
    away = [_away(one, points[0], points[-1]) for one in points[1:-1]]
    if not away or max(away) <= tolerance:
        return [points[0], points[-1]]
    cut = away.index(max(away)) + 1
    return _line(points[: cut + 1], tolerance)[:-1] + _line(points[cut:], tolerance)


def _away(point: Point, start: Point, end: Point) -> float:
    """Return how far a point lies from the line between two others."""
    (x, y), (from_x, from_y), (to_x, to_y) = point, start, end
    long = (to_x - from_x) ** 2 + (to_y - from_y) ** 2
    along = ((x - from_x) * (to_x - from_x) + (y - from_y) * (to_y - from_y)) / long if long else 0
    along = min(max(along, 0), 1)
    return dist(point, (from_x + along * (to_x - from_x), from_y + along * (to_y - from_y)))


def _drawn(points: Sequence[Point], by: int) -> str:
    coarse = [(round(x / by), round(y / by)) for x, y in points]
    steps = [(to[0] - here[0], to[1] - here[1]) for here, to in pairwise(coarse)]
    start = f"M{coarse[0][0]} {coarse[0][1]}"
    if len(set(coarse)) < 3:
        return start + _DOT
    told = " ".join(f"{dx} {dy}" for dx, dy in steps if dx or dy)
    # A minus sign separates by itself.
    return f"{start}l{told.replace(' -', '-')}z"
