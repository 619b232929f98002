"""The one door to the time of day: everything in the product that asks "now" asks here."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_told = threading.local()


def now() -> datetime:
    """Return the present instant, aware, in UTC (or the instant that `at` set for this thread)."""
    told: datetime | None = getattr(_told, "instant", None)
    return told or datetime.now(UTC)


def is_told() -> bool:
    """Tell whether this thread lives at another instant than the machine's."""
    return getattr(_told, "instant", None) is not None


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Live this block at another instant: the demonstration's past year and tests pass through the real rules."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    before: datetime | None = getattr(_told, "instant", None)
    _told.instant = instant.astimezone(UTC)
    try:
        yield
    finally:
        _told.instant = before


def now_to_the_millisecond() -> datetime:
    """Return the present instant as statements write it, so that a column and the text beside it say the same."""
    instant = now()
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def local(instant: datetime, zone: str) -> datetime:
    """Return an instant as clocks show it in an IANA zone."""
    return instant.astimezone(ZoneInfo(zone))
