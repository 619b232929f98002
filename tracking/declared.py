"""What learners declare, kept twice: with the person, who can change it, and as dated facts to count by."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from classcode.people.models import Person
from classcode.people.rules import profile
from classcode.people.rules.profile import Told
from classcode.territory.models import Commune
from tracking.rules import note_fact

REGION = "region"
COMMUNE_TYPE = "commune_type"
COUNTED = ("setting", "level", "gender")


def tell(session: Session, person_id: UUID, told: Told) -> Person:
    """Keep the answers with the person and, for those that are counted, as facts from now on."""
    person = profile.tell(session, person_id, told)
    if told.commune_code is not None:
        commune = session.get_one(Commune, told.commune_code)
        note_fact(session, person_id, REGION, commune.region_code)
        note_fact(session, person_id, COMMUNE_TYPE, "rural" if commune.rural else "urban")
    for kind in COUNTED:
        if getattr(told, kind) is not None:
            note_fact(session, person_id, kind, getattr(told, kind))
    if told.pupils_a_year is not None or told.setting is not None:
        pupils = person.pupils_a_year
        note_fact(session, person_id, "pupils_a_year", None if pupils is None else str(pupils))
    return person


def withdraw(session: Session, person_id: UUID, field: str) -> None:
    """Take an answer back, with the person and in the facts, from now on."""
    profile.withdraw(session, person_id, field)
    if field == "commune_code":
        note_fact(session, person_id, REGION, None)
        note_fact(session, person_id, COMMUNE_TYPE, None)
    elif field in {*COUNTED, "pupils_a_year"}:
        note_fact(session, person_id, field, None)
