"""What the programming interface answers on paths and waits: its drawings as named tables, and their making.

The declarations are also its description, as those of `answer` are.
"""

from __future__ import annotations

from datetime import datetime

from classcode import i18n
from tracking.indicators import words
from tracking.indicators.api.answer import Part, Period, Rule, Value
from tracking.indicators.disclosure import Shown
from tracking.indicators.exports import sheets
from tracking.indicators.exports.document import in_words
from tracking.indicators.kinds import Unit
from tracking.indicators.paths import files
from tracking.indicators.paths.drawings import Drawing, drawings
from tracking.indicators.paths.view import Paths


class Measure(Part, frozen=True):
    """One column of a drawing: its identifier, its words, and what its values count."""

    id: str
    name: str
    unit: Unit


class DrawingRow(Part, frozen=True):
    """One row: a value for each measure, in their order; null where there can be none, or not yet."""

    key: str
    name: str
    values: list[Value | None]


class Table(Part, frozen=True):
    """One drawing of the page as a table, with what it rests on in words."""

    id: str
    title: str
    rests_on: dict[str, str]
    measures: list[Measure]
    rows: list[DrawingRow]


class PathsAnswer(Part, frozen=True):
    """The drawings of a filter: what was asked, when the data were read, under which rule, and their tables."""

    period: Period
    narrowed_to: dict[str, str]
    regions: list[str] | None
    reach: str
    as_of: datetime
    language: str
    rule: Rule
    drawings: list[Table]


def paths_answer(seen: Paths) -> PathsAnswer:
    """Return the drawings in named parts, in the reader's language."""
    asked, rule = seen.asked, seen.rule
    return PathsAnswer(
        period=Period(asked.period.key, asked.period.first, asked.period.last),
        narrowed_to=dict(files.criteria(asked)),
        regions=None if asked.allowed is None else sorted(asked.allowed),
        reach=seen.reach,
        as_of=seen.as_of,
        language=i18n.language(),
        rule=Rule(rule.shows, rule.k, words.rule(rule.shows, rule.k)),
        drawings=[_table(one) for one in drawings(seen)],
    )


def _table(drawing: Drawing) -> Table:
    units = [column.unit for column in drawing.columns]
    rows = [
        DrawingRow(row.key, row.words, [_value(*pair) for pair in zip(units, row.values, strict=True)])
        for row in drawing.rows
    ]
    measures = [Measure(column.key, column.words, column.unit) for column in drawing.columns]
    return Table(drawing.id, drawing.title, dict(drawing.told), measures, rows)


def _value(unit: Unit, shown: Shown | None) -> Value | None:
    if shown is None:
        return None
    value = None if shown.value is None else round(shown.value, sheets.DIGITS)
    said = in_words(files.typed(unit, shown, files.ANY))
    return Value(value, sheets.state(shown, None), said, shown.over)
