"""Counts gathered by place, and what may be shown of them: the one way by which figures reach the rules of alerts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from tracking.indicators.alerts.signs import EVERYWHERE
from tracking.indicators.disclosure import Perturbed, Shown, disclose_cells
from tracking.indicators.kinds import Disclosure
from tracking.indicators.tally import Cell, Count
from tracking.projections.keys import cell_key


@dataclass(slots=True)
class People:
    """Distinct people, each with her key however often she comes."""

    keys: dict[UUID, int] = field(default_factory=dict)

    def add(self, actor: UUID, key: int) -> None:
        """Count somebody."""
        self.keys[actor] = key

    @property
    def count(self) -> Count:
        """How many they are, with the key of their cell."""
        return Count(len(self.keys), cell_key(self.keys.values()))


def by_place(rows: Iterable[tuple[str | None, UUID, int]]) -> dict[str, People]:
    """Gather (region, actor, key) rows by region, and everywhere."""
    found: dict[str, People] = defaultdict(People)
    for region, actor, key in rows:
        for place in places_of(region):
            found[place].add(actor, key)
    return found


def places_of(region: str | None) -> tuple[str, ...]:
    """Return where something of a region counts: there, and everywhere."""
    return (EVERYWHERE, region) if region else (EVERYWHERE,)


def people(count: Count, k: int) -> int:
    """Return how many people are shown: 0, or at least k."""
    [shown] = disclose_cells([Cell(count.people, count)], Disclosure.PEOPLE, Perturbed(k))
    return round(shown.value or 0)


def value(cell: Cell, kind: Disclosure, k: int) -> float | None:
    """Return what is shown of an amount, an average or a rate, None where it is hidden."""
    [shown] = disclose_cells([cell], kind, Perturbed(k))
    return _seen(shown)


def _seen(shown: Shown) -> float | None:
    return None if shown.hidden else shown.value
