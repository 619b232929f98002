"""What may be said of a place: a public one, in its commune, nobody's home, with no way to reach anybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from classcode.errors import Invalid
from classcode.i18n import N_
from classcode.territory import queries as territory
from classcode.territory.models import Commune, Place, PlaceKind
from helpdesk.places.homes import tells_a_contact, tells_of_a_home
from helpdesk.places.position import degrees, lies_in

LONGEST: Final = {
    "name": 120,
    "address": 200,
    "room": 80,
    "accessibility": 1000,
    "access_notes": 1000,
    "transport": 1000,
    "equipment": 1000,
    "opening_hours": 1000,
}
"""Characters of each text; the first three as long as their columns."""
MOST_SEATS: Final = 2000
"""More than any hall where a follow-up meeting could be: beyond it a number is a slip of the keyboard."""
HOME: Final = N_(
    "This reads like somebody’s home, and meetings are never held in one. Name a public place: a library, a school, a "
    "town hall. If it is one, write its name without these words."
)
CONTACT: Final = N_(
    "Please take out the e-mail address, telephone number or link: everybody reads this, and a place keeps no contact."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody said of a place, as she wrote it; an empty position is the commune's."""

    name: str
    kind: str
    commune_code: str
    public: bool
    address: str = ""
    lat: str = ""
    lon: str = ""
    capacity: int | None = None
    room: str = ""
    accessibility: str = ""
    access_notes: str = ""
    transport: str = ""
    equipment: str = ""
    opening_hours: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """The same once it may be kept: the values of the columns, and the commune."""

    values: dict[str, Any]
    commune: Commune


def checked(session: Session, told: Told) -> Checked:
    """Return what may be kept; raise `Invalid` with the first field that needs another look."""
    texts = {name: _text(name, getattr(told, name)) for name in LONGEST}
    if not texts["name"]:
        raise Invalid("name", N_("Please give the place’s name, as its sign says it."))
    if told.kind not in {str(one) for one in PlaceKind}:
        raise Invalid("kind", N_("Please choose what kind of place it is."))
    if not told.public:
        raise Invalid("public", N_("Please confirm that it is a public place and that nobody lives there."))
    if told.capacity is not None and not 1 <= told.capacity <= MOST_SEATS:
        raise Invalid("capacity", N_("Please give a number of seats from 1 to %(most)s."), most=MOST_SEATS)
    commune = territory.commune(session, told.commune_code)
    if commune is None:
        raise Invalid("commune", N_("Please choose a commune from the list."))
    lat, lon = _position(told, commune)
    return Checked(
        {
            **texts,
            "kind": told.kind,
            "commune_code": commune.code,
            "lat": lat,
            "lon": lon,
            "capacity": told.capacity,
        },
        commune,
    )


def _text(field: str, text: str) -> str:
    """Return a text without needless spaces, or refuse it."""
    lines = [" ".join(line.split()) for line in text.replace("\r\n", "\n").split("\n")]
    kept = (
        "\n".join(lines).strip() if LONGEST[field] > LONGEST["address"] else " ".join(" ".join(lines).split())
    )
    if len(kept) > LONGEST[field]:
        raise Invalid(field, N_("Please write at most %(n)s characters."), n=LONGEST[field])
    if tells_a_contact(kept):
        raise Invalid(field, CONTACT)
    if field in {"name", "address", "room"} and tells_of_a_home(kept):
        raise Invalid(field, HOME)
    return kept


def room_name(text: str) -> str:
    """Return the name of a room, or refuse it."""
    kept = _text("room", text)
    if not kept:
        raise Invalid("room", N_("Please give the room a name or a number."))
    return kept


def _position(told: Told, commune: Commune) -> tuple[float, float]:
    if not told.lat.strip() and not told.lon.strip():
        return commune.lat, commune.lon
    lat, lon = degrees(told.lat, 90), degrees(told.lon, 180)
    for field, value in (("lat", lat), ("lon", lon)):
        if value is None:
            raise Invalid(
                field, N_("Please write degrees with decimals, for instance 48.1173, or leave both empty.")
            )
    assert lat is not None and lon is not None
    if not lies_in(lat, lon, territory.point_of(commune)):
        raise Invalid(
            "lat", N_("This lies too far from the commune. Check both numbers, or leave both empty.")
        )
    return lat, lon


def is_approximate(place: Place) -> bool:
    """Tell whether a place has no position of its own, only its commune's."""
    return (place.lat, place.lon) == (place.commune.lat, place.commune.lon)
