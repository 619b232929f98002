"""Local hours and instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from helpdesk.meetings import cards, hours


@pytest.mark.parametrize("zone", ["Europe/Paris", "Europe/Brussels"])
def test_the_hour_that_spring_skips_is_no_instant(zone: str) -> None:
    assert hours.instant(date(2027, 3, 28), time(2, 30), zone) is None


@pytest.mark.parametrize(("zone", "utc"), [("America/Martinique", 6), ("Indian/Reunion", 22)])
def test_zones_without_summer_time_skip_nothing(zone: str, utc: int) -> None:
    found = hours.instant(date(2027, 3, 28), time(2, 30), zone)
    assert found is not None and (found.hour, found.minute) == (utc, 30)


def test_the_hour_that_autumn_repeats_is_the_first_of_the_two() -> None:
    assert hours.instant(date(2026, 10, 25), time(2, 30), "Europe/Paris") == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


def test_today_is_the_date_on_the_wall_of_the_place() -> None:
    late = datetime(2026, 11, 10, 21, 0, tzinfo=UTC)
    assert hours.today(late, "Indian/Reunion") == date(2026, 11, 11)
    assert hours.today(late, "America/Martinique") == date(2026, 11, 10)


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("Europe/Paris", "heure de Paris"),
        ("Europe/Brussels", "heure de Bruxelles"),
        ("America/Martinique", "heure de Martinique"),
        ("Indian/Reunion", "heure de La Réunion"),
    ],
)
def test_a_zone_is_named_by_its_city(zone: str, told: str) -> None:
    assert cards.zone_told(zone) == told
