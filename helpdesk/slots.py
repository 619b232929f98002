"""A facilitator's weekly slots as instants; pure, no database. Slots are local times, so daylight saving moves them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """One evening (or hour) in which a facilitator answers: instants in UTC."""

    start: datetime
    end: datetime


def next_slot(slots: Iterable[Mapping[str, Any]], zone: str, now: datetime) -> Slot | None:
    """Return the slot under way, or else the next one, or None when none is declared."""
    place = ZoneInfo(zone)
    today = now.astimezone(place).date()
    # From yesterday, for a slot past midnight, to the same weekday of next week.
    days = [today + timedelta(days=offset) for offset in range(-1, 8)]
    coming = [slot for weekly in slots for slot in _on(weekly, days, place) if slot.end > now]
    return min(coming, default=None)


def _on(weekly: Mapping[str, Any], days: list[date], place: ZoneInfo) -> Iterator[Slot]:
    starts, ends = time.fromisoformat(weekly["start"]), time.fromisoformat(weekly["end"])
    for day in days:
        if day.weekday() == weekly["weekday"]:
            last = day + timedelta(days=1) if ends <= starts else day
            start, end = datetime.combine(day, starts, place), datetime.combine(last, ends, place)
            yield Slot(start.astimezone(UTC), end.astimezone(UTC))
