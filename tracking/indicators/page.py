"""The pages of a report and of one figure, shaped for their templates: cards, charts, tables. Decides nothing."""

from __future__ import annotations

from dataclasses import dataclass

from classcode import i18n
from classcode.i18n import gettext as _
from tracking.indicators import words
from tracking.indicators.definition import Definition, Group
from tracking.indicators.disclosure import Disclosed
from tracking.indicators.report import Report

BARS = "participating"
LINES = ("registered", "engaged", "trained")
"""The figures that the charts draw."""


@dataclass(frozen=True, slots=True)
class Card:
    """One figure card; value None is hidden."""

    label: str
    value: str | None
    unit: str | None
    meaning: str
    definition: Definition


@dataclass(frozen=True, slots=True)
class Section:
    """One group of cards under its heading."""

    title: str
    cards: tuple[Card, ...]


def sections(report: Report) -> list[Section]:
    """Return the cards by group, in the order of reports."""
    grouped: dict[Group, list[Card]] = {group: [] for group in Group}
    for definition, figure in report.figures:
        grouped[definition.group].append(_card(definition, figure, empty=report.empty))
    return [Section(_(words.GROUPS[group]), tuple(cards)) for group, cards in grouped.items()]


def _card(definition: Definition, figure: Disclosed, *, empty: bool) -> Card:
    language = i18n.language()
    meaning = definition.meaning.called(language)
    if figure.total.over is not None and figure.total.value is not None:
        yes, whole = figure.total.over
        meaning += " " + _("%(yes)s of %(whole)s.", yes=i18n.number(yes), whole=i18n.number(whole))
    value = "-" if empty else words.value(definition, figure.total)
    unit = None if value == "-" else words.unit(definition)
    return Card(definition.label.called(language), value, unit, meaning, definition)


def card(report: Report, indicator_id: str) -> Card:
    """Return the card of one figure; raises StopIteration where the report has no such figure."""
    return _card(*_one(report, indicator_id), empty=report.empty)


def shows(report: Report, indicator_id: str) -> str:
    """Say under which rule of disclosure one figure is shown."""
    return words.rule(_one(report, indicator_id)[1].shows, report.k)


def bars(report: Report, indicator_id: str = BARS) -> list[tuple[str, float | None, str]]:
    """Return the bars of a figure by region: words, value (None hidden), value in words."""
    definition, figure = _one(report, indicator_id)
    return [
        (words.region(code, report.region_names), shown.value, words.value(definition, shown) or "")
        for code, shown in figure.by_region
    ]


def months(report: Report) -> list[str]:
    """Return the months along the lines, in words."""
    return [words.month(key or "") for key, _s in report.figures[0][1].by_month]


def by_month(report: Report, indicator_id: str) -> list[tuple[str, float | None, str]]:
    """Return the bars of a figure by month: words, value (None hidden), value in words."""
    definition, figure = _one(report, indicator_id)
    return [
        (words.month(key or ""), shown.value, words.value(definition, shown) or "")
        for key, shown in figure.by_month
    ]


def lines(report: Report) -> list[dict[str, object]]:
    """Return the lines by month: a label and the values, None where hidden."""
    drawn = [_one(report, id_) for id_ in LINES]
    return [
        {
            "label": definition.label.called(i18n.language()),
            "values": [shown.value for _m, shown in figure.by_month],
        }
        for definition, figure in drawn
    ]


def _one(report: Report, indicator_id: str) -> tuple[Definition, Disclosed]:
    return next(pair for pair in report.figures if pair[0].id == indicator_id)
