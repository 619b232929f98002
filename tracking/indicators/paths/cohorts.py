"""Who registered together: the months of a period, put together so that at most six curves are drawn. Pure.

Groups begin where school years do, in September, whatever the period: so two periods draw the same cohorts. Only the
first and the last one may be cut by the period.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Final

from tracking.indicators.periods import Month, Period, midnight, next_month

MOST: Final = 6
"""Curves that one drawing bears: each has a shape and dashes of its own."""
SIZES: Final = (1, 3, 6, 12)
"""Months that a cohort may span: a month, a term, half a year, a year."""
FOLLOWED: Final = 12
"""Months after that of registration through which a cohort is followed."""
_SEPTEMBER: Final = 8


@dataclass(frozen=True, slots=True)
class Cohort:
    """Those who registered from a day to the instant before `ends`; `last_month` is the first day of the last month."""

    first: date
    last_month: date
    ends: datetime

    @property
    def key(self) -> str:
        """The cohort for programs: its month, or its first and last one ("2025-09/2025-11")."""
        first, last = f"{self.first:%Y-%m}", f"{self.last_month:%Y-%m}"
        return first if first == last else f"{first}/{last}"

    @property
    def starts(self) -> datetime:
        """The first instant."""
        return midnight(self.first)

    def passed(self, months: int, now: datetime) -> bool:
        """Tell whether so many months after that of registration have ended for everybody in it."""
        return midnight(later(self.last_month, months + 1)) <= now


def later(day: date, months: int) -> date:
    """Return the first day of the month so many months after that of a day."""
    first = day.replace(day=1)
    for _ in range(months):
        first = next_month(first)
    return first


def cohorts(period: Period, now: datetime) -> tuple[Cohort, ...]:
    """Return the cohorts of a period, from the first to the last: at most six, else the latest six."""
    months = period.months(now)
    for size in SIZES:
        found = _grouped(months, size)
        if len(found) <= MOST:
            break
    return tuple(found[-MOST:])


def _grouped(months: Sequence[Month], size: int) -> list[Cohort]:
    found = []
    for _group, some in groupby(months, key=lambda one: _group_of(one.first, size)):
        first, *others = some
        last = others[-1] if others else first
        found.append(Cohort(first.first, last.first.replace(day=1), last.ends))
    return found


def _group_of(day: date, size: int) -> int:
    return (day.year * 12 + day.month - 1 - _SEPTEMBER) // size


def month_ends(cohorts: Sequence[Cohort]) -> list[datetime]:
    """Return the ends of the months from the first cohort's to the last in which one is followed, and one more."""
    first, last = cohorts[0].first, later(cohorts[-1].last_month, FOLLOWED + 1)
    ends, day = [], later(first, 1)
    while day <= last:
        ends.append(midnight(day))
        day = next_month(day)
    return [*ends, midnight(day)]
