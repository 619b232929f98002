"""Distances over land."""

from __future__ import annotations

import pytest

from classcode.territory.distance import Point, distance_km, haversine_km

PARIS = Point(48.8566, 2.3522, "europe")
BRUSSELS = Point(50.8467, 4.3525, "europe")
AJACCIO = Point(41.9189, 8.7381, "corse")


def test_paris_and_brussels_are_264_km_apart() -> None:
    assert distance_km(PARIS, BRUSSELS) == pytest.approx(264, abs=1)


def test_a_point_is_at_no_distance_from_itself() -> None:
    assert distance_km(PARIS, PARIS) == 0


def test_both_directions_are_equally_far() -> None:
    assert haversine_km(PARIS, AJACCIO) == haversine_km(AJACCIO, PARIS)


def test_there_is_no_distance_over_water() -> None:
    assert distance_km(PARIS, AJACCIO) is None


def test_the_far_side_of_the_earth_is_half_its_girth_away() -> None:
    assert haversine_km(Point(0, 0, ""), Point(0, 180, "")) == pytest.approx(20_015, abs=1)


def test_the_date_line_is_no_barrier() -> None:
    assert haversine_km(Point(-13, 179.9, ""), Point(-13, -179.9, "")) == pytest.approx(21.7, abs=0.1)
