"""The drawings as tables: rows and columns of shown values, from which the page, every file and the interface are made.

So none of them shows more, or anything else, than another. Nothing is counted or hidden here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from classcode.i18n import gettext as _
from tracking.indicators.disclosure import HIDDEN, Shown
from tracking.indicators.kinds import Unit
from tracking.indicators.paths import words
from tracking.indicators.paths.cohorts import FOLLOWED
from tracking.indicators.paths.query.waits import FIRST_MEETING, STILL, WITHOUT
from tracking.indicators.paths.shapes import STEPS, Step, Wait
from tracking.indicators.paths.view import Paths


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name for programs, its words, and what its values count."""

    key: str
    words: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its name for programs, its words, and a value for each column; None where there can be none."""

    key: str
    words: str
    values: tuple[Shown | None, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """One drawing as a table: `first` heads the rows, `absent` stands where there can be no value.

    `told` says what it rests on, head and words.
    """

    id: str
    title: str
    first: str
    absent: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    told: tuple[tuple[str, str], ...]

    def cells(self) -> Iterator[tuple[Row, Column, Shown]]:
        """Yield each value with its row and its column, row by row."""
        for row in self.rows:
            for column, shown in zip(self.columns, row.values, strict=True):
                if shown is not None:
                    yield row, column, shown


def drawings(seen: Paths) -> tuple[Drawing, ...]:
    """Return all drawings of a view in their order."""
    return (_funnel(seen), _cohorts(seen), *(_wait(seen, wait) for wait in seen.waits))


def _told(seen: Paths, id_: str) -> tuple[tuple[str, str], ...]:
    return tuple(words.told(seen, id_))


def _funnel(seen: Paths) -> Drawing:
    columns = (
        Column("people", _("People"), Unit.PEOPLE),
        Column("also-at-step-before", _("Of these, also at the step before"), Unit.PEOPLE),
        Column("step-before", _("People at the step before"), Unit.PEOPLE),
        Column("share-of-step-before", _("Share of the step before"), Unit.SHARE),
        Column("registered", _("People registered"), Unit.PEOPLE),
        Column("share-of-registered", _("Share of those registered"), Unit.SHARE),
    )
    registered = seen.funnel[0].people
    rows = [Row(STEPS[0], words.step(STEPS[0]), (registered, *[None] * 5))]
    for before, step in zip(seen.funnel, seen.funnel[1:], strict=False):
        values = (step.people, _both(step), before.people, step.of_before, registered, step.of_registered)
        rows.append(Row(step.id, words.step(step.id), values))
    return Drawing(
        "funnel", words.title("funnel"), _("Step"), "-", columns, tuple(rows), _told(seen, "funnel")
    )


def _both(step: Step[Shown]) -> Shown:
    """Return the number above the line of the share of the step before; hidden where the share is."""
    over = step.of_before.over if step.of_before else None
    return HIDDEN if over is None else Shown(over[0])


def _cohorts(seen: Paths) -> Drawing:
    months = [
        Column(f"month-{month}", _("By month %(number)s", number=month), Unit.SHARE)
        for month in range(FOLLOWED + 1)
    ]
    columns = (Column("people", _("People registered"), Unit.PEOPLE), *months)
    rows = [Row(one.cohort.key, words.cohort(one.cohort), (one.people, *one.months)) for one in seen.curves]
    title = _("%(title)s: %(step)s", title=words.title("cohorts"), step=words.step(seen.reach))
    return Drawing("cohorts", title, _("Cohort"), _("not yet"), columns, tuple(rows), _told(seen, "cohorts"))


def _wait(seen: Paths, wait: Wait[Shown]) -> Drawing:
    people = wait.id == FIRST_MEETING
    unit, head = (Unit.PEOPLE, _("People")) if people else (Unit.QUESTIONS, _("Questions"))
    columns = [Column(unit.value, head, unit)]
    if wait.median is not None:
        columns.append(Column("median-hours", _("Median in hours"), Unit.HOURS))
    rows = [(one.key, words.bin_of(one, wait.promised), shown) for one, shown in wait.bins]
    rows.append((STILL, _(words.STILL[wait.id]), wait.still))
    if wait.without is not None:
        rows.append((WITHOUT, _("closed without an answer"), wait.without))
    made = [Row(key, told, (shown, *[None] * (len(columns) - 1))) for key, told, shown in rows]
    more = () if wait.median is None else (wait.median,)
    made.append(Row("all", _("All"), (wait.whole, *more)))
    title = words.title(wait.id)
    return Drawing(wait.id, title, _("Time"), "-", tuple(columns), tuple(made), _told(seen, wait.id))
