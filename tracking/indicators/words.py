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
from tracking.indicators.definition import Definition
from tracking.indicators.disclosure import Shown, Shows
from tracking.indicators.filters import NOT_DECLARED
from tracking.indicators.kinds import Group, Kind, Origin, Progress, Unit
from tracking.indicators.periods import WEEKS, Period
from tracking.indicators.tally import Lack

UNITS: Final = {
    Unit.PEOPLE: N_("people"),
    Unit.PUPILS: N_("pupils"),
    Unit.ENROLMENTS: N_("enrolments"),
    Unit.QUESTIONS: N_("questions"),
    Unit.MEETINGS: N_("meetings"),
    Unit.ATTENDANCES: N_("times"),
    Unit.SEATS: N_("seats"),
    Unit.HOURS: N_("hours"),
    Unit.SHARE: N_("percent"),
    Unit.SCHOOLS: N_("schools"),
    Unit.PLACES: N_("places to meet"),
    Unit.PUBLICATIONS: N_("articles and broadcasts"),
    Unit.PERSON_MONTHS: N_("person-months"),
    Unit.EUROS: N_("euros"),
    Unit.POINTS: N_("points out of 5"),
    Unit.STEP: N_("step"),
}
GROUPS: Final = {
    Group.PEOPLE: N_("People"),
    Group.HELP: N_("Help"),
    Group.MEETINGS: N_("Meetings"),
    Group.HOURS: N_("Hours"),
    Group.SCHOOLS: N_("Schools and pupils"),
    Group.PLACES: N_("Places to meet"),
    Group.DECLARED: N_("Declared by the team"),
}
ORIGINS: Final = {
    Origin.RECORD: N_("Measured on this site"),
    Origin.DIRECTORY: N_("Kept in this site’s directories"),
    Origin.DECLARED: N_("Declared, not measured"),
    Origin.MIXED: N_("Partly measured, partly declared"),
    Origin.SURVEY: N_("Asked in a survey"),
}
KINDS: Final = {
    Kind.QUANTITATIVE: N_("Quantitative"),
    Kind.PROGRESS: N_("Progress state"),
    Kind.INFORMATIONAL: N_("Informational"),
}
PROGRESS: Final = {
    Progress.NOT_STARTED: N_("not started"),
    Progress.UNDER_A_QUARTER: N_("under a quarter"),
    Progress.TO_A_HALF: N_("a quarter to a half"),
    Progress.TO_THREE_QUARTERS: N_("a half to three quarters"),
    Progress.FINISHED: N_("finished"),
}
WORD_HEADS: Final = {
    "label": N_("Figure"),
    "meaning": N_("In one line"),
    "formula": N_("Formula"),
    "population": N_("Who or what is counted"),
    "period": N_("Which date counts"),
    "numerator": N_("Above the line"),
    "denominator": N_("Below the line"),
    "context": N_("Context"),
    "remark": N_("Remark on the data"),
    "source": N_("Source"),
}
"""What stands before each part of a definition, in the order in which they are read."""
RULES: Final = {
    Shows.PERTURBED: N_(
        "Counts of people are slightly changed, always in the same way, so rows need not add up to their total. "
        "Counts under %(k)s are not shown."
    ),
    Shows.EXACT: N_("Counts of people are exact. Some are left out, so that none under %(k)s can be found."),
    Shows.OPEN: N_("Exact and whole: it counts no people, or was declared with its source."),
}
"""What is said of a view, and of a figure, whose rule of disclosure this is."""
LACKS: Final = {
    Lack.SOURCE: N_("no source yet"),
    Lack.FILTER: N_("not told for this choice"),
}
"""Why a figure has no value."""
ON_THE_CARD: Final = frozenset({"label", "meaning"})
FINE: Final = 10
"""Hours and months of work under this are told with one decimal."""


def value(definition: Definition, shown: Shown) -> str | None:
    """Write a value; None where it is hidden, "-" where there is nothing to divide."""
    if shown.hidden:
        return None
    if shown.value is None:
        return "-"
    if definition.unit is Unit.SHARE:
        return i18n.percent(shown.value, 1)
    if definition.unit is Unit.STEP:
        return _(PROGRESS[list(Progress)[round(shown.value)]])
    fine = definition.unit in {Unit.HOURS, Unit.PERSON_MONTHS} and 0 < shown.value < FINE
    return i18n.number(shown.value, 1 if fine or definition.unit is Unit.POINTS else 0)


def unit(definition: Definition) -> str | None:
    """Return the word that stands beside a value; a percentage carries its own sign, a step is a word itself."""
    return None if definition.unit in {Unit.SHARE, Unit.STEP} else _(UNITS[definition.unit])


def told(definition: Definition) -> list[tuple[str, str]]:
    """Return what a definition says beyond its card, head and words, in the order in which it is read."""
    language = i18n.language()
    said = {key: getattr(definition, key) for key in WORD_HEADS if key not in ON_THE_CARD}
    return [(_(WORD_HEADS[key]), names.called(language)) for key, names in said.items() if names]


def version(definition: Definition) -> str:
    """Say which version of the definition this is, since when, and which version of the product brought it."""
    return _(
        "%(version)s, in force since %(since)s, with Class’Code %(product)s",
        version=definition.version,
        since=i18n.day(definition.since),
        product=definition.since_version,
    )


def rule(shows: Shows, k: int) -> str:
    """Say under which rule of disclosure something is shown."""
    return _(RULES[shows], k=k)


def empty(definition: Definition) -> str | None:
    """Return what is said in place of a figure that has no source or no data yet."""
    return None if definition.empty is None else definition.empty.called(i18n.language())


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


def completed(asked: Period) -> str:
    """Say that free dates were completed, why, and which days are counted."""
    return _(
        "Other dates are completed to whole weeks, from Monday to Sunday, and beyond %(weeks)s weeks to whole "
        "months, so that nobody can be found by changing a day. These figures are %(span)s.",
        weeks=WEEKS,
        span=span(asked),
    )


def every_region(allowed: frozenset[str] | None, names: Mapping[str, str]) -> str:
    """Say what "no region chosen" covers: all of them, or by name those that the reader leads."""
    if allowed is None:
        return _("All regions")
    return ", ".join(sorted(names.get(code, code) for code in allowed))


def region(code: str | None, names: dict[str, str]) -> str:
    """Name a row of the table of regions."""
    return _("Not declared") if code in {None, NOT_DECLARED} else names.get(code or "", code or "")
