"""What learners declare, kept twice: with the person, who can change it, and as dated facts to count by."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from classcode.people.models import Person
from classcode.people.rules import profile
from classcode.people.rules.profile import Told
from classcode.territory.models import Commune
from tracking.rules import note_fact, note_facts

REGION = "region"
DEPARTMENT = "department"
ACADEMY = "academy"
"""A French academy; in Belgium the province, which runs none but is asked for in its place."""
COMMUNE_TYPE = "commune_type"
LANGUAGE = "language"
SCHOOL = "school"
PUPILS = "pupils_a_year"
COUNTED = ("setting", "level", "gender")

_OF_COMMUNE = (REGION, DEPARTMENT, ACADEMY, COMMUNE_TYPE)


def tell(session: Session, person_id: UUID, told: Told) -> Person:
    """Keep the answers with the person and, for those that are counted, as facts from now on."""
    person = profile.tell(session, person_id, told)
    facts: dict[str, str | None] = {LANGUAGE: person.language}
    if told.commune_code is not None:
        facts |= _of_commune(session.get_one(Commune, told.commune_code))
    if told.school_id is not None or told.school is not None:
        facts[SCHOOL] = None if person.school_id is None else str(person.school_id)
    facts |= {kind: getattr(told, kind) for kind in COUNTED if getattr(told, kind) is not None}
    if told.pupils_a_year is not None or told.setting is not None:
        pupils = person.pupils_a_year
        facts[PUPILS] = None if pupils is None else str(pupils)
    note_facts(session, person_id, facts)
    return person


def note_language(session: Session, person_id: UUID) -> None:
    """Keep in which language the pages speak to a person; once at her first act that is counted."""
    note_fact(session, person_id, LANGUAGE, session.get_one(Person, person_id).language)


def _of_commune(commune: Commune) -> dict[str, str | None]:
    academy = commune.academy_code or (commune.region_code if commune.country == "BE" else None)
    return {
        REGION: commune.region_code,
        DEPARTMENT: commune.department_code,
        ACADEMY: academy,
        COMMUNE_TYPE: "rural" if commune.rural else "urban",
    }


def withdraw(session: Session, person_id: UUID, field: str) -> None:
    """Take an answer back, with the person and in the facts, from now on."""
    profile.withdraw(session, person_id, field)
    if field == "commune_code":
        note_facts(session, person_id, dict.fromkeys(_OF_COMMUNE))
    elif field == "school_id":
        note_fact(session, person_id, SCHOOL, None)
    elif field in {*COUNTED, PUPILS}:
        note_fact(session, person_id, field, None)
