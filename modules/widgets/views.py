"""What a page draws of an unplugged widget: a sheet to read and print, and the values its script plays with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from modules.widgets import cards, networks, pixels
from modules.widgets.definitions import Texts, Widget, WidgetKind


@dataclass(frozen=True, slots=True)
class WidgetView:
    """A widget in one language: `given` goes to the script, `drawn` to the template; `text` is safe HTML."""

    id: str
    kind: WidgetKind
    title: str
    text: str
    given: dict[str, Any]
    drawn: dict[str, Any]


def view(widget: Widget, lang: str) -> WidgetView:
    """Return a widget in this language, or in the first that it has."""
    given, drawn = _DRAWN[widget.kind](widget, lang)
    return WidgetView(widget.id, widget.kind, _in(widget.title, lang), _in(widget.text, lang), given, drawn)


def _in(texts: Texts, lang: str) -> str:
    return texts.get(lang) or next(iter(texts.values()), "")


def _network(widget: Widget, _lang: str) -> tuple[dict[str, Any], dict[str, Any]]:
    sheet = networks.sheet(widget.layers, len(widget.start))
    meetings = [[m.step, m.low, m.high, m.y] for m in sheet.meetings]
    given = {"start": widget.start, "xs": sheet.xs, "meetings": meetings, "height": sheet.height}
    return given, {"sheet": sheet, "start": widget.start, "layers": widget.layers}


def _cards(widget: Widget, _lang: str) -> tuple[dict[str, Any], dict[str, Any]]:
    made = cards.cards(widget.cards)
    return (
        {"cards": [card.value for card in made], "numbers": widget.numbers},
        {"cards": made, "numbers": widget.numbers, "width": cards.WIDTH, "height": cards.HEIGHT},
    )


def _picture(widget: Widget, lang: str) -> tuple[dict[str, Any], dict[str, Any]]:
    codes = [pixels.code(row) for row in widget.rows]
    shows = _in(widget.shows, lang)
    given = {"codes": codes, "width": len(widget.rows[0]), "task": widget.task, "shows": shows}
    return given, {"rows": widget.rows, "codes": codes, "shows": shows, "task": widget.task}


_DRAWN = {
    WidgetKind.SORTING_NETWORK: _network,
    WidgetKind.BINARY_CARDS: _cards,
    WidgetKind.PIXELS: _picture,
}
