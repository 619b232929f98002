"""What pages say of places in the reader's language: kinds, states, steps, fields, a place as a card. No database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from classcode import i18n
from classcode.i18n import N_, ngettext
from classcode.i18n import gettext as _
from classcode.territory.models import Place, PlaceKind, PlaceState
from helpdesk.meetings.cards import distance, zone_told
from helpdesk.places.rules.checking import is_approximate
from helpdesk.places.steps import Step

KINDS: Final[Mapping[str, str]] = {
    PlaceKind.LIBRARY: N_("Library"),
    PlaceKind.SCHOOL: N_("School"),
    PlaceKind.TOWN_HALL: N_("Town hall"),
    PlaceKind.DIGITAL_SPACE: N_("Digital workshop or fab lab"),
    PlaceKind.CULTURE: N_("Museum, theatre, cultural centre"),
    PlaceKind.ASSOCIATION: N_("Association or community centre"),
    PlaceKind.UNIVERSITY: N_("University or training centre"),
    PlaceKind.COMPANY: N_("Company that opens its doors"),
    PlaceKind.OTHER: N_("Another public place"),
}
STATES: Final[Mapping[PlaceState, tuple[str, str, str]]] = {
    PlaceState.IDENTIFIED: (N_("Known"), "plain", "place"),
    PlaceState.ACTIVE: (N_("In use"), "ok", "check"),
    PlaceState.SUSTAINED: (N_("Regular"), "sun", "check"),
}
"""Words, kind of tag, icon."""
MEANINGS: Final[Mapping[PlaceState, str]] = {
    PlaceState.IDENTIFIED: N_("nobody has met here in the last 12 months, or not yet."),
    PlaceState.ACTIVE: N_("at least one meeting was held here in the last 12 months."),
    PlaceState.SUSTAINED: N_(
        "in the last 12 months, people met here on four different days or more, over half a year or more."
    ),
}
STEPS: Final[Mapping[str, str]] = {
    Step.NAMED: N_("Place named"),
    Step.ACCEPTED: N_("Accepted into the directory"),
    Step.SENT_BACK: N_("Sent back to whoever named it"),
    Step.CHANGED: N_("Words changed"),
    Step.ROOM_ADDED: N_("Room added"),
    Step.ROOM_CHANGED: N_("Room changed"),
    Step.ROOM_REMOVED: N_("Room removed"),
    Step.REPORTED: N_("Reported"),
    Step.KEPT: N_("Looked at and left as it is"),
    Step.HIDDEN: N_("Hidden from everybody"),
    Step.SHOWN: N_("Shown again"),
}
FIELDS: Final[Mapping[str, str]] = {
    "name": N_("Name"),
    "kind": N_("Kind of place"),
    "commune_code": N_("Commune"),
    "address": N_("Address"),
    "lat": N_("Latitude"),
    "lon": N_("Longitude"),
    "capacity": N_("Seats"),
    "room": N_("Which room"),
    "accessibility": N_("Accessibility"),
    "access_notes": N_("How to get in"),
    "transport": N_("Getting there"),
    "equipment": N_("Equipment"),
    "opening_hours": N_("Opening hours"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCard:
    """A place as lists show it, all in words; `facts` are (label, words) of what is known."""

    id: UUID
    name: str
    href: str
    where: str
    kind: str
    state: tuple[str, str, str]
    seats: str | None
    distance: str | None
    zone: str
    facts: list[tuple[str, str]]


def card(place: Place, href: str, km: float | None = None, *, from_around: bool = False) -> PlaceCard:
    """Return the card of a place; `from_around` when the distance is counted from surroundings alone."""
    words, kind, sign = STATES[place.state]
    return PlaceCard(
        id=place.id,
        name=place.name,
        href=href,
        where=address(place),
        kind=_(KINDS[place.kind]),
        state=(_(words), kind, sign),
        seats=seats(place.capacity),
        distance=distance(km, approximate=from_around or is_approximate(place)),
        zone=zone_told(place.commune.zone),
        facts=facts(place),
    )


def address(place: Place) -> str:
    """Write street and commune, with the postcode where the commune has only one."""
    commune = place.commune
    postcode = commune.postcodes[0] if len(commune.postcodes) == 1 else ""
    town = f"{postcode} {commune.called(i18n.language())}".strip()
    return f"{place.address}, {town}" if place.address else town


def seats(number: int | None) -> str | None:
    """Write how many people fit in, or None while nobody has counted."""
    return ngettext("%(n)s seat", "%(n)s seats", number) if number else None


def facts(place: Place) -> list[tuple[str, str]]:
    """Return what a visitor needs to know before she sets out, label and words."""
    known = ("accessibility", "transport", "equipment", "opening_hours")
    return [(_(FIELDS[name]), getattr(place, name)) for name in known if getattr(place, name)]


def told(field: str, value: object) -> str:
    """Write the value of a field as a page of differences shows it."""
    if field == "kind":
        return _(KINDS[str(value)])
    return str(value) if value not in (None, "") else _("(empty)")
