"""A report as typed cells: the sheets of a workbook, or one line per value. Every format is written from these.

The report was disclosed before; nothing is counted, hidden or rounded away here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from classcode import i18n
from classcode.i18n import gettext as _
from tracking.indicators import offers, words
from tracking.indicators.definition import Definition
from tracking.indicators.disclosure import Disclosed, Shown
from tracking.indicators.exports.cells import Book, Cell, Kind, Row, Sheet, head, number, text
from tracking.indicators.exports.wording import LINE_HEADS, STATES, State
from tracking.indicators.filters import NOT_ASKED, NOT_DECLARED
from tracking.indicators.kinds import Unit
from tracking.indicators.report import Report
from tracking.indicators.steps import Action
from tracking.indicators.tally import MONTH, REGION, Lack

TENTHS: Final = frozenset({Unit.HOURS, Unit.PERSON_MONTHS, Unit.POINTS})
DIGITS: Final = 4
"""Decimals of every value: 40.23 % is 0.4023."""
_NAME_LONGEST: Final = 31
"""Signs of a sheet's name, by the limit of the smallest spreadsheet program."""
_NOT_IN_NAMES: Final = str.maketrans("[]:*?/\\'", "        ")
REGION_MONTH: Final = "region-month"
"""The axis of a publication's rows that have a region and a month."""
Names = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Naming:
    """How the rows of a report are called: by dimension, the words of each value; `title`, where it has one.

    `actions` are those of its filter, for what tells them one by one.
    """

    report: Report
    offered: Names = field(default_factory=dict)
    title: str = ""
    actions: tuple[Action, ...] = ()

    def called(self, axis: str, key: str | None) -> str:
        """Name one row; what nothing names stands by its code."""
        if axis == MONTH:
            return words.month(key or "")
        if axis == REGION:
            return words.region(key, self.report.region_names)
        if key is None or key == NOT_DECLARED:
            return _("Not asked") if axis == "gender" else _("Not declared")
        return self.offered.get(axis, {}).get(key, key)

    def chosen(self, axis: str, value: str) -> str:
        """Name what a filter asks for."""
        return self.called(axis, None if value in {NOT_DECLARED, NOT_ASKED} else value)


def typed(definition: Definition, shown: Shown) -> Cell:
    """Return a value as a cell: a number of its kind, or why there is none, in words."""
    if shown.hidden:
        return Cell(Kind.HIDDEN, _("not shown"))
    if shown.value is None:
        return Cell(Kind.NONE, "-")
    if definition.unit is Unit.STEP:
        return text(words.value(definition, shown))
    kind = Kind.PERCENT if definition.unit is Unit.SHARE else Kind.NUMBER
    kind = Kind.HOURS if definition.unit in TENTHS else kind
    return Cell(kind, value=round(shown.value, DIGITS))


def state(shown: Shown, lacks: Lack | None) -> State:
    """Tell why there is a value, or none."""
    if shown.hidden:
        return State.HIDDEN
    if shown.value is not None:
        return State.SHOWN
    return {None: State.NOTHING, Lack.SOURCE: State.NO_SOURCE, Lack.FILTER: State.NOT_HERE}[lacks]


def axes(report: Report) -> list[str]:
    """Return the dimensions by which the report has rows: region, month, then whatever was asked for."""
    found = dict.fromkeys(axis for _definition, figure in report.figures for axis in figure.rows)
    first = [axis for axis in (REGION, MONTH) if axis in found]
    return first + [axis for axis in found if axis not in first]


def axis_name(axis: str) -> str:
    """Name a dimension."""
    if axis == REGION_MONTH:
        return _("Region and month")
    return _("Month") if axis == MONTH else _(offers.LABELS[axis]) if axis in offers.LABELS else axis


def about(naming: Naming) -> list[tuple[str, str]]:
    """Return what was asked, when it was read and under which rule it is shown: heads and words."""
    report, asked = naming.report, naming.report.asked
    every = words.every_region(asked.allowed, report.region_names)
    told = [(_("Title"), naming.title)] if naming.title else []
    told += [
        (_("Period"), words.span(asked.period)),
        (_("Region"), naming.chosen(REGION, asked.region) if asked.region else every),
        (_("Module"), naming.called("module", asked.module) if asked.module else _("All modules")),
    ]
    told += [
        (axis_name(axis), naming.chosen(axis, value))
        for axis, value in narrowed(report)
        if axis not in {REGION, "module"}
    ]
    moment = i18n.moment(report.as_of, "Europe/Paris")
    return [*told, (_("Data as of"), moment), (_("Rule"), words.rule(report.rule.shows, report.k))]


def narrowed(report: Report) -> list[tuple[str, str]]:
    """Return the criteria by which the report is narrowed, with the values asked for."""
    asked = report.asked
    return [(axis, value) for axis in offers.LABELS if (value := getattr(asked, axis)) is not None]


def book(naming: Naming) -> Book:
    """Return the workbook of a report: figures, a sheet for each dimension, definitions."""
    by = [_axis_sheet(naming, axis) for axis in axes(naming.report)]
    return _book(naming, [_figures(naming), *by, _definitions(naming.report)])


def _book(naming: Naming, made: Sequence[Sheet]) -> Book:
    return Book(naming.title or _("Indicators"), i18n.language(), naming.report.as_of, tuple(made))


