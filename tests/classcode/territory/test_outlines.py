"""The shapes of regions: each region has one, positions fall on it, and the map of everything stays light."""

from __future__ import annotations

import re

import pytest
from sqlalchemy.orm import Session

from classcode.territory import outlines, queries
from classcode.territory.models import ELSEWHERE, Commune, Region


def rings(path: str) -> list[list[tuple[int, int]]]:
    """Return the corners of each ring of a path."""
    found = []
    for ring in path.split("z"):
        if numbers := [int(one) for one in re.findall(r"-?\d+", ring)]:
            points = [(numbers[0], numbers[1])]
            for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
                points.append((points[-1][0] + dx, points[-1][1] + dy))
            found.append(points)
    return found


def inside(x: float, y: float, path: str) -> bool:
    """Tell whether a point lies within a path (even-odd rule)."""
    crossings = 0
    for ring in rings(path):
        for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                crossings += 1
    return crossings % 2 == 1


def test_each_region_with_communes_has_a_map_and_elsewhere_has_none(session: Session) -> None:
    codes = {one.code for one in session.query(Region)} - {ELSEWHERE}
    assert {code for code in codes if outlines.of_region(code)} == codes
    assert outlines.of_region(ELSEWHERE) is None
    assert set(outlines.whole().paths) | set(outlines.apart()) == codes


@pytest.mark.parametrize("code", ["FR-35238", "FR-29019", "FR-31555", "BE-21004", "BE-25072", "FR-97411"])
def test_a_commune_lies_on_its_region_s_shape_and_on_no_other(session: Session, code: str) -> None:
    commune = queries.commune(session, code)
    assert commune is not None
    own = outlines.of_region(commune.region_code)
    assert own is not None
    assert inside(*own.frame.at(commune.lat, commune.lon), own.paths[commune.region_code])
    everything = outlines.whole()
    x, y = everything.frame.at(commune.lat, commune.lon)
    found = [region for region, path in everything.paths.items() if inside(x, y, path)]
    assert found == [commune.region_code] or (found == [] and commune.region_code in outlines.apart())


def test_an_island_by_the_coast_may_lie_on_none_but_is_never_far_off_the_map(session: Session) -> None:
    brest = session.get_one(Commune, "FR-29019")
    x, y = outlines.whole().frame.at(brest.lat, brest.lon)
    assert 0 < x < outlines.whole().frame.width and 0 < y < outlines.whole().frame.height


def test_the_map_of_everything_and_each_region_s_are_light() -> None:
    assert sum(map(len, outlines.whole().paths.values())) < 12_000
    for code in outlines.whole().paths:
        own = outlines.of_region(code)
        assert own is not None and len(own.paths[code]) < 2_500
