"""The span of time a report speaks of, from midnight to midnight in Paris, and its months. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from classcode.territory import systems
from classcode.territory.schooling import SchoolYear, System

ZONE: Final = ZoneInfo("Europe/Paris")
"""The zone of every definition: a day begins at midnight here, whatever the learner's clock showed."""
LONGEST_DAYS: Final = 5 * 366
"""A report of free dates spans at most five years; its table of months stays readable."""


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a period, or the part of it that lies inside; `ends` is the first instant after it."""

    first: date
    ends: datetime

    @property
    def key(self) -> str:
        """The month as year and number: "2026-03"."""
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both included; `key` is how a page's address names it."""

    key: str
    first: date
    last: date

    @property
    def starts(self) -> datetime:
        """The first instant."""
        return midnight(self.first)

    @property
    def ends(self) -> datetime:
        """The first instant after the last day."""
        return midnight(self.last + timedelta(days=1))

    @property
    def whole_years(self) -> bool:
        """Whether it covers calendar years from the first to the last day."""
        return (self.first.month, self.first.day) == (1, 1) and (self.last.month, self.last.day) == (12, 31)

    def months(self, now: datetime) -> tuple[Month, ...]:
        """Return the months that have begun, the current one included; at least one."""
        days = [self.first]
        last = max(self.first, min(self.last, now.astimezone(ZONE).date()))
        while (following := next_month(days[-1])) <= last:
            days.append(following)
        ends = [midnight(day) for day in days[1:]] + [self.ends]
        return tuple(Month(day, end) for day, end in zip(days, ends, strict=True))


def midnight(day: date) -> datetime:
    """Return the instant at which a day begins in the definitions' zone."""
    return datetime.combine(day, time(), ZONE)


def next_month(day: date) -> date:
    """Return the first day of the month that follows."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def school_year(system: System, day: date) -> Period:
    """Return the school year of a system that a day belongs to, its summer included."""
    year = systems.school_year_of(system, day)
    return Period(
        f"{system.id}:{year.name}", year.starts, _following(system, year).starts - timedelta(days=1)
    )


def _following(system: System, year: SchoolYear) -> SchoolYear:
    # Starts drift by some days from year to year: 380 days later the next one has begun, and no later one.
    return systems.school_year_of(system, year.starts + timedelta(days=380))


def month(key: str) -> Period:
    """Return the month of a key "2026-03"; raises ValueError."""
    first = date.fromisoformat(f"{key}-01")
    return Period(key, first, next_month(first) - timedelta(days=1))


def recent(today: date, years: int = 3, months: int = 13) -> list[Period]:
    """Return what a filter offers: the school years of each system, then the last months, the newest first."""
    offered = []
    for system in systems.systems():
        day = today
        for _ in range(years):
            offered.append(school_year(system, day))
            day = offered[-1].first - timedelta(days=1)
    day = today
    for _ in range(months):
        offered.append(month(f"{day:%Y-%m}"))
        day = offered[-1].first - timedelta(days=1)
    return offered
