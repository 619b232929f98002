"""The page of paths, shaped for its template: bars, curves, and the twin of each drawing. Decides nothing."""

from __future__ import annotations

from dataclasses import dataclass

from classcode import i18n
from classcode.i18n import gettext as _
from tracking.indicators import words as say
from tracking.indicators.definition import definition
from tracking.indicators.disclosure import Shown
from tracking.indicators.exports.document import in_words
from tracking.indicators.paths import words
from tracking.indicators.paths.drawings import Drawing, drawings
from tracking.indicators.paths.files import table
from tracking.indicators.paths.query.waits import STILL, WITHOUT
from tracking.indicators.paths.shapes import STEPS, Wait
from tracking.indicators.paths.view import Paths


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its words, its value (None: not shown) and that in words, and what is said under it."""

    words: str
    value: float | None
    shown: str
    notes: tuple[str, ...] = ()
    ends_promise: bool = False
    """Whether the promised time ends here."""
    ends_wait: bool = False
    """Whether it stands beside the bins of time: who still waits, or need not wait more."""


@dataclass(frozen=True, slots=True)
class Line:
    """One curve: its cohort, how many are in it, and its share month by month (None: hidden, or not yet)."""

    label: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One drawing with what its template draws it from."""

    drawing: Drawing
    bars: tuple[Bar, ...] = ()
    lines: tuple[Line, ...] = ()
    median: str | None = None
    promised: str | None = None

    @property
    def columns(self) -> list[tuple[str, bool]]:
        """The heads of the twin, and whether a column holds numbers."""
        return [(self.drawing.first, False), *((column.words, True) for column in self.drawing.columns)]

    @property
    def labels(self) -> list[str]:
        """The words that head the rows of the twin."""
        return [row.words for row in self.drawing.rows]

    @property
    def series(self) -> list[list[str]]:
        """The columns of the twin, in words."""
        rows = [[in_words(cell) for cell in row[1:]] for row in table(self.drawing)]
        return [list(column) for column in zip(*rows, strict=True)]


def charts(seen: Paths) -> tuple[Chart, ...]:
    """Return the drawings of the page in their order."""
    funnel, cohorts, *waits = drawings(seen)
    drawn = [_wait(one, wait) for one, wait in zip(waits, seen.waits, strict=True)]
    return (Chart(funnel, bars=_steps(seen)), Chart(cohorts, lines=_curves(seen)), *drawn)


def _steps(seen: Paths) -> tuple[Bar, ...]:
    bars = []
    for number, step in enumerate(seen.funnel):
        before = STEPS[max(0, number - 1)]
        notes = [words.share(step.of_before, before)]
        if before != STEPS[0]:
            notes.append(words.share(step.of_registered, STEPS[0]))
        told = tuple(note for note in notes if note)
        bars.append(Bar(words.step(step.id), step.people.value, _number(step.people), told))
    return tuple(bars)


def _curves(seen: Paths) -> tuple[Line, ...]:
    lines = []
    for one in seen.curves:
        values = tuple(month.value if month else None for month in one.months)
        label = words.cohort(one.cohort)
        drawn = any(value is not None for value in values)
        lines.append(Line(label if drawn else _("%(cohort)s (no line yet)", cohort=label), values))
    return tuple(lines)


def _wait(drawing: Drawing, wait: Wait[Shown]) -> Chart:
    bars = []
    for row in drawing.rows[:-1]:
        shown = row.values[0]
        ends = any(one.key == row.key and one.most == wait.promised for one, _cell in wait.bins[:-1])
        value, beside = shown.value if shown else None, row.key in {STILL, WITHOUT}
        bars.append(Bar(row.words, value, _number(shown), ends_promise=ends, ends_wait=beside))
    promised = None if wait.promised is None else words.duration(wait.promised)
    return Chart(drawing, bars=tuple(bars), median=_median(wait), promised=promised)


def _median(wait: Wait[Shown]) -> str | None:
    """Say the median as the indicator does; None where it is not shown."""
    if wait.median is None or wait.median.value is None:
        return None
    one = definition(wait.id)
    return f"{say.value(one, wait.median)} {say.unit(one)}"


def _number(shown: Shown | None) -> str:
    return "" if shown is None or shown.value is None else i18n.number(shown.value)
