"""When a meeting is reminded of: the same hour on the wall of its place, a week and a day before. Pure, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo


class Reminder(StrEnum):
    """The two reminders; each is written once to each person for one beginning of one meeting."""

    WEEK = "reminder-7-days"
    DAY = "reminder-1-day"


DAYS: Final = {Reminder.WEEK: 7, Reminder.DAY: 1}
QUIET: Final = timedelta(hours=24)
"""Who was told of the date less than this before the day's reminder, or after it was due, is not told it again."""


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder whose moment has come, and when that was."""

    reminder: Reminder
    at: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """One reminder to one person, as a look at the rows found it due; before it is written all is looked at again."""

    meeting_id: UUID
    person_id: UUID
    reminder: Reminder


def due_at(starts_at: datetime, zone: str, reminder: Reminder) -> datetime:
    """Return the instant, in UTC, of a reminder: clocks of the place show the hour of the beginning.

    Where they move forward over that hour it is as long after the move; of an hour that comes twice it is the first.
    """
    place = ZoneInfo(zone)
    wall = starts_at.astimezone(place).replace(tzinfo=None, fold=0) - timedelta(days=DAYS[reminder])
    return wall.replace(tzinfo=place).astimezone(UTC)


def due(starts_at: datetime, zone: str, now: datetime) -> Due | None:
    """Return the reminder that may be written now, also late; the week's one no more when the day's is near."""
    week, day = (due_at(starts_at, zone, one) for one in (Reminder.WEEK, Reminder.DAY))
    if day <= now < starts_at:
        return Due(Reminder.DAY, day)
    return Due(Reminder.WEEK, week) if week <= now < day - QUIET else None


def is_news(due: Due, known_since: datetime | None) -> bool:
    """Tell whether a reminder says anything to somebody who has known the date since then.

    The week's one goes to whoever knew the date when it was due, were it since an hour: it is the first word of a week
    in which nothing else comes. The day's one would follow another mail on the heels.
    """
    quiet = QUIET if due.reminder is Reminder.DAY else timedelta(0)
    return known_since is None or known_since <= due.at - quiet
