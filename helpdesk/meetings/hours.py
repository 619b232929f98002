"""From the hours that clocks show in a place to instants; pure arithmetic, no table, no clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def instant(day: date, hour: time, zone: str) -> datetime | None:
    """Return the instant, in UTC, when clocks of the zone show this hour, or None when they jump over it.

    The hour that comes twice in autumn is the first of the two (PEP 495, fold 0).
    """
    local = datetime.combine(day, hour.replace(tzinfo=None), ZoneInfo(zone))
    told = local.astimezone(UTC).astimezone(ZoneInfo(zone))
    return local.astimezone(UTC) if told.replace(tzinfo=None) == local.replace(tzinfo=None) else None


def today(now: datetime, zone: str) -> date:
    """Return the date that a calendar on the wall of this zone shows at an instant."""
    return now.astimezone(ZoneInfo(zone)).date()
