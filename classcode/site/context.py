"""What templates are given: languages, menu, filters, addresses of our files."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from flask import Flask, request
from jinja2 import StrictUndefined
from markupsafe import Markup
from werkzeug.routing import BaseConverter

from classcode import i18n, render
from classcode.auth import visitor
from classcode.config import Config
from classcode.site.frame import INDICATOR_ROOMS, Frame, Place

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
        "static_kilobytes": static_kilobytes,
        "act_id": lambda: str(uuid4()),
        "demo": config.demo,
        "indicator_rooms": INDICATOR_ROOMS,
    }
    app.before_request(_choose_language)
    frame = Frame(app)
    app.jinja_env.globals |= {"frame_head": frame.head, "frame_bottom": frame.bottom}
    app.context_processor(_page_context(frame))


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
    if told not in i18n.LANGUAGES:
        told = who.language if who else i18n.negotiate(request.headers.get("Accept-Language"))
    i18n.set_reader(told, who.time_zone if who else "Europe/Paris")


def _page_context(frame: Frame) -> Callable[[], dict[str, object]]:
    def context() -> dict[str, object]:
        who, here = visitor(), _place()
        roles = who.roles if who else None
        return {
            "lang": i18n.language(),
            "visitor": who,
            "frame_top": lambda: frame.top(roles, here),
            "frame_languages": lambda: frame.languages(here),
        }

    return context


def _place() -> Place:
    """Return which page this is; names that `url_for` reads as its own options are not part of it."""
    args = tuple((request.view_args or {}).items())
    asked = request.args.lists() if request.query_string else ()
    query = tuple(
        (key, tuple(values)) for key, values in asked if key.isidentifier() and not key.startswith("_")
    )
    return Place(request.endpoint or "", args, query[:10])


@cache
def _version(name: str) -> str:
    return sha256((STATIC / name).read_bytes()).hexdigest()[:8]


def static_url(name: str) -> str:
    """Return the address of one of our files; it changes with the file, so browsers may keep it for a year."""
    return f"/static/{name}?v={_version(name)}"


@cache
def _kilobytes(names: tuple[str, ...]) -> int:
    return round(sum((STATIC / name).stat().st_size for name in names) / 1000)


def static_kilobytes(*names: str) -> str:
    """Return how much these of our files weigh together, in kilobytes as the reader writes numbers."""
    return i18n.number(_kilobytes(names))
