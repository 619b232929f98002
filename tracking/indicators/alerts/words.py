"""How an alert is told: where, what and by how much, since when, and what one can do. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from classcode import i18n
from classcode.i18n import N_, ngettext
from classcode.i18n import gettext as _
from tracking.indicators.alerts.signs import EVERYWHERE, Figures, Kind

DAY: Final = 24
"""Hours."""
IN_HOURS: Final = 48
"""Waits under so many hours are told in hours, others in days."""


@dataclass(frozen=True, slots=True)
class Link:
    """Where one can do something: an endpoint with its values besides the language, and the words of the link."""

    endpoint: str
    values: Mapping[str, str]
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """An alert in the reader's language, safe to show as it is."""

    id: UUID
    kind: str
    title: str
    where: str
    what: str
    since: datetime
    todo: str
    link: Link


@dataclass(frozen=True, slots=True)
class Put:
    """An alert that was put aside: by whom (None where she has no name), with what note, until which day."""

    told: Told
    by: str | None
    note: str
    until: date


TITLES: Final = {
    Kind.NO_FACILITATOR: N_("Region without a facilitator"),
    Kind.WAITS: N_("Waits are growing"),
    Kind.EMPTYING: N_("Meetings are emptying"),
    Kind.STOPS: N_("Many stop at the same unit"),
    Kind.FAILED: N_("Many answer the same question wrong"),
}
TODO: Final = {
    Kind.NO_FACILITATOR: N_(
        "Look at who applied there, and invite somebody who finished the module to join the desk."
    ),
    Kind.WAITS: N_(
        "Look at which questions nobody has in sight, at who is away, and at who could take more."
    ),
    Kind.EMPTYING: N_(
        "Read what people said after meetings, and ask those who organise them what would help."
    ),
    Kind.STOPS: N_(
        "Read the unit as a learner would: how long it is, what it takes for granted, where it gets stuck."
    ),
    Kind.FAILED: N_("Check that the unit explains what the question asks, and that the question is clear."),
}
LINKS: Final = {
    Kind.NO_FACILITATOR: ("growth.people", N_("People who would like to join the desk")),
    Kind.WAITS: ("coverage.show", N_("Open questions, and who has them in sight")),
    Kind.EMPTYING: ("afterwards.regions", N_("What people said of meetings")),
    Kind.STOPS: ("modules.unit", N_("Read this unit")),
    Kind.FAILED: ("modules.unit", N_("Read this unit")),
}
"""Where one can do something, by endpoint; units and questions have their own address."""


def where(region: str, names: Mapping[str, str], regions: Mapping[str, str]) -> str:
    """Say where an alert is: the unit or question if it is of one, and the region."""
    place = _("Everywhere") if region == EVERYWHERE else regions.get(region, region)
    if not names:
        return place
    title = names.get(i18n.language()) or next(iter(names.values()))
    return title if region == EVERYWHERE else _("%(title)s, %(region)s", title=title, region=place)


def what(kind: Kind, figures: Figures) -> str:
    """Say what there is and by how much, in one or two sentences."""
    return _WHAT[kind](figures)


def link(kind: Kind, subject: str) -> Link:
    """Return where one can do something about an alert."""
    endpoint, words = LINKS[kind]
    return Link(endpoint, _unit(subject) if subject else {}, _(words))


def _unit(subject: str) -> dict[str, str]:
    """Read the address of a unit from its path, or from that of a question in it."""
    _modules, slug, unit, *_inside = subject.split("/")
    return {"slug": slug, "unit_id": unit}


def _nobody_there(figures: Figures) -> str:
    asked, joined = (round(figures.get(name, 0)) for name in ("asked", "joined"))
    if asked and joined:
        return _(
            "In the last 90 days %(joined)s people joined and %(asked)s asked the desk, and nobody facilitates there.",
            joined=i18n.number(joined),
            asked=i18n.number(asked),
        )
    if asked:
        return _(
            "In the last 90 days %(asked)s people asked the desk, and nobody facilitates there.",
            asked=i18n.number(asked),
        )
    if joined:
        return _(
            "In the last 90 days %(joined)s people joined, and nobody facilitates there.",
            joined=i18n.number(joined),
        )
    return _("People joined or asked in the last six months, and nobody facilitates there.")


def _slower(figures: Figures) -> str:
    return _(
        "Of the last four weeks’ questions, half waited %(lately)s or more for a first answer; "
        "in the twelve weeks before it was %(before)s.",
        lately=span(figures["lately"]),
        before=span(figures["before"]),
    )


def _emptier(figures: Figures) -> str:
    told = []
    if "came" in figures and "came_before" in figures:
        told.append(
            _(
                "On average %(came)s people came to a meeting in the last eight weeks, "
                "%(before)s in the eight weeks before.",
                came=i18n.number(figures["came"], 1),
                before=i18n.number(figures["came_before"], 1),
            )
        )
    if "no_show" in figures and "no_show_before" in figures:
        told.append(
            _(
                "%(now)s of those expected stayed away without a word, %(before)s before.",
                now=i18n.percent(figures["no_show"]),
                before=i18n.percent(figures["no_show_before"]),
            )
        )
    return " ".join(told)


def _stops(figures: Figures) -> str:
    return _(
        "Of %(whole)s people who did the unit before more than 30 days ago, %(share)s have gone no further.",
        whole=i18n.number(round(figures["whole"])),
        share=i18n.percent(figures["share"]),
    )


def _fails(figures: Figures) -> str:
    return _(
        "Of %(whole)s people who answered it in the last six months, %(share)s were wrong the last time.",
        whole=i18n.number(round(figures["whole"])),
        share=i18n.percent(figures["share"]),
    )


def span(hours: float) -> str:
    """Write a wait in hours or, from two days on, in days."""
    if hours < IN_HOURS:
        return ngettext("%(n)s hour", "%(n)s hours", max(1, round(hours)))
    return ngettext("%(n)s day", "%(n)s days", round(hours / DAY))


_WHAT: Final[Mapping[Kind, Callable[[Figures], str]]] = {
    Kind.NO_FACILITATOR: _nobody_there,
    Kind.WAITS: _slower,
    Kind.EMPTYING: _emptier,
    Kind.STOPS: _stops,
    Kind.FAILED: _fails,
}
