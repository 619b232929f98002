"""The periods of a monthly mail: a month, the one before, and the school year so far. Pure.

Each is a period that the filter of every page offers, so that a mail shows what a page would.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from classcode.territory import systems
from classcode.territory.schooling import System
from tracking.indicators import periods
from tracking.indicators.periods import Period


@dataclass(frozen=True, slots=True)
class Spans:
    """The month past, the one before, and the school year to which the month's last day belongs."""

    month: Period
    month_before: Period
    year: Period


def spans(month: str, system: System) -> Spans:
    """Return the periods by which a month ("2026-10") is told, in the school years of a system."""
    told = periods.month(month)
    return Spans(told, periods.month(past(told.first)), periods.school_year(system, told.last))


def past(today: date) -> str:
    """Return the key of the month before that of a day."""
    return f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"


def system_of(period: str) -> System:
    """Return the system in whose school years a view counts: the one that its period names, else the first."""
    named = period.partition(":")[0]
    return systems.system(named) if named in systems.SYSTEMS else systems.systems()[0]
