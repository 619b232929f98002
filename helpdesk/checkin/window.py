"""When people can check in and what their minutes are: plain arithmetic on instants. Pure, no clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

BEFORE: Final = timedelta(minutes=30)
"""People come early, and whoever set up the room has time then."""
AFTER: Final = timedelta(minutes=15)
"""For who forgot until the chairs were put away."""
ON_TIME: Final = timedelta(minutes=15)
"""Who checked in so late at most was there from the start: people greet each other first."""
CLOSES_ITSELF: Final = timedelta(days=7)
"""After the end: nobody waits longer for the record."""
CLAIMS: Final = timedelta(days=60)
"""For how long somebody who came without an account can make one and claim her presence."""


def opens(starts_at: datetime) -> datetime:
    """Return from when on somebody can check in, or be ticked."""
    return starts_at - BEFORE


def is_open(starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Tell whether codes are valid now: from 30 minutes before the start to 15 after the end."""
    return opens(starts_at) <= now <= ends_at + AFTER


def minutes_from(declared_at: datetime, starts_at: datetime, ends_at: datetime) -> int | None:
    """Return the minutes of somebody who came late and stayed; None when she was there from the start.

    Who checked in at the very end has one minute unless somebody says more.
    """
    if declared_at <= starts_at + ON_TIME:
        return None
    return max(1, int((ends_at - declared_at).total_seconds()) // 60)


def within(told: datetime, starts_at: datetime, now: datetime) -> datetime:
    """Return the instant of a tick, moved into the time in which it can have been made."""
    return min(max(told, opens(starts_at)), now)
