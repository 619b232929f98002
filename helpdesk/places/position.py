"""Where a place lies: reading degrees that somebody typed, and whether they can be true. Pure arithmetic."""

from __future__ import annotations

import re
from typing import Final

from classcode.territory.distance import Point, haversine_km

FARTHEST_KM: Final = 30
"""From the middle of the commune: wider than the widest one of mainland France, and more than a position that is only
that of the surroundings is off in nine cases of ten (classcode/territory/data/SOURCES.md)."""
WIDE_KM: Final = 120
"""The same in Guyane, whose communes are as large as departments."""
WIDE: Final = frozenset({"guyane"})
_DEGREES: Final = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{1,10})?", re.ASCII)
DIGITS: Final = 5
"""Decimals kept: about a metre."""


def degrees(text: str, most: float) -> float | None:
    """Read "48,1173" or "-1.68"; return None where it is no number of degrees between -most and most."""
    found = _DEGREES.fullmatch(text.strip())
    value = float(found[0].replace(",", ".")) if found else None
    return round(value, DIGITS) if value is not None and abs(value) <= most else None


def lies_in(lat: float, lon: float, middle: Point) -> bool:
    """Tell whether a position can belong to a commune with this middle."""
    most = WIDE_KM if middle.landmass in WIDE else FARTHEST_KM
    return haversine_km(Point(lat, lon, middle.landmass), middle) <= most
