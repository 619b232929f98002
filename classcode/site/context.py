"""What templates are given: languages, menu, filters, addresses of our files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from flask import Flask, request, url_for
from jinja2 import StrictUndefined
from markupsafe import Markup
from werkzeug.routing import BaseConverter

from classcode import i18n, render
from classcode.auth import Visitor, visitor
from classcode.config import Config
from classcode.people.models import Role

STATIC = Path(__file__).parent.parent / "static"


class LanguageConverter(BaseConverter):
    """The first part of a page's address: one of the interface's languages."""

    regex = "(?:fr|en|nl)"


class Addresses:
    """The addresses that templates ask for, kept: a page holds thirty, and building one costs 5 microseconds."""

    def __init__(self, app: Flask) -> None:
        self._found = lru_cache(8192)(lambda endpoint, values: app.url_for(endpoint, **dict(values)))

    def find(self, endpoint: str, **values: object) -> str:
        """Return the path of a view, as Flask's `url_for` does within a request."""
        return self._found(endpoint, tuple(sorted(values.items())))


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu."""

    label: str
    href: str
    current: bool


def set_up(app: Flask, config: Config) -> None:
    """Give every template its context and its filters, and every request its language."""
    app.url_map.converters["lang"] = LanguageConverter
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(i18n.gettext, _plural, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.filters |= {
        "day": i18n.day,
        "short_day": i18n.short_day,
        "hour": i18n.hour,
        "moment": i18n.moment,
        "minutes": i18n.minutes,
        "km": i18n.km,
        "number": i18n.number,
        "percent": i18n.percent,
        "message": lambda text: Markup(render.message(text)),
    }
    addresses = Addresses(app)
    app.jinja_env.globals |= {
        "url_for": addresses.find,
        "reader_language": i18n.language,
        "language_names": i18n.LANGUAGES,
        "static_url": static_url,
        "act_id": lambda: str(uuid4()),
        "demo": config.demo,
    }
    app.before_request(_choose_language)
    app.context_processor(_page_context)


def _plural(one: str, many: str, n: int) -> str:
    return i18n.catalogue(i18n.language()).ngettext(one, many, n)


def _choose_language() -> None:
    """The address says a page's language, a hidden field a form's; then the account, then the browser."""
    if request.endpoint in {"modules.media"}:
        return
    who = visitor()
    told = (request.view_args or {}).get("lang") or (
        request.form.get("lang") if request.method == "POST" else None
    )
    fallback = who.language if who else i18n.negotiate(request.headers.get("Accept-Language"))
    i18n.set_reader(told if told in i18n.LANGUAGES else fallback, who.time_zone if who else "Europe/Paris")


def _page_context() -> dict[str, object]:
    who = visitor()
    return {"lang": i18n.language(), "page_languages": _languages(), "visitor": who, "nav": _menu(who)}


def _languages() -> list[tuple[str, str, str]]:
    """Return the same page in each language; an error page leads to the first page."""
    endpoint, args = request.endpoint, dict(request.view_args or {})
    if endpoint is None or "lang" not in args:
        return [(code, name, f"/{code}/") for code, name in i18n.LANGUAGES.items()]
    query = request.args.to_dict(flat=False)
    return [
        (code, name, url_for(endpoint, **(query | args | {"lang": code})))
        for code, name in i18n.LANGUAGES.items()
    ]


def _menu(who: Visitor | None) -> tuple[Entry, ...]:
    return _entries(who.roles if who else None, i18n.language(), request.endpoint or "")


@lru_cache(1024)
def _entries(roles: frozenset[str] | None, lang: str, endpoint: str) -> tuple[Entry, ...]:
    """Return the menu's lines for these roles; they are few, so each menu is put together once."""
    held = roles or frozenset()
    desk = bool(held & {Role.FACILITATOR, Role.LEAD, Role.ADMINISTRATOR})
    lines = (
        ("modules.catalogue", i18n.gettext("Modules"), True),
        ("helpdesk.mine", i18n.gettext("Help"), True),
        ("meetings.mine", i18n.gettext("Meetings"), roles is not None),
        ("helpdesk.desk", i18n.gettext("Desk"), desk),
        ("indicators.show", i18n.gettext("Indicators"), Role.LEAD in held),
        ("tracking.deliveries", i18n.gettext("Deliveries"), Role.ADMINISTRATOR in held),
    )
    return tuple(
        Entry(label, url_for(target, lang=lang), _is_current(target, endpoint))
        for target, label, shown in lines
        if shown
    )


def _is_current(target: str, endpoint: str) -> bool:
    """Tell whether a page belongs to a line of the menu; the desk is its own line beside the questions one asked."""
    if "helpdesk.desk" in (target, endpoint):
        return target == endpoint
    return target.partition(".")[0] == endpoint.partition(".")[0]


@cache
def _version(name: str) -> str:
    return sha256((STATIC / name).read_bytes()).hexdigest()[:8]


def static_url(name: str) -> str:
    """Return the address of one of our files; it changes with the file, so browsers may keep it for a year."""
    return f"/static/{name}?v={_version(name)}"
