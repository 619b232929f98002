"""Outlines drawn small: near the old ones, closed, and without a gap between neighbours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise

import pytest

from classcode.territory import outlines
from tracking.indicators.map.paths import simpler

SQUARES = {"left": "M0 0l10 0 0 4 0 6-10 0z", "right": "M10 0l10 0 0 10-10 0 0-6z"}


def corners(path: str) -> list[tuple[int, int]]:
    """Return the points of a path of one ring, as a browser reads it."""
    start, steps = path.removeprefix("M").removesuffix("z").split("l")
    found = [(int(start.split()[0]), int(start.split()[1]))]
    numbers = [int(one) for one in steps.replace("-", " -").split()]
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        found.append((found[-1][0] + dx, found[-1][1] + dy))
    return found


def test_a_point_on_a_straight_border_goes_from_both_sides_of_it() -> None:
    drawn = simpler(SQUARES, 1, 1)
    assert {name: set(corners(path)) for name, path in drawn.items()} == {
        "left": {(0, 0), (10, 0), (10, 10), (0, 10)},
        "right": {(10, 0), (20, 0), (20, 10), (10, 10)},
    }


def test_a_corner_that_is_further_away_stays() -> None:
    bent = {"one": "M0 0l10 0 3 5-3 5-10 0z"}
    assert (13, 5) in corners(simpler(bent, 1, 1)["one"]) and (13, 5) not in corners(
        simpler(bent, 4, 1)["one"]
    )


def test_larger_units_keep_the_place() -> None:
    assert corners(simpler({"one": "M100 40l40 0 0 40-40 0z"}, 1, 10)["one"])[0] == (10, 4)


def test_an_islet_that_is_too_small_stays_as_a_dot() -> None:
    assert simpler({"one": "M100 40l4 0 0 4-4 0z"}, 3, 10)["one"] == "M10 4h1v1h-1z"


@pytest.mark.parametrize("tolerance", [1.5, 3])
def test_every_border_of_the_whole_map_is_one_line(tolerance: float) -> None:
    """A step that two regions have lies in both; one that was shared before and is no more would be a gap."""
    before, after = (
        _sides(one) for one in (outlines.whole().paths, simpler(outlines.whole().paths, tolerance, 1))
    )
    bordering = {frozenset(names) for names in before.values() if len(names) == 2}
    assert bordering == {frozenset(names) for names in after.values() if len(names) == 2}
    points = _points(outlines.whole().paths)
    kept = _points(simpler(outlines.whole().paths, tolerance, 1))
    assert all(kept[point] == points[point] for point in kept)


def _rings(paths: Mapping[str, str]) -> list[tuple[str, list[tuple[int, int]]]]:
    split = [(name, f"{ring}z") for name, path in paths.items() for ring in path.split("z") if ring]
    return [(name, corners(ring)) for name, ring in split if "h" not in ring]


def _sides(paths: Mapping[str, str]) -> dict[frozenset[tuple[int, int]], set[str]]:
    found: defaultdict[frozenset[tuple[int, int]], set[str]] = defaultdict(set)
    for name, ring in _rings(paths):
        for one, other in pairwise([*ring, ring[0]]):
            found[frozenset({one, other})].add(name)
    return found


def _points(paths: Mapping[str, str]) -> dict[tuple[int, int], set[str]]:
    found: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
    for name, ring in _rings(paths):
        for point in ring:
            found[point].add(name)
    return found
