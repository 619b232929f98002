"""Which periods are published, and how two of them lie to each other. Pure.

A table that overlaps an earlier one without containing it could be subtracted from it, so no such two are published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from classcode.territory import systems
from tracking.indicators import periods
from tracking.indicators.periods import Period

MONTHS: Final = 13
YEARS: Final = 3
_SCHOOL_YEAR = re.compile(r"([a-z-]+):(20\d\d)-20\d\d")
_YEAR = re.compile(r"20\d\d")
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


class Kind(StrEnum):
    """The three kinds of periods that are published."""

    SCHOOL_YEAR = "school-year"
    YEAR = "year"
    MONTH = "month"


class Relation(StrEnum):
    """How an earlier period lies to a new one."""

    SAME = "same"
    MONTH_OF = "month-of"
    """It is a whole month of the new one, whose table tells all that it told."""
    APART = "apart"
    ACROSS = "across"
    """They overlap in another way."""


def year(number: int) -> Period:
    """Return a calendar year."""
    return Period(str(number), date(number, 1, 1), date(number, 12, 31))


def read(key: str) -> Period:
    """Return the period of a key "fr:2025-2026", "2026" or "2026-03"; raises ValueError for any other."""
    if _MONTH.fullmatch(key):
        return periods.month(key)
    if _YEAR.fullmatch(key):
        return year(int(key))
    told = _SCHOOL_YEAR.fullmatch(key)
    if told and told[1] in systems.SYSTEMS:
        found = periods.school_year(systems.system(told[1]), date(int(told[2]), 12, 1))
        if found.key == key:
            return found
    raise ValueError(key)


def kind(period: Period) -> Kind:
    """Tell which of the three a period is, by its key."""
    if ":" in period.key:
        return Kind.SCHOOL_YEAR
    return Kind.MONTH if "-" in period.key else Kind.YEAR


def offered(today: date) -> Iterator[Period]:
    """Yield what can be published: school years of each system, calendar years, months, the newest first."""
    for system in systems.systems():
        day = today
        for _ in range(YEARS):
            found = periods.school_year(system, day)
            yield found
            day = found.first - timedelta(days=1)
    yield from (year(today.year - back) for back in range(YEARS))
    day = today
    for _ in range(MONTHS):
        one = periods.month(f"{day:%Y-%m}")
        yield one
        day = one.first - timedelta(days=1)


def relation(earlier: Period, new: Period, *, by_month: bool = True) -> Relation:
    """Tell how an earlier period lies to a new one, which tells its regions `by_month` or not."""
    if (earlier.first, earlier.last) == (new.first, new.last):
        return Relation.SAME
    if earlier.last < new.first or new.last < earlier.first:
        return Relation.APART
    inside = new.first <= earlier.first and earlier.last <= new.last
    return Relation.MONTH_OF if by_month and inside and kind(earlier) is Kind.MONTH else Relation.ACROSS
