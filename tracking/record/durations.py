"""How long something lasted, as statements write it (xAPI 1.0.3, Data 4.6) and as people read it. Pure."""

from __future__ import annotations

from classcode import i18n
from tracking.xapi.durations import seconds


def lasted(duration: str) -> str:
    """Write a duration in hours and minutes, a short one in seconds; months and years stay as they came."""
    found = seconds(duration)
    if found is None:
        return duration
    total = round(found)
    if 0 < total < 60:
        return f"{total}\N{NO-BREAK SPACE}s"
    return i18n.minutes(round(total / 60))
