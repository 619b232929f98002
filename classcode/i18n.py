"""Languages, plurals, dates and numbers, by gettext and Babel without a Flask extension.

Source strings are English; `classcode/locale/<language>/<area>.po` hold the translations, read when the process
starts (no compiled file to forget). The language and zone of the moment travel in context variables set by edges.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES: Final[dict[str, str]] = {"fr": "Français", "en": "English", "nl": "Nederlands"}
"""The interface's languages by code, each under its own name; the first is the default."""
DEFAULT: Final = "fr"
_NBSP: Final = "\N{NO-BREAK SPACE}"
LOCALE_DIR: Final = Path(__file__).parent / "locale"

_language: ContextVar[str] = ContextVar("language", default=DEFAULT)
_zone: ContextVar[str] = ContextVar("zone", default="Europe/Paris")


def N_(message: str) -> str:
    """Mark a message for translation where it is written, to be looked up later."""
    return message


@cache
def catalogue(language: str) -> NullTranslations:
    """Return the messages of a language, all areas in one."""
    whole = Catalog(locale=language)
    for path in sorted((LOCALE_DIR / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id and message.string and not message.fuzzy:
                    whole[message.id] = message
    if not len(whole):
        return NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return GNUTranslations(compiled)


def language() -> str:
    """Return the language of the moment."""
    return _language.get()


def zone() -> ZoneInfo:
    """Return the time zone of whoever reads at this moment."""
    return ZoneInfo(_zone.get())


def set_reader(code: str, zone_name: str | None = None) -> None:
    """Set the reader's language, and her zone where known, for the rest of this context (one request)."""
    _language.set(code if code in LANGUAGES else DEFAULT)
    if zone_name:
        _zone.set(zone_name)


@contextmanager
def reader(code: str, zone_name: str | None = None) -> Iterator[None]:
    """Speak to one reader within a block: a mail, an export."""
    before = _language.set(code if code in LANGUAGES else DEFAULT)
    zone_before = _zone.set(zone_name or _zone.get())
    try:
        yield
    finally:
        _language.reset(before)
        _zone.reset(zone_before)


def gettext(message: str, **params: object) -> str:
    """Return the message in the reader's language, its `%(name)s` places filled."""
    text = catalogue(language()).gettext(message)
    return text % params if params else text


def ngettext(one: str, many: str, n: int, **params: object) -> str:
    """Return the singular or plural for `n` in the reader's language; `%(n)s` is the number."""
    return catalogue(language()).ngettext(one, many, n) % ({"n": number(n)} | params)


def _locale() -> Locale:
    return Locale.parse({"en": "en_GB"}.get(language(), language()))


def day(instant: datetime | date, zone_name: str | None = None) -> str:
    """Write a date in full: "mardi 24 novembre 2026"."""
    if isinstance(instant, datetime):
        instant = instant.astimezone(ZoneInfo(zone_name) if zone_name else zone()).date()
    told = dates.format_date(instant, format="full", locale=_locale())
    # French says "mardi 1er septembre"; the Unicode patterns that Babel follows know no ordinal day.
    return told.replace(" 1 ", " 1er ", 1) if language() == "fr" else told


def short_day(instant: datetime | date) -> str:
    """Write a date in short: "24 nov. 2026"."""
    if isinstance(instant, datetime):
        instant = instant.astimezone(zone()).date()
    return dates.format_date(instant, format="medium", locale=_locale())


def hour(instant: datetime, zone_name: str | None = None) -> str:
    """Write the hour: "18 h 30" in French, "18:30" elsewhere."""
    local = instant.astimezone(ZoneInfo(zone_name) if zone_name else zone())
    return f"{local.hour}{_NBSP}h{_NBSP}{local.minute:02d}" if language() == "fr" else f"{local:%H:%M}"


def moment(instant: datetime, zone_name: str | None = None) -> str:
    """Write date, hour and the zone's name: "mardi 24 novembre 2026, 18 h 30, heure de Paris"."""
    name = zone_name or _zone.get()
    city = dates.get_timezone_location(ZoneInfo(name), locale=_locale(), return_city=True)
    told = gettext("%(city)s time", city=city)
    return f"{day(instant, name)}, {hour(instant, name)}, {told}"


def number(value: float, digits: int = 0) -> str:
    """Write a number with the language's signs; `digits` after the decimal sign."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return numbers.format_decimal(value, format=pattern, locale=_locale())


def percent(share: float | None, digits: int = 0) -> str:
    """Write a share between 0 and 1 as a percentage, or "-" where there is nothing below the line.

    `digits` is the most that stands after the decimal sign: 87 % stays 87 %, 40.23 % is 40.2 % with one.
    """
    whole = f"#,##0.{'#' * digits}" if digits else "#,##0"
    pattern = f"{whole}{_NBSP}%"
    return "-" if share is None else numbers.format_percent(share, format=pattern, locale=_locale())


def minutes(total: int) -> str:
    """Write a duration given in minutes as hours and minutes: "1 h 20 min"."""
    whole, rest = divmod(total, 60)
    parts = ([f"{number(whole)}{_NBSP}h"] if whole else []) + (
        [f"{rest}{_NBSP}min"] if rest or not whole else []
    )
    return _NBSP.join(parts)


def km(distance: float) -> str:
    """Write a distance in whole kilometres; under one it says so."""
    return gettext("less than 1 km") if distance < 1 else f"{number(round(distance))}{_NBSP}km"


def negotiate(header: str | None) -> str:
    """Choose the interface's language from an Accept-Language header (RFC 9110 section 12.5.4)."""
    wanted: list[tuple[float, str]] = []
    for part in (header or "")[:500].split(","):
        code, _, quality = part.strip().partition(";q=")
        try:
            wanted.append((float(quality or 1), code.split("-")[0].lower()))
        except ValueError:
            continue
    known = [code for _, code in sorted(wanted, key=lambda pair: -pair[0]) if code in LANGUAGES]
    return known[0] if known else DEFAULT
