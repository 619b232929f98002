"""What a reader may choose, and reading her choice: unknown or impossible answers are refused in plain words.

What there is to choose from comes with `Known`; see `offers`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from classcode.errors import Invalid
from classcode.i18n import N_
from classcode.territory import systems
from tracking.indicators import periods
from tracking.indicators.filters import DIMENSIONS, NOT_ASKED, NOT_DECLARED, Filter
from tracking.indicators.periods import LONGEST_DAYS, Period

DATES: Final = periods.DATES
FIELDS: Final = ("period", "from", "to", *DIMENSIONS, "module", "run")
"""Everything that a filter reads from a page's address or a form, in the order in which it is asked."""
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
_YEAR = re.compile(r"([a-z-]+):(20\d\d)-20\d\d")


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to choose from: regions and modules with their names, those the reader may see, and today.

    `offered` holds the values of the other dimensions with their names.
    """

    regions: Mapping[str, str]
    modules: Mapping[str, str]
    allowed: frozenset[str] | None
    today: date
    offered: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read(answers: Mapping[str, str], known: Known) -> Filter:
    """Read a filter from a query string or a form; raises `Invalid` with the field and what to do."""
    return Filter(
        period=_period(answers, known.today),
        region=_region(answers.get("region", ""), known),
        module=_module(answers.get("module", ""), known),
        run=_run(answers.get("run", "")),
        allowed=known.allowed,
        **{name: _offered(name, answers.get(name, ""), known) for name in DIMENSIONS if name != "region"},
    )


def default_period(today: date) -> Period:
    """Return what is shown before anything is chosen: the current school year of the system offered first."""
    return periods.school_year(systems.systems()[0], today)


def _period(answers: Mapping[str, str], today: date) -> Period:
    key = answers.get("period", "")
    if not key:
        return default_period(today)
    if key == DATES:
        return _dates(answers.get("from", ""), answers.get("to", ""))
    if _MONTH.fullmatch(key):
        return periods.month(key)
    year = _YEAR.fullmatch(key)
    if year and year[1] in systems.SYSTEMS:
        found = periods.school_year(systems.system(year[1]), date(int(year[2]), 12, 1))
        if found.key == key:
            return found
    raise Invalid("period", N_("This period is not known. Choose one from the list."))


def _dates(first: str, last: str) -> Period:
    try:
        days = Period(DATES, date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        raise Invalid(
            "from", N_("Write the first and the last day as year, month and day: 2026-09-01.")
        ) from None
    if days.last < days.first:
        raise Invalid("to", N_("The last day comes before the first."))
    if not 2000 <= days.first.year <= days.last.year <= 2100:
        raise Invalid("to", N_("Choose at most five years, between 2000 and 2100."))
    whole = periods.completed(days.first, days.last)
    # Of what is shown, not of what was written: an address that leads to a page leads there again.
    if (whole.last - whole.first).days > LONGEST_DAYS:
        raise Invalid("to", N_("Choose at most five years, between 2000 and 2100."))
    return whole


def is_completed(answers: Mapping[str, str], asked: Period) -> bool:
    """Tell whether a period holds more days than the free ones of an address; it was read from that address."""
    written = (answers.get("from", ""), answers.get("to", ""))
    return asked.key == DATES and written != (asked.first.isoformat(), asked.last.isoformat())


def _region(code: str, known: Known) -> str | None:
    if not code:
        return None
    if known.allowed is not None and code not in known.allowed:
        raise Invalid("region", N_("This region is not one of yours. Choose one from the list."))
    if code != NOT_DECLARED and code not in known.regions:
        raise Invalid("region", N_("This region is not known. Choose one from the list."))
    return code


def _module(slug: str, known: Known) -> str | None:
    if slug and slug not in known.modules:
        raise Invalid("module", N_("Nobody has joined this module yet. Choose one from the list."))
    return slug or None


def _run(given: str) -> str | None:
    if given:
        raise Invalid("run", N_("There are no dated runs of modules yet. Leave this choice empty."))
    return None


def _offered(name: str, value: str, known: Known) -> str | None:
    """Read the value of one of the other dimensions, or that there is none."""
    if value and value not in {NOT_DECLARED, NOT_ASKED} and value not in known.offered.get(name, {}):
        raise Invalid(name, N_("This answer is not in the list. Choose one from it."))
    if value == NOT_ASKED and name != "gender":
        raise Invalid(name, N_("This answer is not in the list. Choose one from it."))
    return value or None
