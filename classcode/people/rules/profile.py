"""What a person tells of herself, each thing where it is needed and each skippable; and the roles she holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid
from classcode.i18n import LANGUAGES, N_
from classcode.people.models import Gender, Person, Role, RoleGrant, Setting
from classcode.territory.models import Commune
from classcode.territory.schools.models import School

MOST_PUPILS: Final = 2000
WITHDRAWABLE: Final = (
    "name", "commune_code", "school", "school_id", "setting", "level", "pupils_a_year", "gender",
)  # fmt: skip
"""The answers that can be emptied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Answers to the optional questions; None means "skipped", and keeps what was said before."""

    name: str | None = None
    commune_code: str | None = None
    answer_languages: Sequence[str] | None = None
    school: str | None = None
    school_id: UUID | None = None
    """One of the directory; it takes the place of `school`, and `school` of it."""
    setting: str | None = None
    level: str | None = None
    pupils_a_year: int | None = None
    gender: str | None = None


def tell(session: Session, person_id: UUID, told: Told) -> Person:
    """Keep what the person told of herself; raise `Invalid` for a value outside its list."""
    _check(session, told)
    person = session.get_one(Person, person_id)
    for field in WITHDRAWABLE:
        value = getattr(told, field)
        if value is not None:
            setattr(person, field, value)
    if told.school_id is not None:
        person.school = None
    elif told.school is not None:
        person.school_id = None
    if told.answer_languages is not None:
        person.answer_languages = [
            code for code in told.answer_languages if code in LANGUAGES
        ] or person.answer_languages
    if person.setting == Setting.INITIAL_TRAINING:
        person.pupils_a_year = None  # a trainee supervises no pupils: counting them would be wrong
    session.flush()
    return person


def _check(session: Session, told: Told) -> None:
    for field, text in (("name", told.name), ("school", told.school)):
        if text is not None and (len(text) > 120 or any(ord(sign) < 32 for sign in text)):
            raise Invalid(field, N_("Please write at most 120 characters on one line."))
    if told.commune_code is not None and session.get(Commune, told.commune_code) is None:
        raise Invalid("commune", N_("Please choose a commune from the list."))
    if told.school_id is not None and session.get(School, told.school_id) is None:
        raise Invalid("school", N_("Please choose a school from the list."))
    if told.setting is not None and told.setting not in set(Setting):
        raise Invalid("setting", N_("Please choose one of the answers."))
    if told.gender is not None and told.gender not in set(Gender):
        raise Invalid("gender", N_("Please choose one of the answers."))
    if told.pupils_a_year is not None and not 0 <= told.pupils_a_year <= MOST_PUPILS:
        raise Invalid("pupils_a_year", N_("Please give a number from 0 to %(n)s."), n=MOST_PUPILS)


def withdraw(session: Session, person_id: UUID, field: str) -> None:
    """Take back one optional answer."""
    person = session.get_one(Person, person_id)
    if field not in WITHDRAWABLE:
        raise Invalid("field", N_("Please choose one of the answers."))
    setattr(person, field, None)


def grant(session: Session, person_id: UUID, role: Role, region_code: str | None = None) -> None:
    """Give a role, for one region or everywhere; giving it twice changes nothing."""
    held = select(RoleGrant).where(
        RoleGrant.person_id == person_id,
        RoleGrant.role == role,
        RoleGrant.region_code.is_not_distinct_from(region_code),
    )
    if session.scalar(held) is None:
        session.add(
            RoleGrant(
                id=uuid4(), person_id=person_id, role=role, region_code=region_code, granted_at=clock.now()
            )
        )
        session.flush()


def revoke(session: Session, person_id: UUID, role: Role, region_code: str | None = None) -> None:
    """Take a role back; it stops opening doors with the next request."""
    session.execute(
        delete(RoleGrant).where(
            RoleGrant.person_id == person_id,
            RoleGrant.role == role,
            RoleGrant.region_code.is_not_distinct_from(region_code),
        )
    )
