"""The shapes in which figures travel from the query to disclosure: counts, cells, figures. Pure: no database, no clock.

Every cell keeps the people it rests on and the sum of their record keys, since these, not its value, decide how it may
be shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

Rows = Mapping[str, tuple[tuple[str | None, "Cell"], ...]]
"""By the name of a dimension: its values in their order (None: not declared) with their cells."""

REGION: Final = "region"
MONTH: Final = "month"


@dataclass(frozen=True, slots=True)
class Count:
    """Distinct people, and the sum of their record keys modulo 2**32: the same people have the same key everywhere."""

    people: int = 0
    key: int = 0


NOBODY: Final = Count()


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and the people it rests on; value None has nothing below the line, or no source.

    A rate has `over`: what is divided and what it is divided by, each a cell of its own that may be shown by the same
    rule as the figure that counts it, so that a rate tells no more than its two parts. Its `rests` are the smaller of
    the two groups that it tells apart.

    `largest` is, of an amount over people, that of the one person who has most, where the query knows it: she must not
    stand out, and what is not known (0) is taken for an average person's.
    """

    value: float | None
    rests: Count = NOBODY
    over: tuple[Cell, Cell] | None = None
    largest: float = 0


class Lack(StrEnum):
    """Why a figure has no value although it has a definition."""

    SOURCE = "source"
    """Nothing in the product tells it yet."""
    FILTER = "filter"
    """It cannot be told for what was asked: a meeting has no gender."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator of one filter: the total, and its rows by dimension; `lacks` says why there is no value at all."""

    id: str
    total: Cell
    rows: Rows = field(default_factory=dict)
    lacks: Lack | None = None

    @property
    def by_region(self) -> tuple[tuple[str | None, Cell], ...]:
        """The rows by region code."""
        return self.rows.get(REGION, ())

    @property
    def by_month(self) -> tuple[tuple[str | None, Cell], ...]:
        """The rows by month key ("2026-03")."""
        return self.rows.get(MONTH, ())


def share(yes: Cell, whole: Cell, no: Cell) -> Cell:
    """Divide one cell by the whole of which it and `no` are the parts; without a whole there is no value."""
    value = (yes.value or 0) / whole.value if whole.value else None
    return Cell(value, min(yes.rests, no.rests, key=lambda rests: rests.people), (yes, whole))
