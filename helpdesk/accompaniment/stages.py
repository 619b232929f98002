"""What is done with an accompaniment, when a school counts as accompanied, and the days of a school year. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from classcode.territory import systems

ACCOMPANIED_FROM: Final = 2
"""Completed steps from which on a school is accompanied, as CodeNPlay counts."""


class Deed(StrEnum):
    """What a line of the trail tells."""

    OPENED = "opened"
    HANDED_OVER = "handed-over"
    ADDED = "added"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    PRESENT = "present"
    NOT_PRESENT = "not-present"
    REPORTED = "reported"
    HIDDEN = "hidden"
    SHOWN = "shown"


def is_accompanied(completed: int) -> bool:
    """Tell whether so many completed steps make a school accompanied."""
    return completed >= ACCOMPANIED_FROM


def years_offered(system_id: str, today: date) -> list[str]:
    """Return the school years to choose from, the current one first, then the next and the one before."""
    system = systems.system(system_id)
    current = systems.school_year_of(system, today)
    following = systems.school_year_of(system, current.starts + timedelta(days=380))
    before = systems.school_year_of(system, current.starts - timedelta(days=1))
    return [current.name, following.name, before.name]


def days_of(system_id: str, school_year: str) -> tuple[date, date]:
    """Return the first day of a school year and the last of the summer that follows it."""
    system = systems.system(system_id)
    first = systems.school_year_of(system, date(int(school_year[:4]), 12, 1))
    following = systems.school_year_of(system, first.starts + timedelta(days=380))
    return first.starts, following.starts - timedelta(days=1)
