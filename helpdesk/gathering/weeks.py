"""After which weeks of a module people meet, and what finishing such a week means. Pure; told by the composition root.

A week is a heading over units; finishing it is having completed its required units.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

USUAL: Final = frozenset({1, 3})
"""The programme's two meetings come after the first and the third week; a module that plans none means these."""


@dataclass(frozen=True, slots=True)
class Week:
    """A week after which people meet: its number, the units that finish it, and all that are read in it."""

    number: int
    required: tuple[str, ...]
    units: tuple[str, ...]


Weeks = Mapping[str, Sequence[Week]]
"""By module, the weeks after which people meet, in their order."""
Listed = Callable[[], Weeks]


def week_of(weeks: Weeks, module: str, unit: str | None) -> int:
    """Return the week with a meeting in which a unit is read; 0 when there is none."""
    return next((one.number for one in weeks.get(module, ()) if unit in one.units), 0)


def meetings_before(weeks: Weeks, module: str, number: int) -> int:
    """Return how many meetings somebody has been to who needs none after this week: one for each week with one."""
    return sum(one.number <= number for one in weeks.get(module, ()))
