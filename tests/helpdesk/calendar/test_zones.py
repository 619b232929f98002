"""The rules of a zone, as other programs apply them, give the instants that the time zone database gives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.tz import tzical

from helpdesk.calendar import ical
from helpdesk.calendar.occasion import Occasion, Standing
from helpdesk.calendar.zones import YEARS_ON, observances

OURS = (
    *("Europe/Paris", "Europe/Brussels", "America/Guadeloupe", "America/Martinique", "America/Cayenne"),
    *("Indian/Reunion", "Indian/Mayotte", "America/Miquelon", "America/St_Barthelemy", "America/Marigot"),
    *("Pacific/Noumea", "Pacific/Tahiti", "Pacific/Marquesas", "Pacific/Gambier", "Pacific/Wallis"),
)
"""Every zone in which a place of ours can lie."""
ODD = ("Africa/Casablanca", "Europe/Dublin", "America/Nuuk", "Asia/Kathmandu", "Australia/Lord_Howe")
"""Zones that are none of ours, and strange: by the moon, upside down, by half an hour."""
FIRST, LAST = 2026, 2030


def told(zone: str) -> bytes:
    """Return a calendar with an event in the first and in the last year."""
    return ical.published([event(zone, datetime(year, 6, 1, 12, tzinfo=UTC)) for year in (FIRST, LAST)])


def event(zone: str, starts: datetime) -> Occasion:
    """Make an event of two hours."""
    return Occasion(
        uid=f"{starts:%Y%m%d%H%M}@classcode.test",
        sequence=0,
        stamped_at=starts,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        zone=zone,
        standing=Standing.CONFIRMED,
        summary="Rencontre",
        description="",
        location="Rennes",
        lat=48.1,
        lon=-1.7,
        url="http://classcode.test/",
        organiser="Bruno",
        organiser_address="aide@classcode.test",
    )


def moments() -> list[datetime]:
    """Return every sixth hour of the years, and each quarter of an hour around the moves of Paris."""
    every = timedelta(hours=6)
    first, count = datetime(FIRST, 1, 1, 0, 7, tzinfo=UTC), (LAST - FIRST + 1) * 365 * 4
    return [first + every * n for n in range(count)]


@pytest.mark.parametrize("zone", OURS + ODD)
def test_the_rules_give_the_offset_of_every_moment_of_five_years(zone: str) -> None:
    """Read by dateutil, which takes the rules from the file and knows nothing of the name."""
    component = icalendar.Calendar.from_ical(told(zone)).walk("VTIMEZONE")[0]
    rules, truth = tzical(StringIO(component.to_ical().decode())).get(), ZoneInfo(zone)
    wrong = []
    for moment in moments():
        wall = moment.astimezone(truth)
        if wall.utcoffset() != wall.replace(fold=1).utcoffset():
            continue  # an hour that comes twice has no one answer
        if wall.replace(tzinfo=rules).utcoffset() != wall.utcoffset():
            wrong.append(wall)
    assert wrong == []


@pytest.mark.parametrize("zone", OURS)
def test_our_zones_are_told_as_one_rule_or_two(zone: str) -> None:
    rules = observances(zone, FIRST, LAST)
    assert len(rules) in {1, 2}
    assert all(one.yearly for one in rules) or len(rules) == 1


def test_paris_moves_on_the_last_sundays_of_march_and_october() -> None:
    body = told("Europe/Paris").decode()
    assert "BYDAY=-1SU;BYMONTH=3" in body
    assert "BYDAY=-1SU;BYMONTH=10" in body


def test_saint_pierre_et_miquelon_moves_with_north_america() -> None:
    body = told("America/Miquelon").decode()
    assert "BYDAY=2SU;BYMONTH=3" in body
    assert "BYDAY=1SU;BYMONTH=11" in body


def test_martinique_is_told_once_and_for_all() -> None:
    (rule,) = observances("America/Martinique", FIRST, LAST)
    assert (rule.before, rule.after) == (timedelta(hours=-4), timedelta(hours=-4))


def test_a_zone_without_rules_is_told_move_by_move() -> None:
    rules = observances("Africa/Casablanca", FIRST, FIRST)
    assert len(rules) > YEARS_ON
    assert not any(one.yearly for one in rules)


@pytest.mark.parametrize("zone", OURS)
def test_every_event_names_a_zone_that_its_file_describes(zone: str) -> None:
    whole = icalendar.Calendar.from_ical(told(zone))
    assert [str(one["tzid"]) for one in whole.walk("VTIMEZONE")] == [zone]
    assert {one["dtstart"].params["TZID"] for one in whole.walk("VEVENT")} == {zone}
