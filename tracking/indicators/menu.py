"""The pages of the indicators beside each other: the line of links on each of them, read from the application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from flask import current_app, request, url_for

from classcode import i18n
from classcode.auth import visitor
from classcode.i18n import N_
from classcode.i18n import gettext as _
from tracking.indicators import choosing

PAGES: Final = {
    "indicators.overview": N_("Overview"),
    "indicators.show": N_("All figures"),
    "indicator_paths.show": N_("Paths and waits"),
    "indicator_map.show": N_("Map"),
    "indicator_alerts.mine": N_("Alerts"),
    "indicator_views.mine": N_("Saved views"),
    "publications.index": N_("Publications"),
    "exports.mine": N_("My files"),
    "declared.index": N_("Declared figures"),
    "research.index": N_("Research exports"),
}
"""The pages in their order; one whose room is not built in, or that is not open to the reader, is left out."""
CARRIES: Final = frozenset(
    {"indicators.overview", "indicators.show", "indicator_paths.show", "indicator_map.show"}
)
"""Those that read a filter from their address: a link to them keeps the choice of this page."""


@dataclass(frozen=True, slots=True)
class Line:
    """A link of the menu; `here` on the page that it leads to."""

    words: str
    href: str
    here: bool


def lines(current: str) -> list[Line]:
    """Return the links for the reader of this request, on the page of an endpoint."""
    kept = choosing.carried(request.args)
    return [
        Line(_(words), _address(endpoint, kept if endpoint in CARRIES else {}), endpoint == current)
        for endpoint, words in PAGES.items()
        if _open(endpoint)
    ]


def _address(endpoint: str, kept: dict[str, Any]) -> str:
    return url_for(endpoint, lang=i18n.language(), **kept)


def _open(endpoint: str) -> bool:
    """Tell whether a page is there and open to the reader, by what its guard states."""
    view, who = current_app.view_functions.get(endpoint), visitor()
    return (
        view is not None
        and who is not None
        and bool({"signed-in", *who.roles} & {*getattr(view, "open_to", ())})
    )
