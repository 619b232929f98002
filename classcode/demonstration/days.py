"""When things happen in an invented year: pure, from a source of chance and a day; instants in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final

LENGTH: Final = 365
"""Days of the year that is lived before today."""

MONTHS: Final = {
    9: 2.4,
    10: 1.7,
    11: 1.2,
    12: 0.7,
    1: 1.3,
    2: 0.9,
    3: 1.2,
    4: 0.9,
    5: 0.8,
    6: 0.6,
    7: 0.35,
    8: 0.6,
}
"""How many people come in a month, against one another: many with the school year, few in summer. A guess."""
WEEKDAYS: Final = (1.1, 1.1, 1.7, 1.0, 0.5, 0.6, 1.2)
"""The same by day, from Monday: Wednesday afternoon is free in French primary schools."""
LATELY: Final = 60
"""The last days never fall below the yearly mean, so that the demonstration is alive whenever it is built."""


EVENING: Final = (time(18, 0), time(20, 30))
"""The hours of a meeting on a weekday, on the clocks of the place."""


def midnight(day: date) -> datetime:
    """Return the instant at which a day begins."""
    return datetime.combine(day, time(), UTC)


def arrivals(chance: Random, until: date, count: int) -> list[datetime]:
    """Return when so many people come for the first time, in order."""
    days = [until - timedelta(days=ago) for ago in range(LENGTH, 0, -1)]
    weights = [_weight(day, until) for day in days]
    return sorted(evening(chance, day) for day in chance.choices(days, weights, k=count))


def _weight(day: date, until: date) -> float:
    month = MONTHS[day.month]
    return (max(1.0, month) if (until - day).days <= LATELY else month) * WEEKDAYS[day.weekday()]


def evening(chance: Random, day: date) -> datetime:
    """Return an instant after school: from two in the afternoon on Wednesdays, from five on other days."""
    first = 13.0 if day.weekday() in (2, 5, 6) else 16.0
    return midnight(day) + timedelta(hours=chance.uniform(first, 20.5))


def evening_after(chance: Random, now: datetime, least: float, most: float) -> datetime:
    """Return an evening from `least` to `most` days later, never before now."""
    chosen = evening(chance, (now + timedelta(days=chance.uniform(least, most))).date())
    return max(chosen, now + timedelta(minutes=20))


def meeting_day(chance: Random, now: datetime) -> tuple[date, time, time]:
    """Return a day one to three weeks ahead and its hours: a long evening, or Wednesday or Saturday."""
    day = now.date() + timedelta(days=chance.randint(8, 20))
    while day.weekday() in (0, 4, 6):
        day += timedelta(days=1)
    hours = {2: (time(14, 0), time(16, 30)), 5: (time(9, 30), time(12, 0))}
    return (day, *hours.get(day.weekday(), EVENING))


def meeting_days(chance: Random, now: datetime, count: int) -> list[tuple[date, time, time]]:
    """Return so many different days between which people choose, in their order."""
    chosen: dict[date, tuple[date, time, time]] = {}
    while len(chosen) < count:
        one = meeting_day(chance, now)
        chosen[one[0]] = one
    return [chosen[day] for day in sorted(chosen)]
