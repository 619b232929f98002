"""From a report to the answer of the programming interface: the same cells as in every file."""

from __future__ import annotations

from classcode import i18n
from tracking.indicators import words
from tracking.indicators.api import answer as shapes
from tracking.indicators.definition import Definition
from tracking.indicators.disclosure import Disclosed, Shown
from tracking.indicators.exports import sheets
from tracking.indicators.exports.document import in_words
from tracking.indicators.exports.sheets import Naming


def answer(naming: Naming) -> shapes.Answer:
    """Return a report in named parts, in the reader's language."""
    report = naming.report
    asked, rule = report.asked, report.rule
    return shapes.Answer(
        period=shapes.Period(asked.period.key, asked.period.first, asked.period.last),
        narrowed_to=dict(sheets.narrowed(report)),
        regions=None if asked.allowed is None else sorted(asked.allowed),
        as_of=report.as_of,
        language=i18n.language(),
        rule=shapes.Rule(rule.shows, rule.k, words.rule(rule.shows, rule.k)),
        figures=[_figure(naming, *pair) for pair in report.figures],
    )


def _figure(naming: Naming, one: Definition, figure: Disclosed) -> shapes.Figure:
    rows: dict[str, list[shapes.Row]] = {axis: [] for axis in sheets.axes(naming.report)}
    for axis, key, shown in sheets.cells_of(naming.report, figure):
        if axis != sheets.TOTAL:
            rows[axis].append(shapes.Row(key, naming.called(axis, key), _value(one, figure, shown)))
    return shapes.Figure(
        id=one.id,
        label=one.label.called(i18n.language()),
        rule=figure.shows,
        definition=_definition(one),
        total=_value(one, figure, figure.total),
        rows=rows,
        breaks=list(naming.report.breaks.get(one.id, ())),
    )


def _value(one: Definition, figure: Disclosed, shown: Shown) -> shapes.Value:
    value = None if shown.value is None else round(shown.value, sheets.DIGITS)
    state = sheets.state(shown, figure.lacks)
    return shapes.Value(value, state, in_words(sheets.typed(one, shown)), shown.over)


def _definition(one: Definition) -> shapes.Definition:
    language = i18n.language()
    said = ("meaning", "formula", "population", "period", "context", "remark", "source")
    same = ("version", "since", "kind", "group", "unit", "disclosure", "origin", "available", "beside")
    return shapes.Definition(
        sha256=one.digest,
        **{name: getattr(one, name) for name in same},
        **{name: getattr(one, name).called(language) for name in said},
    )
