"""A saved view as pages show it: what it asks for in words, and where it leads while it is open to its reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for

from classcode.i18n import gettext as _
from classcode.i18n import language
from tracking.indicators import choosing, words
from tracking.indicators.choices import Known
from tracking.indicators.definition import ORDER, definition
from tracking.indicators.views import pages
from tracking.indicators.views.models import SavedView
from tracking.indicators.views.standing import Stands, standing


@dataclass(frozen=True, slots=True)
class ShownView:
    """One view: its row, how it stands, what it asks for, and the address of its page, None where it is not open."""

    view: SavedView
    stands: Stands
    told: tuple[str, ...]
    href: str | None


def shown(view: SavedView, known: Known) -> ShownView:
    """Return a view with what its reader may choose today."""
    given = pages.answers(view.asked)
    found = standing(given, known)
    page = _(pages.PLACES[view.page].words)
    if found.asked is None:
        return ShownView(view, found.stands, (page,), None)
    figure = given.get("figure")
    named = [definition(figure).label.called(language())] if figure in ORDER else []
    period = words.period(found.asked.period) if given.get("period") else _("This school year")
    dates = [words.span(found.asked.period)] if given.get("period") == "dates" else []
    told = (page, *named, period, *dates, *choosing.said(found.asked, known))
    return ShownView(view, found.stands, told, address(view.page, view.asked))


def address(page: str, asked: str) -> str:
    """Return where a kept filter leads; a page that this site does not have leads to all figures."""
    endpoint = pages.PLACES[page].endpoint
    if endpoint not in current_app.view_functions:
        endpoint = "indicators.show"
    chosen: dict[str, Any] = {"lang": language(), **pages.answers(asked)}
    return url_for(endpoint, **chosen)
