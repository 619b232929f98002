"""The frame around every page, in pieces drawn once each: head, menu, languages, footer.

A piece depends on its arguments and the reader's language alone; nothing of a person is ever in one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from flask import Flask
from markupsafe import Markup

from classcode import i18n
from classcode.people.models import Role

DESK_ROOMS: Final = frozenset(
    {
        "helpdesk", "guests", "answers", "availability", "canned", "coverage", "desk_reports", "growth", "profiles",
        "ratings", "attachments", "mailbox", "suggesting",
    }
)  # fmt: skip
"""The rooms whose pages belong to the desk or to one's own questions."""
MEETING_ROOMS: Final = frozenset({"meetings", "agenda", "places", "calendar", "checkin"})
"""The rooms whose pages belong to the meetings."""
INDICATOR_ROOMS: Final = frozenset(
    {
        "indicators", "indicator_paths", "indicator_map", "indicator_alerts", "indicator_views", "publications",
        "exports", "tokens", "declared", "explaining", "research",
    }
)  # fmt: skip
"""The rooms whose pages belong to the indicators."""
ASKING: Final = frozenset(
    {
        "helpdesk.mine", "helpdesk.ask", "helpdesk.create", "helpdesk.earlier", "guests.first", "guests.sent",
        "guests.opened", "answers.index", "answers.show", "growth.join", "growth.read_charter",
        "growth.fill_in", "ratings.by_link", "ratings.own", "ratings.thanks",
    }
)  # fmt: skip
"""The pages on which one asks for oneself."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Which page this is: its endpoint, the arguments of its address, and what follows the question mark."""

    endpoint: str
    args: tuple[tuple[str, Any], ...]
    query: tuple[tuple[str, tuple[str, ...]], ...]


class Frame:
    """The frame's pieces for one application; each is kept for as long as the process lives, within bounds."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._pieces = lru_cache(2048)(self._draw)

    def head(self) -> Markup:
        """Return the links to our own files."""
        return self._pieces(i18n.language(), "head_files")

    def bottom(self) -> Markup:
        """Return the footer."""
        return self._pieces(i18n.language(), "bottom")

    def top(self, roles: frozenset[str] | None, place: Place) -> Markup:
        """Return brand and menu for these roles (None: nobody is signed in)."""
        return self._pieces(i18n.language(), "top", roles, place.endpoint)

    def languages(self, place: Place) -> Markup:
        """Return the links to the same page in each language; a page without one leads to the first page."""
        return self._pieces(i18n.language(), "language_list", None, "", place)

    def _draw(
        self,
        lang: str,
        name: str,
        roles: frozenset[str] | None = None,
        endpoint: str = "",
        place: Place | None = None,
    ) -> Markup:
        macro: Callable[..., Markup] = getattr(
            self._app.jinja_env.get_template("parts/frame.html").module, name
        )
        if name == "top":
            return macro(self._entries(roles, lang, endpoint))
        return macro(self._same_page(place)) if place is not None else macro()

    def _same_page(self, place: Place) -> list[tuple[str, str, str]]:
        args = dict(place.args)
        if "lang" not in args:
            return [(code, name, f"/{code}/") for code, name in i18n.LANGUAGES.items()]
        values = {key: list(value) for key, value in place.query} | args
        return [
            (code, name, self._app.url_for(place.endpoint, **(values | {"lang": code})))
            for code, name in i18n.LANGUAGES.items()
        ]

    def _entries(self, roles: frozenset[str] | None, lang: str, endpoint: str) -> list[Entry]:
        held = roles or frozenset()
        desk = bool(held & {Role.FACILITATOR, Role.LEAD, Role.ADMINISTRATOR})
        lines = (
            ("modules.catalogue", i18n.gettext("Modules"), True),
            ("guests.first" if roles is None else "helpdesk.mine", i18n.gettext("Help"), True),
            ("agenda.index" if roles is None else "meetings.mine", i18n.gettext("Meetings"), True),
            ("helpdesk.desk", i18n.gettext("Desk"), desk),
            ("indicators.overview", i18n.gettext("Indicators"), Role.LEAD in held),
            ("looking.search", i18n.gettext("Record"), Role.DATA_PROTECTION in held),
            ("tracking.deliveries", i18n.gettext("Deliveries"), Role.ADMINISTRATOR in held),
        )
        return [
            Entry(label, self._app.url_for(target, lang=lang), is_current(target, endpoint, at_desk=desk))
            for target, label, shown in lines
            if shown
        ]


def is_current(target: str, endpoint: str, *, at_desk: bool) -> bool:
    """Tell whether a page belongs to a line of the menu.

    The desk is its own line beside the questions that one asked: who works there reads conversations as its work.
    """
    if endpoint.partition(".")[0] in MEETING_ROOMS and endpoint != "places.waiting":
        return target in {"meetings.mine", "agenda.index"}
    if endpoint.partition(".")[0] in DESK_ROOMS | {"places"}:
        if at_desk and endpoint not in ASKING:
            return target == "helpdesk.desk"
        return target in {"helpdesk.mine", "guests.first"}
    if endpoint.partition(".")[0] == "explaining":
        return target == "looking.search"
    if endpoint.partition(".")[0] in INDICATOR_ROOMS:
        return target == "indicators.overview"
    return target.partition(".")[0] == endpoint.partition(".")[0]
