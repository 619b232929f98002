"""How the filter of a figure that was traced back is kept in the search for it, and read again. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from tracking.indicators.filters import DIMENSIONS, Filter
from tracking.indicators.periods import Period

NARROWING: Final = (*DIMENSIONS, "module")


def written(asked: Filter) -> dict[str, Any]:
    """Return a filter as values of JSON."""
    period = asked.period
    return {
        "period": [period.key, period.first.isoformat(), period.last.isoformat()],
        "narrowed": {name: value for name in NARROWING if (value := getattr(asked, name)) is not None},
        "allowed": None if asked.allowed is None else sorted(asked.allowed),
    }


def read(kept: Mapping[str, Any]) -> Filter:
    """Return the filter that was written."""
    key, first, last = kept["period"]
    allowed = kept["allowed"]
    return Filter(
        period=Period(key, date.fromisoformat(first), date.fromisoformat(last)),
        allowed=None if allowed is None else frozenset(allowed),
        **kept["narrowed"],
    )
