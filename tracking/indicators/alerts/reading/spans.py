"""The days that an alert looks at: from one midnight to another. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tracking.indicators.periods import ZONE, midnight


@dataclass(frozen=True, slots=True)
class Span:
    """From an instant until before another."""

    starts: datetime
    ends: datetime

    def holds(self, at: datetime) -> bool:
        """Tell whether an instant lies in it."""
        return self.starts <= at < self.ends


def until(now: datetime, length: timedelta) -> Span:
    """Return the span of whole days that ended with the last midnight."""
    today = now.astimezone(ZONE).date()
    return Span(midnight(today - length), midnight(today))


def before(span: Span, length: timedelta) -> Span:
    """Return the span of whole days before another."""
    first = span.starts.astimezone(ZONE).date()
    return Span(midnight(first - length), span.starts)
