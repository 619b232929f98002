"""The pages of a report and of one figure, shaped for their templates: cards, charts, tables. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from classcode import i18n
from classcode.i18n import gettext as _
from tracking.indicators import words
from tracking.indicators.definition import Definition, Group
from tracking.indicators.disclosure import Disclosed, Shown
from tracking.indicators.report import Report


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


def is_told(report: Report, indicator_id: str) -> bool:
    """Tell whether one figure has a source, and can be told for what was asked."""
    return _one(report, indicator_id)[1].lacks is None


def shows(report: Report, indicator_id: str) -> str:
    """Say under which rule of disclosure one figure is shown."""
    return words.rule(_one(report, indicator_id)[1].shows, report.k)


def bars(report: Report, indicator_id: str) -> list[tuple[str, float | None, str]]:
    """Return the bars of a figure by region: words, value, value in words ("" hidden)."""
    definition, figure = _one(report, indicator_id)
    if not _tells(figure.by_region):
        return []
    return [
        (words.region(code, report.region_names), shown.value, words.value(definition, shown) or "")
        for code, shown in figure.by_region
    ]


def by_month(report: Report, indicator_id: str) -> list[tuple[str, float | None, str]]:
    """Return the bars of a figure by month: words, value, value in words ("" hidden)."""
    definition, figure = _one(report, indicator_id)
    if not _tells(figure.by_month):
        return []
    return [
        (words.month(key or ""), shown.value, words.value(definition, shown) or "")
        for key, shown in figure.by_month
    ]


def _tells(rows: Sequence[tuple[str | None, Shown]]) -> bool:
    """Tell whether some row has a value, shown or hidden; steps of actions and what has no source have none."""
    return any(shown.hidden or shown.value is not None for _key, shown in rows)


def _one(report: Report, indicator_id: str) -> tuple[Definition, Disclosed]:
    return next(pair for pair in report.figures if pair[0].id == indicator_id)
