"""The shapes of regions for our maps, read from data/outlines.json, and where a position falls on them. No table.

Shapes are plain SVG paths in the units of their frame; how they were made is told in data/SOURCES.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from classcode.territory.loading import DATA


@dataclass(frozen=True, slots=True)
class Frame:
    """How degrees become units on one map: its north-western corner, units per degree, width and height."""

    west: float
    north: float
    across: float
    down: float
    width: int
    height: int

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """Return where a position falls, in units from the map's corner; outside the frame for one far away."""
        return (lon - self.west) * self.across, (self.north - lat) * self.down


@dataclass(frozen=True, slots=True)
class Outline:
    """A map: its frame, and the path of each region on it."""

    frame: Frame
    paths: Mapping[str, str]


@cache
def _file() -> dict[str, Any]:
    told: dict[str, Any] = json.loads((DATA / "outlines.json").read_text(encoding="utf-8"))
    return told


@cache
def whole() -> Outline:
    """Return the map of metropolitan France and Belgium with all their regions."""
    told = _file()["whole"]
    return Outline(Frame(**told["frame"]), told["regions"])


@cache
def of_region(code: str) -> Outline | None:
    """Return a region's own map, or None where it has none ("elsewhere")."""
    told = _file()["regions"].get(code)
    return Outline(Frame(**told["frame"]), {code: told["path"]}) if told else None


def apart() -> list[str]:
    """Return the regions that the map of everything leaves out, in order: those overseas."""
    return sorted(set(_file()["regions"]) - set(whole().paths))
