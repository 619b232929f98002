"""The socio-economic indices of schools, each in its native scheme: what it may hold and what counts as low. Pure.

Schemes are never summed, averaged or compared with one another; only "low in its own scheme" is counted together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Scheme:
    """One index: the systems that publish it, its bounds (both included), and which values are low."""

    systems: tuple[str, ...]
    least: float
    most: float
    low_to: float | None = None
    """Values up to this one are low."""
    low_from: float | None = None
    """Values from this one on are low: the index counts disadvantage."""

    def holds(self, value: float) -> bool:
        """Tell whether the scheme has such a value."""
        return self.least <= value <= self.most

    def is_low(self, value: float) -> bool | None:
        """Tell whether a value is low, or None where the scheme draws no line."""
        if self.low_to is not None:
            return value <= self.low_to
        return value >= self.low_from if self.low_from is not None else None


SCHEMES: Final[Mapping[str, Scheme]] = {
    # Indice de position sociale: the ministry publishes values and draws no line; the list itself may (`index_low`).
    # Bounds leave room around the values published since 2022 (https://data.education.gouv.fr, "IPS").
    "fr-ips": Scheme(("fr",), 40, 200),
    # Twenty classes, 1 the least favoured; classes 1 to 5 get additional means (décret du 30 avril 2009, art. 4).
    "be-class": Scheme(("be-fr",), 1, 20, low_to=5),
    # Percentage of pupils who meet the criteria of disadvantage; a school is counted from 40 % on.
    "be-share": Scheme(("be-fr", "be-nl"), 0, 100, low_from=40),
}
"""By the key that rows and lists name."""


def is_low(scheme: str, value: float | None) -> bool | None:
    """Tell whether a value is low in its scheme; None where nothing says so."""
    return SCHEMES[scheme].is_low(value) if scheme in SCHEMES and value is not None else None
