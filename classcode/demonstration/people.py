"""Writing invented people: accounts that share one password hash, facilitators and leads with their roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from classcode import clock
from classcode.demonstration.characters import DOMAIN
from classcode.demonstration.reading import toml
from classcode.demonstration.stage import Stage
from classcode.people.models import Address, Facilitator, Person, Role
from classcode.people.rules.profile import Told, grant
from classcode.territory.models import Commune
from classcode.territory.names import normalised
from tracking import declared


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What an account starts with; the name is given only where somebody told it."""

    email: str
    password_hash: str
    language: str = "fr"
    zone: str = "Europe/Paris"
    name: str | None = None
    confirmed: bool = True


def write_account(stage: Stage, account: Account) -> UUID:
    """Write a person and her address as registering and confirming would: argon2 would take its time 800 times."""
    now = clock.now()
    person = Person(
        id=uuid4(),
        created_at=now,
        password_hash=account.password_hash,
        language=account.language,
        time_zone=account.zone,
        name=account.name,
        answer_languages=[account.language],
    )
    person.addresses.append(
        Address(
            id=uuid4(),
            email=account.email,
            added_at=now,
            confirmed_at=now + timedelta(minutes=4) if account.confirmed else None,
        )
    )
    stage.session.add(person)
    stage.session.flush()
    return person.id


def write_facilitators(stage: Stage, password_hash: str) -> None:
    """Write the twelve facilitators with what they offer; those of the cast are among them."""
    for told in toml("facilitators")["facilitator"]:
        person_id = write_account(stage, _account(told, password_hash))
        declared.tell(
            stage.session, person_id, Told(commune_code=told["commune"], answer_languages=told["languages"])
        )
        stage.session.add(_offer(person_id, told))
        grant(stage.session, person_id, Role.FACILITATOR, told["region"])
        stage.facilitators.setdefault(told["region"], []).append(person_id)
    stage.session.flush()


def _account(told: dict[str, Any], password_hash: str) -> Account:
    first = normalised(told["name"].rpartition(" ")[0]).replace(" ", ".")
    belgian = told["region"].startswith("BE")
    return Account(
        email=f"{first}@{DOMAIN}",
        password_hash=password_hash,
        language=told["languages"][0],
        zone="Europe/Brussels" if belgian else "Europe/Paris",
        name=told["name"],
    )


def _offer(person_id: UUID, told: dict[str, Any]) -> Facilitator:
    return Facilitator(
        person_id=person_id,
        languages=told["languages"],
        themes=told.get("themes", []),
        presentation=told.get("presentation"),
        expertise=["creative-programming", "front-door"],
        capacity=told["capacity"],
        area_km=told["area_km"],
        slots=[{"weekday": day, "start": start, "end": end} for day, start, end in told["slots"]],
        since=clock.now(),
    )


def commune_name(stage: Stage, code: str, language: str) -> str:
    """Return a commune's name as a reader of the language writes it."""
    return stage.session.get_one(Commune, code).called(language)
