"""Joins the languages of an unplugged widget."""

from __future__ import annotations

from collections.abc import Sequence

from modules.catalog.joining import Written, drawn
from modules.catalog.unplugged import WidgetDraft
from modules.widgets.definitions import Widget


def widget(written: Sequence[Written[WidgetDraft]]) -> Widget:
    """Join a widget as it is written in each language, the first language first."""
    first = written[0].draft
    return Widget(
        id=first.id,
        kind=first.widget,
        title={drawing.page.lang: draft.title for drawing, draft in written},
        text=drawn(written, lambda draft: (draft.text, draft.lines.get("text", draft.line))),
        layers=first.layers,
        start=first.start,
        cards=first.cards,
        numbers=first.numbers,
        rows=first.rows,
        task=first.task,
        shows={drawing.page.lang: draft.shows for drawing, draft in written},
    )
