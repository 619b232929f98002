"""How far apart two points are over land; pure arithmetic, no table.

A landmass is ground one can cross without a boat or a plane. The mainland of France and Belgium are one, "europe";
Corsica, each overseas island and each island without a bridge has its own (data/islands.toml).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Final

EARTH_RADIUS_KM: Final = 6371.0088
"""Mean radius R1 of the WGS 84 ellipsoid (Moritz, Geodetic Reference System 1980)."""


@dataclass(frozen=True, slots=True)
class Point:
    """A position in degrees (WGS 84) and the landmass it stands on."""

    lat: float
    lon: float
    landmass: str


def haversine_km(a: Point, b: Point) -> float:
    """Return the great-circle distance in kilometres, water or not."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    chord = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, chord)))


def distance_km(a: Point, b: Point) -> float | None:
    """Return kilometres as the crow flies, or None when water lies between."""
    return haversine_km(a, b) if a.landmass == b.landmass else None
