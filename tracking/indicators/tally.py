"""From counted grains to figures with their rows by region and by month. Pure: no database, no clock.

A grain is what one person adds in one region and month. Every cell keeps how many people it rests on, since that,
not its value, decides whether it may be shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Grain:
    """What one person adds: `month` is the index of a month of the period, `region` None where none is declared."""

    actor: UUID
    region: str | None
    month: int
    amount: float = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and the people it rests on; value None has nothing below the line. `over` says what a share divides."""

    value: float | None
    people: int
    over: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator of one filter: the total, and the same by region code (None: not declared) and by month key."""

    id: str
    total: Cell
    by_region: tuple[tuple[str | None, Cell], ...]
    by_month: tuple[tuple[str, Cell], ...]


Measure = Callable[[Sequence[Grain]], Cell]


def summed(grains: Sequence[Grain]) -> Cell:
    """Add the amounts."""
    return Cell(sum(grain.amount for grain in grains), people_of(grains))


def middle(grains: Sequence[Grain]) -> Cell:
    """Take the median amount."""
    value = median(grain.amount for grain in grains) if grains else None
    return Cell(value, people_of(grains))


def share(grains: Sequence[Grain]) -> Cell:
    """Take the share of grains with amount 1 among those with 1 or 0; it rests on the smaller of the two groups."""
    yes = [grain for grain in grains if grain.amount]
    no = [grain for grain in grains if not grain.amount]
    value = len(yes) / len(grains) if grains else None
    return Cell(value, min(people_of(yes), people_of(no)), (len(yes), len(grains)))


def people_of(grains: Iterable[Grain]) -> int:
    """Count the distinct people."""
    return len({grain.actor for grain in grains})


@dataclass(frozen=True, slots=True)
class Frame:
    """The rows of the tables: region codes and month keys, in their order."""

    regions: tuple[str | None, ...]
    months: tuple[str, ...]


def figure(indicator_id: str, grains: Sequence[Grain], measure: Measure, frame: Frame) -> Figure:
    """Measure the grains as a whole, by region and by month."""
    regions: dict[str | None, list[Grain]] = {code: [] for code in frame.regions}
    months: list[list[Grain]] = [[] for _ in frame.months]
    for grain in grains:
        regions[grain.region].append(grain)
        months[grain.month].append(grain)
    return Figure(
        indicator_id,
        measure(grains),
        tuple((code, measure(some)) for code, some in regions.items()),
        tuple((key, measure(some)) for key, some in zip(frame.months, months, strict=True)),
    )


def regions_of(all_grains: Iterable[Iterable[Grain]]) -> tuple[str | None, ...]:
    """Return the regions that have anything at all, by code; the undeclared come last."""
    found = {grain.region for grains in all_grains for grain in grains}
    return tuple(sorted(found, key=lambda code: (code is None, code or "")))