def _figures(naming: Naming) -> Sheet:
    """One line per figure, under what was asked and when."""
    report, told = naming.report, about(naming)
    heads = [_("Figure"), _("Value"), _("Unit"), _("Definition, version"), _("Origin"), _("Remark")]
    rows = [*((head(what), text(said)) for what, said in told), (), tuple(map(head, heads))]
    rows += [_figure_row(definition, figure) for definition, figure in report.figures]
    return Sheet(_("Figures"), rows, len(told) + 2, len(rows), (38, 18, 16, 12, 30, 30))


def _figure_row(definition: Definition, figure: Disclosed) -> Row:
    return (
        head(definition.label.called(i18n.language())),
        typed(definition, figure.total),
        text(_(words.UNITS[definition.unit])),
        number(definition.version),
        text(_(words.ORIGINS[definition.origin])),
        text(_(words.LACKS[figure.lacks]) if figure.lacks else ""),
    )


def _axis_sheet(naming: Naming, axis: str) -> Sheet:
    """One line per value of a dimension, one column per figure."""
    report = naming.report
    keys = list(dict.fromkeys(key for _d, figure in report.figures for key, _s in figure.rows.get(axis, ())))
    return Sheet(
        sheet_name({REGION: _("By region"), MONTH: _("By month")}.get(axis, axis_name(axis))),
        _axis_rows(naming, axis, keys),
        1,
        len(keys) + 1,
        (24, 18),
    )


def _axis_rows(naming: Naming, axis: str, keys: Sequence[str | None]) -> Iterator[Row]:
    report = naming.report
    labels = [definition.label.called(i18n.language()) for definition, _figure in report.figures]
    yield tuple(map(head, (axis_name(axis), *labels)))
    columns = [(definition, dict(figure.rows.get(axis, ()))) for definition, figure in report.figures]
    for key in keys:
        values = (typed(one, cells.get(key, _ABSENT)) for one, cells in columns)
        yield (head(naming.called(axis, key)), *values)


_ABSENT: Final = Shown(None)


def _definitions(report: Report) -> Sheet:
    """One line per definition, with its version, its words and the rule that its figure passed."""
    heads = ["id", _("Version"), _("In force since"), _("Unit"), _("Time zone"), _("Kind"), _("Origin")]
    heads += [_("Rule"), *(_(told) for told in words.WORD_HEADS.values()), "SHA-256"]
    rows = [tuple(map(head, heads))]
    rows += [_definition(one, words.rule(figure.shows, report.k)) for one, figure in report.figures]
    return Sheet(_("Definitions"), rows, 1, len(rows), (26, 10, 14, 14, 14, 16, 24, 40))


def _definition(one: Definition, rule: str) -> Row:
    said = [getattr(one, key) for key in words.WORD_HEADS]
    fixed = [one.since.isoformat(), _(words.UNITS[one.unit]), one.time_zone, _(words.KINDS[one.kind])]
    told = [names.called(i18n.language()) if names else "" for names in said]
    after = [*fixed, _(words.ORIGINS[one.origin]), rule, *told, one.digest]
    return (head(one.id), number(one.version), *map(text, after))


def lines(naming: Naming, *, in_words: bool) -> Book:
    """Return one sheet with a line for each value; heads and states in words, or in fixed English terms."""
    size = sum(1 + sum(map(len, figure.rows.values())) for _d, figure in naming.report.figures)
    say: Callable[[str], str] = _ if in_words else str
    return _book(naming, [Sheet(_("Figures"), _lines(naming, in_words, say), 1, size + 1)])


def _lines(naming: Naming, in_words: bool, say: Callable[[str], str]) -> Iterator[Row]:
    report = naming.report
    yield tuple(head(_(told) if in_words else key) for key, told in LINE_HEADS.items())
    after = _about_line(report)
    for definition, figure in report.figures:
        label, rule = definition.label.called(i18n.language()), text(figure.shows.value)
        what = (text(definition.id), text(label), text(definition.unit.value), number(definition.version))
        for by, key, shown in cells_of(report, figure):
            name = text(naming.called(by, key) if by != TOTAL else "")
            why = text(say(STATES[state(shown, figure.lacks)]))
            yield (*what, text(by), text(key or ""), name, typed(definition, shown), why, rule, *after)


TOTAL: Final = "total"


def cells_of(report: Report, figure: Disclosed) -> Iterator[tuple[str, str | None, Shown]]:
    """Yield each cell of a figure with its dimension and key, the total first."""
    yield TOTAL, None, figure.total
    for axis in axes(report):
        for key, shown in figure.rows.get(axis, ()):
            yield axis, key, shown


def _about_line(report: Report) -> Row:
    asked = report.asked
    more = " ".join(f"{axis}={value}" for axis, value in narrowed(report) if axis not in {REGION, "module"})
    told = [asked.period.first, asked.period.last, asked.region or "", asked.module or "", more]
    return (*map(text, told), text(report.as_of.isoformat(timespec="seconds")))


def sheet_name(told: str) -> str:
    """Return words as the name of a sheet: short, without the signs that spreadsheets refuse."""
    return told.translate(_NOT_IN_NAMES)[:_NAME_LONGEST].strip()
