"""Who a learner was when something happened, as far as she had said: one value for each dimension. Pure.

At an instant counts what she had declared by then, or else what she first declared after it: people are asked for
their region when they first need somebody near, which is after they joined. What she took back is not declared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

DIMENSIONS: Final = (
    "region",
    "department",
    "academy",
    "commune_type",
    "language",
    "gender",
    "setting",
    "level",
    "school",
)
"""The kinds of dated facts by which people are counted; `school` leads to community, network, index and commune."""

Values = tuple[str | None, ...]
"""One value for each dimension, in their order; None is not declared."""
Dated = tuple[datetime, str | None]


@dataclass(frozen=True, slots=True)
class History:
    """What one learner declared, by dimension, in the order of time."""

    facts: Mapping[str, tuple[Dated, ...]]

    @classmethod
    def of(cls, rows: Iterable[tuple[str, datetime, str | None]]) -> History:
        """Read (kind, since, value) rows, in any order; kinds that are no dimension are left out."""
        found: dict[str, list[Dated]] = defaultdict(list)
        for kind, since, value in rows:
            if kind in DIMENSIONS:
                found[kind].append((since, value))
        by_time = {kind: tuple(sorted(dated, key=lambda one: one[0])) for kind, dated in found.items()}
        return cls(by_time)

    def at(self, moment: datetime) -> Values:
        """Return her profile at an instant."""
        return tuple(_value(self.facts.get(dimension, ()), moment) for dimension in DIMENSIONS)


def _value(dated: tuple[Dated, ...], moment: datetime) -> str | None:
    before = [value for since, value in dated if since <= moment]
    if before and before[-1] is not None:
        return before[-1]
    return next((value for since, value in dated if since > moment and value is not None), None)
