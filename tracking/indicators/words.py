"""How the page and the exports say values, units, periods and rows in the reader's language. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from babel import dates

from classcode import i18n
from classcode.i18n import N_
from classcode.i18n import gettext as _
from classcode.territory import systems
from tracking.indicators.definition import Definition, Group, Unit
from tracking.indicators.disclosure import Shown
from tracking.indicators.filters import NOT_DECLARED
from tracking.indicators.periods import Period

UNITS: Final = {
    Unit.PEOPLE: N_("people"),
    Unit.QUESTIONS: N_("questions"),
    Unit.MEETINGS: N_("meetings"),
    Unit.ATTENDANCES: N_("times"),
    Unit.HOURS: N_("hours"),
    Unit.SHARE: N_("percent"),
}
GROUPS: Final = {
    Group.PEOPLE: N_("People"),
    Group.HELP: N_("Help"),
    Group.MEETINGS: N_("Meetings"),
    Group.HOURS: N_("Hours"),
}
SOURCES: Final = {"record": N_("The record of learning on this site")}
KINDS: Final = {
    "quantitative": N_("Quantitative"),
    "progress-state": N_("Progress state"),
    "informational": N_("Informational"),
}
WORD_HEADS: Final = {
    "label": N_("Figure"),
    "meaning": N_("In one line"),
    "formula": N_("Formula"),
    "population": N_("Who or what is counted"),
    "period": N_("Which date counts"),
    "context": N_("Context"),
    "remark": N_("Remark on the data"),
}
FINE_HOURS: Final = 10
"""Hours under this are told with one decimal."""


def value(definition: Definition, shown: Shown) -> str | None:
    """Write a value; None where it is hidden, "-" where there is nothing to divide."""
    if shown.hidden:
        return None
    if shown.value is None:
        return "-"
    if definition.unit is Unit.SHARE:
        return i18n.percent(shown.value)
    fine = definition.unit is Unit.HOURS and 0 < shown.value < FINE_HOURS
    return i18n.number(shown.value, 1 if fine else 0)


def unit(definition: Definition) -> str | None:
    """Return the word that stands beside a value; a percentage carries its own sign."""
    return None if definition.unit is Unit.SHARE else _(UNITS[definition.unit])


def month(key: str) -> str:
    """Write a month "2026-03" in short: "mars 2026"."""
    return dates.format_skeleton("yMMM", date.fromisoformat(f"{key}-01"), locale=i18n.language())


def period(asked: Period) -> str:
    """Name a period as the filter offers it."""
    system_id, _sep, name = asked.key.partition(":")
    if name:
        system = systems.system(system_id).names.called(i18n.language())
        return _("School year %(name)s (%(system)s)", name=name, system=system)
    if asked.key == "dates":
        return _("Other dates")
    return dates.format_skeleton("yMMMM", asked.first, locale=i18n.language())


def span(asked: Period) -> str:
    """Write the first and the last day of a period."""
    return _("from %(first)s to %(last)s", first=i18n.day(asked.first), last=i18n.day(asked.last))


def every_region(allowed: frozenset[str] | None, names: Mapping[str, str]) -> str:
    """Say what "no region chosen" covers: all of them, or by name those that the reader leads."""
    if allowed is None:
        return _("All regions")
    return ", ".join(sorted(names.get(code, code) for code in allowed))


def region(code: str | None, names: dict[str, str]) -> str:
    """Name a row of the table of regions."""
    return _("Not declared") if code in {None, NOT_DECLARED} else names.get(code or "", code or "")
