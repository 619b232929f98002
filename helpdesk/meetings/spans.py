"""When a meeting may take place, and until when what: pure arithmetic on instants, no table, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from classcode.errors import Invalid
from classcode.i18n import N_
from helpdesk.meetings import hours

SHORTEST: Final = timedelta(minutes=15)
LONGEST: Final = timedelta(hours=8)
FURTHEST_DAYS: Final = 366
"""A year ahead: beyond it a date is a slip of the keyboard."""
FEWEST_DATES, MOST_DATES = 2, 6
"""Between fewer there is nothing to choose, among more nobody does."""
CANCEL_BEFORE: Final = timedelta(hours=24)
"""Until when a yes may be taken back as if it had not been said: in a day somebody who waits can arrange to come."""
OFFER: Final = timedelta(hours=24)
"""How long a seat that became free is kept for the first of the queue."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From when to when; instants in UTC."""

    starts_at: datetime
    ends_at: datetime

    def meets(self, other: Span) -> bool:
        """Tell whether the two share a moment."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class Hours:
    """A day with two hours, as clocks show them in the place."""

    day: date
    starts: time
    ends: time


def spans(told: Sequence[Hours], zone: str, now: datetime) -> tuple[Span, ...]:
    """Return the dates as instants in their order; raise `Invalid` with the field of the one that cannot be.

    Fields are `day`, `starts` and `ends`, with `_2` to `_6` behind them from the second date on.
    """
    found = [span(one, zone, now, suffix=f"_{n}" if n > 1 else "") for n, one in enumerate(told, start=1)]
    for n, one in enumerate(found):
        if any(one.meets(other) for other in found[:n]):
            raise Invalid(
                f"day_{n + 1}", N_("Two of the dates lie over each other. Please change one of them.")
            )
    return tuple(sorted(found))


def span(told: Hours, zone: str, now: datetime, *, suffix: str = "") -> Span:
    """Return start and end as instants, or raise `Invalid` where they make no meeting."""
    ahead = (told.day - hours.today(now, zone)).days
    if ahead > FURTHEST_DAYS:
        raise Invalid(f"day{suffix}", N_("Please choose a day within a year."))
    # Asked before the conversion: at the far ends of the calendar an instant cannot be computed.
    starts_at = _instant("starts", told, zone, suffix) if ahead >= 0 else None
    if starts_at is None or starts_at <= now:
        raise Invalid(f"day{suffix}", N_("This moment has passed. Please choose one to come."))
    made = Span(starts_at, _instant("ends", told, zone, suffix))
    check_length(made, field=f"ends{suffix}")
    return made


def check_length(made: Span, *, field: str) -> None:
    """Raise `Invalid` unless it lasts as long as a meeting does."""
    if made.ends_at <= made.starts_at:
        raise Invalid(field, N_("The meeting ends before it starts. Please check the two hours."))
    if not SHORTEST <= made.ends_at - made.starts_at <= LONGEST:
        raise Invalid(field, N_("A meeting lasts from 15 minutes to 8 hours."))


def _instant(field: str, told: Hours, zone: str, suffix: str) -> datetime:
    hour = told.starts if field == "starts" else told.ends
    found = hours.instant(told.day, hour, zone)
    if found is None:
        skipped = N_(
            "On that day the clocks go forward there, and %(hour)s does not exist. Choose another hour."
        )
        raise Invalid(f"{field}{suffix}", skipped, hour=f"{hour:%H:%M}")
    return found


def cancel_by(starts_at: datetime) -> datetime:
    """Return until when a yes may be taken back freely."""
    return starts_at - CANCEL_BEFORE


def offered_until(now: datetime, starts_at: datetime) -> datetime:
    """Return until when a free seat is kept for somebody: a day, or half of what is left where that is less.

    So the seat can still pass on when it is given back on the eve.
    """
    return now + min(OFFER, (starts_at - now) / 2)
