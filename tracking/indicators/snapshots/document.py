"""The one document that a publication freezes: everything that its files, its page and later comparisons rest on. Pure.

`writing` makes the canonical bytes of it, `reading` makes it of them again. Nothing in it names a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from classcode.territory.schooling import Names
from tracking.indicators.definition import Definition
from tracking.indicators.disclosure import WHOLE, Disclosed, Exact, Place, Publication, Shown
from tracking.indicators.periods import Period
from tracking.indicators.snapshots.content import FrozenModule
from tracking.indicators.snapshots.reckoning import QueryVersion
from tracking.indicators.tally import MONTH, REGION

SCHEMA: Final = "classcode-publication/1"
"""The shape of the document; a change of it is a new number, and the old one stays readable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Markers:
    """How far the data had come when they were read: by these, and not by the present, differences are explained.

    Numbers of rows and of acts, none of which leads to anybody. `facts_last` is the day of the newest declaration.
    """

    statements_last: int
    facts: int
    facts_last: date | None
    declared_last: int
    classes: int
    classes_withdrawn: int
    births: int
    places: int
    schools: int
    steps: int
    erasures: int
    erased_people: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """A publication that was there before, which this one took into account: its address and its digest."""

    slug: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A publication as it was frozen. `views` are the whole, and each region with its months, as they may be shown.

    `definitions` are those in force when the data were read, in the order of reports, one for each figure.
    """

    slug: str
    title: Names
    period: Period
    as_of: datetime
    rule: Exact
    regions: Mapping[str, Names]
    definitions: tuple[Definition, ...]
    views: Publication
    content: tuple[FrozenModule, ...]
    query: QueryVersion
    markers: Markers
    before: tuple[Earlier, ...] = ()
    breaks: Mapping[str, tuple[date, ...]] = field(default_factory=dict)

    @property
    def figures(self) -> Mapping[str, Disclosed]:
        """The figures of the whole, by id."""
        return {one.id: one for one in self.views[WHOLE]}

    def cells(self, indicator_id: str) -> Iterator[tuple[Place, Shown]]:
        """Yield each cell of a figure with its place: the total, regions, months, regions by month."""
        for view, figures in self.views.items():
            for one in figures:
                if one.id == indicator_id:
                    yield from cells_of(one, view)


def cells_of(one: Disclosed, view: Place) -> Iterator[tuple[Place, Shown]]:
    """Yield the cells of a figure in a view; a narrower view's total stands among the rows of the whole already."""
    if view == WHOLE:
        yield view, one.total
    for axis, rows in one.rows.items():
        for key, shown in rows:
            yield view | {(axis, key)}, shown


def region_view(code: str | None) -> Place:
    """Return the place of a region's view."""
    return frozenset({(REGION, code)})


def month_view(key: str) -> Place:
    """Return the place of a month."""
    return frozenset({(MONTH, key)})
