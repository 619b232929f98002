"""How far a place has come, from the days on which meetings were held there. Pure; docs/places.md tells the rule."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from classcode.territory.standing import PlaceState

LOOKED_BACK: Final = timedelta(days=365)
"""Meetings before this are history: a place where nobody has met for a year is known, no more."""
DAYS_SUSTAINED: Final = 4
"""Different days on which people met there."""
SPAN_SUSTAINED: Final = timedelta(days=182)
"""Half a year from the first of those days to the last: a busy month is not yet a habit."""


def state_of(days: Iterable[date], today: date) -> PlaceState:
    """Return the state of a place where meetings were held on these days (its own calendar)."""
    recent = sorted({day for day in days if today - LOOKED_BACK <= day <= today})
    if not recent:
        return PlaceState.IDENTIFIED
    kept_up = len(recent) >= DAYS_SUSTAINED and recent[-1] - recent[0] >= SPAN_SUSTAINED
    return PlaceState.SUSTAINED if kept_up else PlaceState.ACTIVE
