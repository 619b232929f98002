"""From figures to linked tables: one entry for each population, and the sums that hold between populations. Pure.

Nobody declares which counts of people are linked: in one place the same people have the same key, and the keys of
people apart add up like their numbers. So a count that stands in two figures is one entry, and "the regions add up" is
found, as is every count that is two others together. The parts of a rate add up by what a rate is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

from tracking.indicators.disclosure.shown import Place
from tracking.indicators.disclosure.suppressing.tables import Entry, Order, Sum, Tables
from tracking.indicators.tally import Cell, Count
from tracking.projections.keys import BITS

ROUNDING: Final = 1e-6
DOMINATED: Final = 0.5
"""An amount of which one person has more than this share would tell hers within the rest: it is hidden."""
TOTAL_WEIGHT: Final = 5.0
"""Hiding a total costs as much as hiding five rows: it is what a report is read for."""

NEVER: Final = 1e6
"""What is already published cannot be hidden any more."""


def plus(counts: Sequence[Count]) -> Count:
    """Put groups of people together that have nobody in common."""
    return Count(sum(one.people for one in counts), sum(one.key for one in counts) % 2**BITS)


NOT_KNOWN: Final = -1
"""The key of people of whom only a least number is known: they are nobody else's entry."""


class Builder:
    """Gathers entries, sums and orders."""

    def __init__(self, k: int) -> None:
        self.k = k
        self.entries: list[Entry] = []
        self.counts: list[Count] = []
        self.amounts: list[bool] = []
        self.sums: dict[tuple[int, frozenset[int]], Sum] = {}
        self.orders: list[Order] = []
        self.found: dict[tuple[Place, object, Count], int] = {}
        self.at: dict[Place, set[int]] = defaultdict(set)
        self.shares: dict[int, list[int]] = defaultdict(list)
        self.changes: dict[int, dict[int, float]] = defaultdict(dict)

    def entry(self, cell: Cell, place: Place, *, amount: bool, before: Sequence[float | None] | None) -> int:
        """Return the index of a cell's entry; in one place the same people with the same value share one.

        `before` are the values published there before, one for each earlier publication (None: not told there); None
        for an entry that stands nowhere and could be computed.
        """
        known = (place, cell.value if amount else None, cell.rests)
        if known not in self.found or not cell.rests.people or cell.rests.key == NOT_KNOWN:
            self.found[known] = self._new(cell, amount)
        at = self.found[known]
        if amount and cell.largest > DOMINATED * (cell.value or 0):
            self.entries[at] = replace(self.entries[at], sensitive=True)
        self.at[place].add(at)
        if before is not None:
            self._weigh(at, place)
            for earlier, value in enumerate(before):
                self._compare(at, earlier, value)
        return at

    def _new(self, cell: Cell, amount: bool) -> int:
        people, value = cell.rests.people, cell.value or 0
        each = value / people if people else 0
        width = max(value, each) if amount else self.k
        self.entries.append(Entry(value if amount else people, people, people < self.k, width, weight=None))
        self.counts.append(cell.rests)
        self.amounts.append(amount)
        return len(self.entries) - 1

    def _weigh(self, at: int, place: Place) -> None:
        entry = self.entries[at]
        size = entry.alone / (entry.alone + 1000)  # of two cells the one on fewer people is hidden
        weight = (entry.weight or 0) + (1 if place else TOTAL_WEIGHT) + size
        self.entries[at] = replace(entry, weight=weight)

    def _compare(self, at: int, earlier: int, before: float | None) -> None:
        """Hide what differs by a few people, or by the amount of a few, from what was published before."""
        if before is None:
            return
        entry, people = self.entries[at], self.counts[at].people
        few = self.k * (entry.value / people if self.amounts[at] and people else 1)
        moved = entry.value - before
        if not self.amounts[at]:
            self.changes[earlier][at] = moved
        sensitive = entry.sensitive or ROUNDING < abs(moved) < few
        self.entries[at] = replace(entry, sensitive=sensitive, moved=None if self.amounts[at] else moved)

    def known(self, value: float, parts: Sequence[int]) -> None:
        """Note that everybody knows what some entries add up to, if they still do."""
        if parts and abs(sum(self.entries[at].value for at in parts) - value) < ROUNDING:
            self.entries.append(Entry(value, self.k, sensitive=False, width=0, weight=NEVER))
            self.counts.append(Count(self.k, NOT_KNOWN))
            self.amounts.append(True)
            self.add(len(self.entries) - 1, parts)

    def nest(self, less: Sequence[int], more: Sequence[int]) -> None:
        """Note that one count is part of another, unless the figures say otherwise."""
        for one, other in zip(less, more, strict=False):
            if one != other and self.entries[one].value <= self.entries[other].value:
                self.orders.append(Order(one, (other,)))

    def few(self, rests: Count, place: Place) -> bool:
        """Tell whether an average must be hidden: it rests on few people, or on a few more or less than before."""
        at = self.found.get((place, None, rests))
        return rests.people < self.k or (at is not None and self.entries[at].sensitive)

    def column(self, total: int, rows: Sequence[int]) -> None:
        """Note what holds between a total and its rows: they add up, or, where people stand in several, are orders."""
        if not rows:
            return
        values = sum(self.entries[row].value for row in rows)
        if plus([self.counts[row] for row in rows]) != self.counts[total]:
            self._shared(rows)
        if values <= self.entries[total].value + ROUNDING:
            self.add(total, rows)
        elif not self.amounts[total]:
            self._overlap(total, rows)

    def _overlap(self, total: int, rows: Sequence[int]) -> None:
        """Note orders between a count and rows in which people stand several times; one row may be the count itself."""
        self.orders.append(Order(total, tuple(rows)))
        for row in rows:
            if self.counts[row] == self.counts[total]:
                self.add(total, (row,))
            self.nest((row,), (total,))

    def add(self, total: int, rows: Sequence[int]) -> None:
        """Note that rows add up to a total, but once."""
        if total not in rows:
            self.sums[total, frozenset(rows)] = Sum(total, tuple(rows))

    def _shared(self, rows: Sequence[int]) -> None:
        """Count for nothing, in a group, the few who may stand in several rows."""
        for row in rows:
            if self.entries[row].alone < self.k:
                self.entries[row] = replace(self.entries[row], alone=0)

    def rate(self, part: int, whole: int, rest: int) -> None:
        """Note the parts of a whole, also where another rate names as its part what is the rest of this one."""
        self.add(whole, (part, rest))
        for other in self.shares[whole]:
            if (
                abs(self.entries[part].value + self.entries[other].value - self.entries[whole].value)
                < ROUNDING
            ):
                self.add(whole, (part, other))
        self.shares[whole].append(part)

    def link(self) -> None:
        """Find in each place, among all figures, the counts of people that are two others together."""
        for entries in self.at.values():
            some = [at for at in sorted(entries) if self.counts[at].people and not self.amounts[at]]
            known = {self.counts[at]: at for at in some}
            for one, other in combinations(some, 2):
                whole = known.get(plus([self.counts[one], self.counts[other]]))
                if whole is not None:
                    self.add(whole, (one, other))

    def tables(self) -> Tables:
        """Return what was gathered."""
        changes = tuple(self.changes.values())
        return Tables(tuple(self.entries), tuple(self.sums.values()), tuple(self.orders), self.k, changes)
