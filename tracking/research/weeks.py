"""Dates to the week, and wider: ISO 8601 weeks of Paris, the month, term and school year that each belongs to. Pure.

A week belongs to the month of its Thursday, as it belongs to that day's year in ISO 8601; so each wider value follows
from the narrower one. Terms begin in September, January and April, which holds the summer.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from tracking.indicators.periods import ZONE

STEPS: Final = ("week", "month", "term", "year")
"""How a week widens."""


def monday_of(moment: datetime) -> date:
    """Return the Monday of an instant's week, by the clocks of Paris."""
    return monday(moment.astimezone(ZONE).date())


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def week(day: date) -> str:
    """Write the week of a day: 2026-W10."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02d}"


def week_of(moment: datetime) -> str:
    """Write the week of an instant."""
    return week(monday_of(moment))


def widened(moment: datetime) -> tuple[str, ...]:
    """Return an instant as its week, month (2026-03), term (2025-2026-T2) and school year (2025-2026)."""
    thursday = monday_of(moment) + timedelta(days=3)
    first = thursday.year if thursday.month >= 9 else thursday.year - 1
    year = f"{first}-{first + 1}"
    term = 1 if thursday.month >= 9 else 2 if thursday.month <= 3 else 3
    return week(thursday), f"{thursday:%Y-%m}", f"{year}-T{term}", year
