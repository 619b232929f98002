"""When reminders are due: the hour that the place's own clocks show, whatever they do meanwhile (F8)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from helpdesk.calendar.moments import DAYS, QUIET, Due, Reminder, due, due_at, is_news

ZONES = (
    *("Europe/Paris", "Europe/Brussels", "America/Martinique", "Indian/Reunion", "America/Miquelon"),
    *("America/Cayenne", "Indian/Mayotte", "Pacific/Noumea", "Pacific/Marquesas"),
)
PARIS = "Europe/Paris"


def at(text: str, zone: str = PARIS) -> datetime:
    """Return the instant at which clocks of a zone show this."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("reminder", Reminder)
def test_a_reminder_is_due_when_clocks_there_show_the_hour_of_the_beginning(
    zone: str, reminder: Reminder
) -> None:
    for month in range(1, 13):
        starts = at(f"2026-{month:02d}-28T18:30", zone)
        told = due_at(starts, zone, reminder).astimezone(ZoneInfo(zone))
        assert (told.hour, told.minute) == (18, 30)
        assert starts.astimezone(ZoneInfo(zone)).date() - told.date() == timedelta(days=DAYS[reminder])


def test_the_night_that_loses_an_hour_makes_the_week_an_hour_shorter() -> None:
    starts = at("2027-03-30T18:30")
    assert starts - due_at(starts, PARIS, Reminder.WEEK) == timedelta(days=7, hours=-1)
    assert starts - due_at(starts, PARIS, Reminder.DAY) == timedelta(days=1)


def test_the_night_that_gains_an_hour_makes_the_day_an_hour_longer() -> None:
    starts = at("2026-10-25T10:00", "Europe/Brussels")
    assert starts - due_at(starts, "Europe/Brussels", Reminder.DAY) == timedelta(days=1, hours=1)


@pytest.mark.parametrize("zone", ["America/Martinique", "Indian/Reunion"])
def test_where_clocks_never_move_a_week_is_a_week(zone: str) -> None:
    for day in ("2027-03-30", "2026-10-27"):
        starts = at(f"{day}T18:30", zone)
        assert starts - due_at(starts, zone, Reminder.WEEK) == timedelta(days=7)


def test_an_hour_that_clocks_jump_over_is_told_as_long_after_the_jump() -> None:
    starts = at("2027-03-29T02:30")
    assert due_at(starts, PARIS, Reminder.DAY) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_an_hour_that_comes_twice_is_the_first_of_the_two() -> None:
    starts = at("2026-10-26T02:30")
    assert due_at(starts, PARIS, Reminder.DAY) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_nothing_is_due_before_the_week_nor_from_the_beginning_on() -> None:
    starts = at("2026-11-24T18:30")
    week, day = (due_at(starts, PARIS, one) for one in (Reminder.WEEK, Reminder.DAY))
    second = timedelta(seconds=1)
    assert due(starts, PARIS, week - second) is None
    assert due(starts, PARIS, week) == Due(Reminder.WEEK, week)
    assert due(starts, PARIS, day - QUIET - second) == Due(Reminder.WEEK, week)
    assert due(starts, PARIS, day - QUIET) is due(starts, PARIS, day - second) is None
    assert due(starts, PARIS, day) == Due(Reminder.DAY, day)
    assert due(starts, PARIS, starts - second) == Due(Reminder.DAY, day)
    assert due(starts, PARIS, starts) is None


def test_the_day_s_reminder_says_nothing_new_within_a_day_of_another_mail() -> None:
    when = at("2026-11-23T18:30")
    day = Due(Reminder.DAY, when)
    assert is_news(day, None)
    assert is_news(day, when - QUIET)
    assert not is_news(day, when - QUIET + timedelta(seconds=1))
    assert not is_news(day, when + timedelta(hours=3))


def test_the_week_s_reminder_is_for_whoever_knew_the_date_when_it_was_due() -> None:
    when = at("2026-11-17T18:30")
    week = Due(Reminder.WEEK, when)
    assert is_news(week, None)
    assert is_news(week, when - timedelta(hours=1))
    assert is_news(week, when)
    assert not is_news(week, when + timedelta(seconds=1))


BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
instants = some.integers(0, 6 * 365 * 24 * 60).map(lambda minutes: BEGINNING + timedelta(minutes=minutes))


@settings(deadline=None)
@given(instants, some.sampled_from(ZONES))
def test_the_two_reminders_come_in_their_order_and_before_the_beginning(starts: datetime, zone: str) -> None:
    week, day = (due_at(starts, zone, one) for one in (Reminder.WEEK, Reminder.DAY))
    assert all(one < other for one, other in pairwise((week, day, starts)))
    assert timedelta(hours=22) <= starts - day <= timedelta(hours=26)
    assert timedelta(days=7, hours=-2) <= starts - week <= timedelta(days=7, hours=2)
