"""The pages of a publication, shaped for their templates: cards by group, tables of one figure, differences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from classcode import i18n
from classcode.i18n import gettext as _
from tracking.indicators import words
from tracking.indicators.definition import Definition, Group
from tracking.indicators.disclosure import Disclosed, Shown
from tracking.indicators.report import Report
from tracking.indicators.snapshots import words as said
from tracking.indicators.snapshots.comparing import Comparison, Difference
from tracking.indicators.snapshots.document import Document
from tracking.indicators.snapshots.naming import report


@dataclass(frozen=True, slots=True)
class Card:
    """One figure: value None is hidden; `rule` says under which rule it is shown."""

    id: str
    label: str
    value: str | None
    unit: str | None
    meaning: str
    formula: str
    version: str
    rule: str


@dataclass(frozen=True, slots=True)
class Section:
    """One group of figures under its heading."""

    title: str
    cards: tuple[Card, ...]


def sections(document: Document) -> list[Section]:
    """Return the figures by group, in the order of reports."""
    told = report(document)
    grouped: dict[Group, list[Card]] = {group: [] for group in Group}
    for definition, figure in told.figures:
        grouped[definition.group].append(_card(told, definition, figure))
    return [Section(_(words.GROUPS[group]), tuple(cards)) for group, cards in grouped.items() if cards]


def _card(told: Report, definition: Definition, figure: Disclosed) -> Card:
    language = i18n.language()
    value = words.value(definition, figure.total)
    return Card(
        id=definition.id,
        label=definition.label.called(language),
        value=value,
        unit=None if value == "-" else words.unit(definition),
        meaning=_meaning(definition, figure),
        formula=definition.formula.called(language),
        version=words.version(definition),
        rule=words.rule(figure.shows, told.k),
    )


def _meaning(definition: Definition, figure: Disclosed) -> str:
    """Say what a figure means, what it divides, or why there is none."""
    if figure.lacks is not None:
        return words.empty(definition) or _(words.LACKS[figure.lacks])
    meaning = definition.meaning.called(i18n.language())
    if figure.total.over is None or figure.total.value is None:
        return meaning
    yes, whole = figure.total.over
    return meaning + " " + _("%(yes)s of %(whole)s.", yes=i18n.number(yes), whole=i18n.number(whole))


@dataclass(frozen=True, slots=True)
class One:
    """One figure with its definition in full, and its rows: words and value (None: not shown)."""

    card: Card
    entries: tuple[tuple[str, str], ...]
    digest: str
    regions: tuple[tuple[str, str | None], ...]
    months: tuple[tuple[str, str | None], ...]


def one(document: Document, indicator_id: str) -> One | None:
    """Return one figure of a publication, or None."""
    told = report(document)
    found = next((pair for pair in told.figures if pair[0].id == indicator_id), None)
    if found is None:
        return None
    definition, figure = found
    regions = (
        (words.region(code, told.region_names), words.value(definition, shown))
        for code, shown in figure.by_region
    )
    months = ((words.month(key or ""), words.value(definition, shown)) for key, shown in figure.by_month)
    entries = [
        *words.told(definition),
        (_("Kind"), _(words.KINDS[definition.kind])),
        (_("Origin"), _(words.ORIGINS[definition.origin])),
        (_("Definition, version"), words.version(definition)),
    ]
    card = _card(told, definition, figure)
    return One(card, tuple(entries), definition.digest, tuple(regions), tuple(months))


@dataclass(frozen=True, slots=True)
class Differing:
    """One figure that differs: its name, its cells (place, before, after, by), its reasons, in words."""

    label: str
    rows: tuple[tuple[str, str, str, str], ...]
    reasons: tuple[str, ...]


def differing(comparison: Comparison) -> Iterator[Differing]:
    """Yield what differs, in words."""
    names = {**report(comparison.earlier).region_names, **report(comparison.later).region_names}
    for found in comparison.differences:
        rows = tuple(
            (
                said.place(cell.place, names),
                _in_words(found, cell.before),
                _in_words(found, cell.after),
                _by(found, cell.by),
            )
            for cell in found.cells
        )
        label = found.definition.label.called(i18n.language())
        yield Differing(label, rows, tuple(_(said.REASONS[reason]) for reason in found.reasons))


def _in_words(found: Difference, shown: Shown | None) -> str:
    if shown is None or shown.hidden:
        return _("not shown")
    return words.value(found.definition, shown) or "-"


def _by(found: Difference, by: float | None) -> str:
    if by is None:
        return "-"
    sign = "+" if by > 0 else "\N{MINUS SIGN}"
    return sign + (words.value(found.definition, Shown(abs(by))) or "")
