"""A report as a paper, in the layout of the monitoring reports of ministries: one part for each indicator.

Name, figure or progress state, context, remark on the data, source, date, definition and rule of disclosure; then the
tables by region and by month, and the method at the end. It is drawn as a tagged PDF (PDF/UA-1) by `tracking.pdf`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import classcode
from classcode import i18n
from classcode.i18n import gettext as _
from tracking import pdf
from tracking.indicators import words
from tracking.indicators.definition import Definition
from tracking.indicators.disclosure import Disclosed, Shown
from tracking.indicators.exports import sheets
from tracking.indicators.exports.cells import Cell, Kind
from tracking.indicators.exports.sheets import Naming
from tracking.indicators.kinds import Progress, Unit
from tracking.indicators.steps import Action

TEMPLATES: Final = Path(next(iter(classcode.__path__))) / "templates"
TEMPLATE: Final = "tracking/indicators_paper.html"
ACROSS: Final = 5
"""Figures that stand side by side in a table of the annex."""


@dataclass(frozen=True, slots=True)
class Step:
    """One action on the five-step scale: its name, and for each step its words and whether it is there.

    `told` says where it is, when and by which source that was declared, and its note.
    """

    name: str
    scale: tuple[tuple[str, bool], ...]
    told: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What the paper says of one indicator."""

    id: str
    name: str
    figure: str
    unit: str | None
    told: str
    steps: tuple[Step, ...]
    entries: tuple[tuple[str, str], ...]
    method: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Some figures of one group by one dimension: heads, and rows of cells in words."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def write(naming: Naming, out: BinaryIO) -> None:
    """Write the paper as a PDF file, in the reader's language."""
    out.write(pdf.made(html(naming)))


def html(naming: Naming) -> str:
    """Return the paper as one page that fetches nothing."""
    report = naming.report
    return (
        _environment()
        .get_template(TEMPLATE)
        .render(
            lang=i18n.language(),
            about=sheets.about(naming),
            span=words.span(report.asked.period),
            groups=list(_groups(naming)),
            tables=list(_tables(naming)),
            breaks=[(part, days) for part, days in _breaks(naming)],
            as_of=i18n.moment(report.as_of, "Europe/Paris"),
        )
    )


@cache
def _environment() -> Environment:
    """Return what fills the template outside of the web application: jobs make papers too."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(i18n.gettext, i18n.ngettext, newstyle=True)  # type: ignore[attr-defined]
    return made


def _groups(naming: Naming) -> Iterator[tuple[str, list[Part]]]:
    for group, pairs in groupby(naming.report.figures, key=lambda pair: pair[0].group):
        yield _(words.GROUPS[group]), [_part(naming, *pair) for pair in pairs]


def _part(naming: Naming, one: Definition, figure: Disclosed) -> Part:
    language = i18n.language()
    telling = {head: getattr(one, head).called(language) for head in ("context", "remark", "source")}
    entries = [(_(words.WORD_HEADS[head]), said) for head, said in telling.items()]
    entries += [
        (_("Data as of"), i18n.moment(naming.report.as_of, "Europe/Paris")),
        (_("Definition, version"), words.version(one)),
        (_("Rule"), words.rule(figure.shows, naming.report.k)),
    ]
    return Part(
        one.id,
        one.label.called(language),
        in_words(sheets.typed(one, figure.total)),
        words.unit(one),
        _told(one, figure),
        tuple(_steps(naming, one, figure)),
        tuple(entries),
        tuple(_method(one)),
    )


def _told(one: Definition, figure: Disclosed) -> str:
    """Say in a line what the figure means, what it divides, or why there is none."""
    if figure.lacks is not None:
        return words.empty(one) or _(words.LACKS[figure.lacks])
    meaning = one.meaning.called(i18n.language())
    if figure.total.over is None or figure.total.value is None:
        return meaning
    yes, whole = figure.total.over
    return meaning + " " + _("%(yes)s of %(whole)s.", yes=i18n.number(yes), whole=i18n.number(whole))


def _steps(naming: Naming, one: Definition, figure: Disclosed) -> Iterator[Step]:
    """Yield each action with its place on the scale; a figure that is no progress state has none."""
    if one.unit is not Unit.STEP:
        return
    cells = sheets.cells_of(naming.report, figure)
    for axis, key, shown in cells:
        if shown.value is not None:
            name = "" if axis == sheets.TOTAL else naming.called(axis, key)
            yield Step(name, _scale(shown))
    for action in naming.actions:
        yield Step(action.name, _scale(Shown(action.at)), _declared(naming, action))


def _declared(naming: Naming, action: Action) -> str:
    names = naming.report.region_names
    where = names.get(action.region, action.region) if action.region else _("The whole programme")
    declared = _("Declared on %(day)s", day=i18n.day(action.declared_on))
    source = _("Source: %(source)s", source=action.source)
    return f"{where}. {declared}. {source}. {action.note}".rstrip()


def _scale(shown: Shown) -> tuple[tuple[str, bool], ...]:
    at = round(shown.value or 0)
    return tuple((_(words.PROGRESS[step]), number == at) for number, step in enumerate(Progress))


def _method(one: Definition) -> Iterator[tuple[str, str]]:
    """Yield what the method says of an indicator beyond its own part."""
    for entry in ("formula", "population", "period", "numerator", "denominator"):
        names = getattr(one, entry)
        if names is not None:
            yield _(words.WORD_HEADS[entry]), names.called(i18n.language())
    yield _("Kind"), _(words.KINDS[one.kind])
    yield _("Origin"), _(words.ORIGINS[one.origin])


def _tables(naming: Naming) -> Iterator[Table]:
    """Yield the figures by each dimension, some columns at a time, those without any value left out."""
    for axis in sheets.axes(naming.report):
        told = [pair for pair in naming.report.figures if _has_values(pair[1], axis)]
        for group, pairs in groupby(told, key=lambda pair: pair[0].group):
            columns = list(pairs)
            for first in range(0, len(columns), ACROSS):
                yield _table(naming, axis, _(words.GROUPS[group]), columns[first : first + ACROSS])


def _has_values(figure: Disclosed, axis: str) -> bool:
    return any(shown.hidden or shown.value is not None for _key, shown in figure.rows.get(axis, ()))


def _table(naming: Naming, axis: str, group: str, some: Sequence[tuple[Definition, Disclosed]]) -> Table:
    language = i18n.language()
    keys = [key for key, _shown in some[0][1].rows[axis]]
    columns = [(one, dict(figure.rows[axis])) for one, figure in some]
    name = sheets.axis_name(axis)
    return Table(
        f"{group}, {name[:1].lower()}{name[1:]}",
        (name, *(one.label.called(language) for one, _figure in some)),
        tuple(
            (naming.called(axis, key), *(in_words(sheets.typed(one, cells[key])) for one, cells in columns))
            for key in keys
        ),
    )


def in_words(cell: Cell) -> str:
    """Write a cell as a text: the same value as in other files, in the signs of the language."""
    if cell.value is None:
        return cell.text
    if cell.kind is Kind.PERCENT:
        return i18n.percent(cell.value, 2)
    return i18n.number(cell.value, 1 if cell.kind is Kind.HOURS else 0)


def _breaks(naming: Naming) -> Iterator[tuple[str, str]]:
    labels: dict[str, Any] = {one.id: one.label for one, _figure in naming.report.figures}
    for id_, days in naming.report.breaks.items():
        yield labels[id_].called(i18n.language()), ", ".join(i18n.day(day) for day in days)
