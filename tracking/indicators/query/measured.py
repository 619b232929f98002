"""From sums to the cells of one indicator: what is counted, summed, divided, or in the middle. No query, no clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from tracking.indicators import tally
from tracking.indicators.query.adding import Sum, Sums
from tracking.indicators.query.middles import Middles
from tracking.indicators.tally import Cell, Lack

Cells = Mapping[str, Mapping[str | None, Cell]]
"""By axis, by the axis's value; months by their index."""
Make = Callable[[Sum], Cell]

MINUTES: Final = 60


@dataclass(frozen=True, slots=True)
class Measured:
    """The cells of one indicator, and what stands where no row was found; `lacks` where it cannot be told at all."""

    nothing: Cell
    cells: Cells = field(default_factory=dict)
    lacks: Lack | None = None

    def cell(self, axis: str, value: str | None) -> Cell:
        """Return one cell."""
        return self.cells.get(axis, {}).get(value, self.nothing)


NO_SOURCE: Final = Measured(Cell(None), lacks=Lack.SOURCE)
NOT_SO: Final = Measured(Cell(None), lacks=Lack.FILTER)


def people(told: Sum) -> Cell:
    """Tell how many distinct people."""
    return Cell(told.rests.people, told.rests)


def times(told: Sum) -> Cell:
    """Tell how many times, one person as often as she comes."""
    return Cell(told.times, told.rests, largest=told.most_times)


def hours(told: Sum) -> Cell:
    """Tell the minutes as hours."""
    return Cell((told.amount or 0) / MINUTES, told.rests, largest=(told.most_amount or 0) / MINUTES)


def things(told: Sum) -> Cell:
    """Tell how many things; they rest on nobody."""
    return Cell(told.times)


def known(told: Sum) -> Cell:
    """Tell an amount that may be unknown of all of them, and then is."""
    return Cell(told.amount if told.times else 0)


def mean(told: Sum) -> Cell:
    """Tell the amount of each on average."""
    return Cell((told.amount or 0) / told.times if told.times else None, told.rests)


def of(sums: Sums, what: str, make: Make) -> Measured:
    """Make the cells of one thing that was counted."""
    cells = {
        axis: {value: make(told) for value, told in rows.items()} for axis, rows in sums.get(what, {}).items()
    }
    return Measured(make(Sum()), cells)


def rate(yes: Measured, whole: Measured, no: Measured) -> Measured:
    """Divide, cell by cell, what is counted by the whole of which it and `no` are the parts."""
    cells = {
        axis: {
            value: tally.share(yes.cell(axis, value), below, no.cell(axis, value))
            for value, below in rows.items()
        }
        for axis, rows in whole.cells.items()
    }
    return Measured(tally.share(yes.nothing, whole.nothing, no.nothing), cells)


def middle(found: Middles, sums: Sums, what: str) -> Measured:
    """Make the cells of a median wait in minutes, told in hours; it rests on the people who waited."""
    cells = {
        axis: {
            value: Cell(found[what][axis][value] / MINUTES, told.rests)
            for value, told in rows.items()
            if value in found.get(what, {}).get(axis, {})
        }
        for axis, rows in sums.get(what, {}).items()
    }
    return Measured(Cell(None), cells)
