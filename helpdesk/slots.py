"""A facilitator's weekly slots as instants; pure, no database. Slots are local times, so daylight saving moves them.

A slot counts on the day it starts: in her own zone, and not on days that are closed (absences, school holidays).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

AHEAD: Final = timedelta(weeks=12)
"""How far ahead a slot is looked for: the nine weeks of a French summer, and three more after it."""
LEAST_LEFT: Final = timedelta(minutes=30)
"""What must be left of a slot under way for it to count: an answer with its reading takes about so long. Our choice."""
WITHOUT_SLOTS: Final = timedelta(hours=48)
"""How long a question stays with somebody who declared no slot: two days at whose end most people read their mail."""


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """One evening (or hour) in which a facilitator answers: instants in UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Closed:
    """Local days on which her slots do not count, both ends included: an absence, or school holidays."""

    first: date
    last: date

    @classmethod
    def on(cls, day: date) -> Closed:
        """Close one day."""
        return cls(day, day)


def next_slot(
    slots: Iterable[Mapping[str, Any]],
    zone: str,
    now: datetime,
    *,
    closed: Sequence[Closed] = (),
    least: timedelta = timedelta(0),
) -> Slot | None:
    """Return the slot under way with more than `least` left of it, or else the next one; None when none is in sight."""
    weekly, place = list(slots), ZoneInfo(zone)
    for day in _days(now.astimezone(place).date(), closed):
        today = (slot for one in weekly if (slot := slot_on(day, one, place)) and _counts(slot, now, least))
        if (first := min(today, default=None)) is not None:
            return first
    return None


def offered_until(
    slots: Iterable[Mapping[str, Any]], zone: str, now: datetime, closed: Sequence[Closed] = ()
) -> datetime | None:
    """Return until when a question proposed now is hers: the end of her next usable slot.

    Without any slot declared, 48 hours of days that are not closed. None when nothing is in sight for twelve weeks.
    """
    declared = list(slots)
    if not declared:
        return _after_open_hours(ZoneInfo(zone), now, closed)
    slot = next_slot(declared, zone, now, closed=closed, least=LEAST_LEFT)
    return slot.end if slot else None


def _days(today: date, closed: Sequence[Closed]) -> Iterator[date]:
    # From yesterday, for a slot past midnight.
    for offset in range(-1, AHEAD.days + 1):
        day = today + timedelta(days=offset)
        if not any(one.first <= day <= one.last for one in closed):
            yield day


def slot_on(day: date, weekly: Mapping[str, Any], place: ZoneInfo) -> Slot | None:
    """Return the slot that begins on a day by the clocks of a place, or None when it is another weekday's."""
    if day.weekday() != weekly["weekday"]:
        return None
    starts, ends = time.fromisoformat(weekly["start"]), time.fromisoformat(weekly["end"])
    last = day + timedelta(days=1) if ends <= starts else day
    start, end = _instant(day, starts, place), _instant(last, ends, place)
    # A slot inside the hour that a spring night skips has no length: it is not held that week.
    return Slot(start, end) if start < end else None


def _instant(day: date, at: time, place: ZoneInfo) -> datetime:
    return datetime.combine(day, at, place).astimezone(UTC)


def _counts(slot: Slot, now: datetime, least: timedelta) -> bool:
    return slot.start >= now or (slot.end > now and slot.end - now >= least)


def _after_open_hours(place: ZoneInfo, now: datetime, closed: Sequence[Closed]) -> datetime | None:
    left, at = WITHOUT_SLOTS, now
    for day in _days(now.astimezone(place).date(), closed):
        begins, ends = (_instant(one, time(), place) for one in (day, day + timedelta(days=1)))
        at = max(at, begins)
        if ends - at >= left:
            return at + left
        left -= max(timedelta(0), ends - at)
    return None
