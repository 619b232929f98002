"""What of exact figures is published: figures of one publication in, what may stand in it out. Pure.

All views of a publication are judged together, with what was published before of the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from math import inf
from typing import Final

from tracking.indicators.definition import definition
from tracking.indicators.disclosure import rules
from tracking.indicators.disclosure.perturbing import rounded
from tracking.indicators.disclosure.shown import HIDDEN, Disclosed, Place, Publication, Shown, Shows
from tracking.indicators.disclosure.suppressing import hiding
from tracking.indicators.disclosure.suppressing.building import NOT_KNOWN, Builder
from tracking.indicators.kinds import BOUNDS, Disclosure
from tracking.indicators.tally import Cell, Count, Figure

NESTED: Final = (
    ("started", "registered"),
    ("engaged", "started"),
    ("participating", "engaged"),
    ("trained", "engaged"),
    ("certified", "trained"),
)
"""Pairs of which everybody in the first is in the second, as far as the figures agree with it."""
Figures = Sequence[Figure]
Where = tuple[str, Place]
"""Of a cell: its figure and its place."""


def protect(
    views: Mapping[Place, Figures], k: int, published_before: Sequence[Publication] = ()
) -> dict[Place, list[Disclosed]]:
    """Return what may be published of the views of one publication, such as a whole and each of its regions.

    What differs by fewer than k from an earlier publication is hidden, and what was hidden in one stays so as long as
    the rest would give it away.
    """
    linked = _Linked(k, [_by_place(earlier) for earlier in published_before])
    for view, figures in views.items():
        for figure in figures:
            linked.place(figure, view)
    linked.link(published_before)
    hidden = hiding.hidden(linked.builder.tables())
    return {
        view: [linked.shown(figure, view, hidden) for figure in figures] for view, figures in views.items()
    }


def _by_place(publication: Publication) -> dict[Where, Shown]:
    found: dict[Where, Shown] = {}
    for view, some in publication.items():
        for one in some:
            found[one.id, view] = one.total
            found |= {
                (one.id, view | {(name, key)}): shown
                for name, rows in one.rows.items()
                for key, shown in rows
            }
    return {where: shown for where, shown in found.items() if not shown.hidden}


def _cells(figure: Figure, view: Place) -> Iterator[tuple[Place, Cell]]:
    yield view, figure.total
    for name, rows in figure.rows.items():
        for key, cell in rows:
            yield view | {(name, key)}, cell


def _bare(figure: Figure, view: Place) -> bool:
    """Tell whether a figure stands whole: it is open, or nobody at all is in the publication to be recognised."""
    over = figure.total.over
    nobody = not (over[1] if over else figure.total).rests.people
    return rules.untouched(figure) or (nobody and not view)


class _Linked:
    """The cells of a publication on their way: which entries each shows, or would give by subtracting."""

    def __init__(self, k: int, before: Sequence[Mapping[Where, Shown]]) -> None:
        self.builder, self.before = Builder(k), before
        self.entries: dict[Where, tuple[int, ...]] = {}

    def place(self, figure: Figure, view: Place) -> None:
        """Enter the cells of a figure."""
        if not _bare(figure, view):
            for place, cell in _cells(figure, view):
                self.entries[figure.id, place] = tuple(self._entries(cell, (figure.id, place)))

    def _entries(self, cell: Cell, where: Where) -> Iterator[int]:
        """Yield the entries of a cell: one of a count or an amount, three of a rate, none of an average."""
        earlier = [known.get(where) for known in self.before]
        kind, place = definition(where[0]).disclosure, where[1]
        if kind is Disclosure.RATE and cell.over is not None:
            before = [[was.over[at] if was and was.over else None for was in earlier] for at in range(2)]
            part, whole = (
                self.builder.entry(one, place, amount=True, before=known)
                for one, known in zip(cell.over, before, strict=True)
            )
            rest = self.builder.entry(_rest(cell, *cell.over), place, amount=True, before=None)
            self.builder.rate(part, whole, rest)
            yield from (part, whole, rest)
        elif kind in {Disclosure.PEOPLE, Disclosure.SUM}:
            amount = kind is Disclosure.SUM or cell.value != cell.rests.people
            yield self.builder.entry(
                cell, place, amount=amount, before=[was.value if was else None for was in earlier]
            )

    def link(self, published_before: Sequence[Publication]) -> None:
        """Note all that holds between the cells, and what was told before of those that were hidden then."""
        self._add_up()
        for less, more in NESTED:
            for (id_, place), entries in self.entries.items():
                if id_ == less:
                    self.builder.nest(entries, self.entries.get((more, place), ()))
        self.builder.link()
        for publication in published_before:
            for view, some in publication.items():
                for one in some:
                    self._remember(one, view)

    def _add_up(self) -> None:
        """Note that each place adds up over every dimension by which it is told further."""
        parts: dict[Where, dict[str, list[tuple[int, ...]]]] = defaultdict(lambda: defaultdict(list))
        for (id_, place), entries in self.entries.items():
            for one in place:
                parts[id_, place - {one}][one[0]].append(entries)
        for where, dimensions in parts.items():
            whole = self.entries.get(where, ())
            for rows in dimensions.values():
                # A rate of nobody may come without its parts: they add nothing.
                columns = zip(*(row for row in rows if len(row) == len(whole)), strict=True)
                for total, column in zip(whole, columns, strict=False):
                    self.builder.column(total, column)

    def _remember(self, one: Disclosed, view: Place) -> None:
        """Note the sums of what was hidden before and has not changed: showing all but one would give that one."""
        for name, rows in one.rows.items():
            hidden = [
                self.entries.get((one.id, view | {(name, key)}), ()) for key, shown in rows if shown.hidden
            ]
            if one.total.value is not None and all(len(entries) == 1 for entries in hidden):
                known = one.total.value - sum(shown.value or 0 for _, shown in rows)
                self.builder.known(known, [entries[0] for entries in hidden])

    def shown(self, figure: Figure, view: Place, hidden: AbstractSet[int]) -> Disclosed:
        """Return a figure without what is hidden in it."""
        if _bare(figure, view):
            return rules.put(figure, rules.as_it_is, Shows.OPEN if rules.untouched(figure) else Shows.EXACT)
        cells = {place: self._shown(cell, (figure.id, place), hidden) for place, cell in _cells(figure, view)}
        rows = {
            name: tuple((key, cells[view | {(name, key)}]) for key, _ in some)
            for name, some in figure.rows.items()
        }
        return Disclosed(figure.id, cells[view], rows, Shows.EXACT)

    def _shown(self, cell: Cell, where: Where, hidden: AbstractSet[int]) -> Shown:
        entries = self.entries[where]
        # The third entry of a rate is what subtracting would give: all of the whole, or nearly, is masked.
        if hidden & set(entries[:2]) or any(self.builder.entries[at].sensitive for at in entries[2:]):
            return HIDDEN
        if entries:
            return rules.as_it_is(cell)
        return _average(cell, where[0]) if not self.builder.few(cell.rests, where[1]) else HIDDEN


def _average(cell: Cell, indicator_id: str) -> Shown:
    if cell.value is None:
        return HIDDEN
    value = rounded(cell.value)
    least, most = BOUNDS.get(definition(indicator_id).unit, (-inf, inf))
    return Shown(value) if least < value < most else HIDDEN


def _rest(cell: Cell, part: Cell, whole: Cell) -> Cell:
    """Return what is in the whole and not in the part; whom it rests on is known only where they are the fewer."""
    value = (whole.value or 0) - (part.value or 0)
    if cell.rests != part.rests:
        return Cell(value, cell.rests)
    return Cell(value, Count(max(cell.rests.people, 1) if value else 0, NOT_KNOWN))
