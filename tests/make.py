"""Composable makers: each writes one plausible thing through the real rules, and returns it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from classcode import clock
from classcode.people import passwords
from classcode.people.models import Address, Facilitator, Person, Role
from classcode.people.rules.profile import Told, grant
from classcode.territory import loading
from classcode.territory.models import Commune, Place
from classcode.territory.queries import commune as commune_of
from tracking import declared
from tracking.models import Installation

COMMUNES = {
    "FR-35238",
    "FR-35288",
    "FR-29019",
    "FR-31555",
    "FR-97209",
    "FR-97411",
    "FR-2A004",
    "BE-21004",
    "BE-25072",
}
"""Rennes, Saint-Malo, Brest, Toulouse, Fort-de-France, Saint-Denis (Réunion), Ajaccio, Brussels, Nivelles."""
TUESDAYS = ({"weekday": 1, "start": "19:00", "end": "21:00"},)
EVERY_EVENING = tuple({"weekday": day, "start": "19:00", "end": "21:00"} for day in range(7))
PASSWORD = "une phrase longue et calme"
_HASH: dict[str, str] = {}


def write_reference_data(session: Session) -> None:
    """Write the regions and a few communes, and fix the IRI base."""
    loading.load(session, only=COMMUNES)
    session.merge(Installation(id=1, iri_base="http://classcode.test", created_at=clock.now()))


def password_hash() -> str:
    """Return the hash of `PASSWORD`, made once: argon2 takes its time on purpose."""
    if PASSWORD not in _HASH:
        _HASH[PASSWORD] = passwords.hash_password(PASSWORD)
    return _HASH[PASSWORD]


class Make:
    """Makers bound to one session."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._numbers = count(1)

    def person(self, name: str = "person", *, commune: str | None = None, confirmed: bool = True) -> Person:
        """Make somebody with an account; with a commune, her region is a fact too."""
        person = Person(
            id=uuid4(),
            created_at=clock.now(),
            password_hash=password_hash(),
            language="fr",
            time_zone="Europe/Paris",
            name=name.capitalize(),
            answer_languages=["fr"],
        )
        self.session.add(person)
        self.session.flush()
        person.addresses.append(
            Address(
                id=uuid4(),
                email=f"{name}{next(self._numbers)}@example.org",
                added_at=clock.now(),
                confirmed_at=clock.now() if confirmed else None,
            )
        )
        self.session.flush()
        if commune:
            declared.tell(self.session, person.id, Told(commune_code=commune))
        return person

    def facilitator(
        self, name: str, *, region: str, commune: str, slots: Sequence[Mapping[str, Any]] = EVERY_EVENING
    ) -> Person:
        """Make somebody who facilitates a region: French, the first module, three tickets, 19-21 on every day."""
        person = self.person(name, commune=commune)
        self.session.add(
            Facilitator(
                person_id=person.id,
                languages=["fr"],
                expertise=["creative-programming"],
                capacity=3,
                area_km=50,
                slots=[dict(slot) for slot in slots],
                off_in_holidays=False,
                since=clock.now(),
            )
        )
        grant(self.session, person.id, Role.FACILITATOR, region)
        self.session.flush()
        return person

    def lead(self, name: str, region: str | None = None) -> Person:
        """Make a project lead of a region, or of all."""
        person = self.person(name)
        grant(self.session, person.id, Role.LEAD, region)
        return person

    def administrator(self, name: str = "admin") -> Person:
        """Make an administrator."""
        person = self.person(name)
        grant(self.session, person.id, Role.ADMINISTRATOR)
        return person

    def place(self, commune: str = "FR-35238", *, capacity: int = 12, name: str = "Médiathèque") -> Place:
        """Make a public place in a commune."""
        town: Commune | None = commune_of(self.session, commune)
        assert town is not None
        place = Place(
            id=uuid4(),
            name=f"{name} {next(self._numbers)}",
            address="1 place de la Mairie",
            commune_code=town.code,
            lat=town.lat,
            lon=town.lon,
            capacity=capacity,
            created_at=clock.now(),
        )
        self.session.add(place)
        self.session.flush()
        return place

    @staticmethod
    def act() -> UUID:
        """Make an act's UUID, as a form carries it."""
        return uuid4()
