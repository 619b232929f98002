"""The unplugged widgets of a unit's page, drawn once for all readers: they hold nothing of anybody."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from flask import current_app
from markupsafe import Markup

from classcode.i18n import language
from modules.catalog import Module, Unit
from modules.current import catalog
from modules.widgets.views import view

KEPT: Final = 512
"""Drawn widgets kept per process, a few KB each."""


def widgets_of(module: Module, unit: Unit, lang: str) -> dict[str, Markup]:
    """Return each widget of the page by its id, its texts in this language, its buttons in the reader's."""
    return {
        widget.id: _drawn(module.slug, module.revision, unit.id, (widget.id, lang, language()))
        for widget in unit.widgets
    }


@lru_cache(KEPT)
def _drawn(slug: str, revision: str, unit_id: str, shown: tuple[str, str, str]) -> Markup:
    module, unit = catalog().module(slug), catalog().unit(slug, unit_id)
    assert module is not None and unit is not None and module.revision == revision
    widget = next(one for one in unit.widgets if one.id == shown[0])
    template = current_app.jinja_env.get_template("parts/widgets/widget.html")
    drawn: Markup = template.module.widget(view(widget, shown[1]))  # type: ignore[attr-defined]
    return drawn
