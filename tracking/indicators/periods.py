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
DATES: Final = "dates"
"""The key of a period of free dates."""
YEAR_OF_WEEKS: Final = timedelta(weeks=52)
"""Free weeks are compared with those 52 weeks before: the same days of the week, nearly the same dates."""
LEAP_YEAR: Final = 366
LONGEST_DAYS: Final = 61 * 31 - 30
"""A report of free dates spans at most five years, which touch 61 months; its table of months stays readable."""
WEEKS: Final = 26
"""Free dates span at most so many whole weeks; what is longer spans whole months. Why: docs/disclosure.md."""


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


@dataclass(frozen=True, slots=True)
class Before:
    """The span that a period is compared with; `years` lie between a month of the one and its month in the other."""

    period: Period
    years: int

    def key_of(self, month: str) -> str:
        """Return the key of the month that a month of the period is compared with."""
        return f"{int(month[:4]) - self.years}{month[4:]}"


def before(period: Period, today: date) -> Before | None:
    """Return what a period is compared with: whole with whole, what has begun with as many days; None for one to come.

    A school year is compared with the one before of the same system, whole months with the same months of the year
    before, weeks with those 52 weeks before; what is longer than a year with as long a span that ends before it begins.
    """
    if today < period.first:
        return None
    whole = _whole_before(period)
    if today >= period.last:
        return whole
    weeks = _system_of(period) is None and not _whole_months(period.first, period.last)
    so_far = today - (period.first - whole.period.first) if weeks else _earlier(today, whole.years)
    last = max(whole.period.first, min(so_far, whole.period.last))
    return Before(Period(DATES, whole.period.first, last), whole.years)


def _whole_before(period: Period) -> Before:
    days = (period.last - period.first).days + 1
    system = _system_of(period)
    if system is not None:
        year = school_year(system, period.first - timedelta(days=1))
        return Before(Period(DATES, year.first, year.last), 1)
    if _whole_months(period.first, period.last):
        years = -(-days // LEAP_YEAR)
        last = _month_end(_earlier(period.last, years))
        return Before(Period(DATES, _earlier(period.first, years), last), years)
    times = -(-days // YEAR_OF_WEEKS.days)
    back = times * YEAR_OF_WEEKS
    return Before(Period(DATES, period.first - back, period.last - back), times)


def _system_of(period: Period) -> System | None:
    """Return the school system of which a period is a school year, whether asked for by name or by its dates."""
    named = period.key.partition(":")[0]
    if named in systems.SYSTEMS:
        return systems.system(named)
    years = ((system, school_year(system, period.first)) for system in systems.systems())
    return next((one for one, year in years if (year.first, year.last) == (period.first, period.last)), None)


def _earlier(day: date, years: int) -> date:
    """Return the same day of an earlier year; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _month_end(day: date) -> date:
    return next_month(day) - timedelta(days=1)


def _whole_months(first: date, last: date) -> bool:
    return first.day == 1 and last == _month_end(last)


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


def completed(first: date, last: date) -> Period:
    """Return the free period that holds these days: whole weeks from Monday to Sunday, or whole months.

    Whole months, and so whole calendar years, stay as they are, and so does a school year. What differs by a day from
    another view can so not be asked for: the mean of many such differences would tell who was counted on that day.
    """
    if _is_whole(first, last):
        return Period(DATES, first, last)
    monday, sunday = first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())
    if (sunday - monday).days < WEEKS * 7:
        return Period(DATES, monday, sunday)
    return Period(DATES, first.replace(day=1), next_month(last) - timedelta(days=1))


def _is_whole(first: date, last: date) -> bool:
    """Tell whether days are whole months, or a school year of some system."""
    if _whole_months(first, last):
        return True
    return _system_of(Period(DATES, first, last)) is not None


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
