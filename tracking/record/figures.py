"""What is kept of a look at the statements behind a figure: the figure and its filter, and both in words. Pure.

The words are kept in every language, since a definition, a region's name or a module may be gone when they are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

FIGURE: Final = "figure"
"""Where it stands in the criteria of a search."""


@dataclass(frozen=True, slots=True)
class LookedFigure:
    """A figure that somebody traced back: its label and what the filter asked for, by language, and its days."""

    indicator: str
    label: Mapping[str, str]
    told: Mapping[str, list[str]]
    first: date
    last: date


def is_of_figure(criteria: Mapping[str, Any]) -> bool:
    """Tell whether a search was for what a figure rests on."""
    return FIGURE in criteria


def figure_of(criteria: Mapping[str, Any]) -> LookedFigure | None:
    """Read the figure that a search was for, None for any other search."""
    kept = criteria.get(FIGURE)
    if kept is None:
        return None
    first, last = (date.fromisoformat(day) for day in kept["days"])
    return LookedFigure(kept["indicator"], kept["label"], kept["told"], first, last)
