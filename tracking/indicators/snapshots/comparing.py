"""Two publications side by side: which cells differ, by how much, and why. Pure.

The reasons come from what the two documents froze, never from the present: which data had come, which definitions,
content and query were used, how many people had been erased.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tracking.indicators.definition import Definition
from tracking.indicators.disclosure import Place, Shown
from tracking.indicators.kinds import Change, Disclosure, Origin
from tracking.indicators.snapshots import content
from tracking.indicators.snapshots.document import Document, Markers
from tracking.indicators.snapshots.spans import Relation, relation

SMALLEST: Final = 1e-6
"""Less than this is no difference."""


class Reason(StrEnum):
    """Why a figure may differ."""

    PERIOD = "period"
    STATEMENTS = "statements"
    FACTS = "facts"
    DECLARED = "declared"
    DIRECTORY = "directory"
    ERASURE = "erasure"
    DEFINITION = "definition"
    WORDS = "words"
    """The definition has other words; it means the same."""
    QUERY = "query"
    CONTENT = "content"
    THRESHOLD = "threshold"
    HIDDEN = "hidden"
    """The cell is shown in one and not in the other."""
    ADDED = "added"
    """Only one of the two has this figure."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that differs; `by` is how much, None where one of the two does not show it."""

    place: Place
    before: Shown | None
    after: Shown | None
    by: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that differs, with its cells, and the reasons that can have made it so."""

    definition: Definition
    cells: tuple[CellChange, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The earlier and the later publication, what differs, and how many cells are alike."""

    earlier: Document
    later: Document
    differences: tuple[Difference, ...]
    alike: int

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """All reasons that stand beside some figure."""
        told = {reason for one in self.differences for reason in one.reasons}
        return tuple(reason for reason in Reason if reason in told)


def compare(one: Document, other: Document) -> Comparison:
    """Compare two publications, the one read first as the earlier."""
    earlier, later = sorted((one, other), key=lambda document: document.as_of)
    found, alike = [], 0
    defined = {one.id: one for one in (*earlier.definitions, *later.definitions)}
    for id_, definition in defined.items():
        before, after = dict(_cells(earlier, id_)), dict(_cells(later, id_))
        cells = tuple(_changes(before, after))
        alike += len(before.keys() & after.keys()) - sum(
            cell.place in before and cell.place in after for cell in cells
        )
        if cells or not (before and after):
            found.append(Difference(definition, cells, tuple(_reasons(earlier, later, id_, cells))))
    return Comparison(earlier, later, tuple(found), alike)


def _cells(document: Document, id_: str) -> Iterator[tuple[Place, Shown]]:
    if id_ in document.figures:
        yield from document.cells(id_)


def _changes(before: dict[Place, Shown], after: dict[Place, Shown]) -> Iterator[CellChange]:
    """Yield the places whose cells differ; a row that one lacks was left out, since nothing was shown in it."""
    for place in dict.fromkeys((*before, *after)):
        was, is_ = before.get(place), after.get(place)
        told = [cell is not None and not cell.hidden and cell.value is not None for cell in (was, is_)]
        if not any(told):
            continue
        if not all(told):
            yield CellChange(place, was, is_, None)
        elif was is not None and is_ is not None:
            by = (is_.value or 0) - (was.value or 0)
            if abs(by) > SMALLEST:
                yield CellChange(place, was, is_, by)


def _reasons(earlier: Document, later: Document, id_: str, cells: tuple[CellChange, ...]) -> Iterator[Reason]:
    """Yield what can have made a figure differ, by where it comes from."""
    versions = [next((one for one in each.definitions if one.id == id_), None) for each in (earlier, later)]
    was, is_ = versions
    if was is None or is_ is None:
        yield Reason.ADDED
        return
    found = [*_of_data(earlier.markers, later.markers, is_)]
    if relation(earlier.period, later.period) is not Relation.SAME:
        found.append(Reason.PERIOD)
    found += _of_method(earlier, later, was, is_)
    if any(cell.by is None for cell in cells):
        found.append(Reason.HIDDEN)
    yield from found or [Reason.UNKNOWN]


_RECORD: Final = frozenset({Origin.RECORD, Origin.MIXED, Origin.SURVEY})


def _of_data(was: Markers, is_: Markers, one: Definition) -> Iterator[Reason]:
    """Yield what came to the data in between, as far as this figure reads it."""
    if one.origin in _RECORD:
        if is_.statements_last != was.statements_last:
            yield Reason.STATEMENTS
        if (is_.facts, is_.facts_last) != (was.facts, was.facts_last):
            yield Reason.FACTS
    if is_.erasures != was.erasures and (one.origin in _RECORD or one.origin is Origin.DIRECTORY):
        yield Reason.ERASURE
    declared = [(m.declared_last, m.classes, m.classes_withdrawn, m.births) for m in (was, is_)]
    if one.origin in {Origin.DECLARED, Origin.MIXED} and declared[0] != declared[1]:
        yield Reason.DECLARED
    known = [(m.places, m.schools, m.steps) for m in (was, is_)]
    if one.origin is not Origin.RECORD and known[0] != known[1]:
        yield Reason.DIRECTORY
    if one.origin is Origin.DIRECTORY and is_.statements_last != was.statements_last:
        yield Reason.STATEMENTS


def _of_method(earlier: Document, later: Document, was: Definition, is_: Definition) -> Iterator[Reason]:
    """Yield what is counted otherwise."""
    if was.version != is_.version or was.digest != is_.digest:
        yield Reason.WORDS if is_.changes is Change.WORDS else Reason.DEFINITION
    if earlier.query != later.query:
        yield Reason.QUERY
    if is_.origin in _RECORD and content.revision(earlier.content) != content.revision(later.content):
        yield Reason.CONTENT
    if earlier.rule.k != later.rule.k and is_.disclosure not in {Disclosure.OPEN, Disclosure.DECLARED}:
        yield Reason.THRESHOLD
