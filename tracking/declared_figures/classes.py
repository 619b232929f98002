"""Declaring classes and births: sessions held with a class, each class once a school year; births with their source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import Invalid
from classcode.i18n import N_
from classcode.territory import systems
from classcode.territory.models import Region
from classcode.territory.names import normalised
from classcode.territory.schools.models import School
from classcode.territory.schools.queries import school as school_of
from tracking.declared_figures.models import BirthCount, ClassDeclaration, DeclaredClass
from tracking.declared_figures.rules import dated

MOST_PUPILS: Final = 120
"""More than any class: beyond it several were told as one."""
MOST_BIRTHS: Final = 5_000_000
COUNTRIES: Final = ("FR", "BE")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldClass:
    """A session with a class as somebody declared it: a school of the directory, or a place and its region."""

    name: str
    held_on: date
    pupils: int | None
    source: str
    girls: int | None = None
    school_id: UUID | None = None
    place: str = ""
    region_code: str = ""
    level: str = ""


def declare_class(session: Session, told: ToldClass, *, by: UUID) -> ClassDeclaration:
    """Keep that a session was held; the same class of the same school year stays one class."""
    pupils, girls = _numbers(told)
    source, name = _line("source", told.source, 300), _line("name", told.name, 40)
    if told.level and systems.level_of(told.level) is None:
        raise Invalid("level", N_("Please choose one of the answers."))
    of = _class(session, told, name, dated(told.held_on, "held_on"))
    declaration = ClassDeclaration(
        id=uuid4(),
        class_id=of.id,
        held_on=told.held_on,
        pupils=pupils,
        girls=girls,
        source=source,
        author_id=by,
        entered_at=clock.now(),
    )
    session.add(declaration)
    session.flush()
    return declaration


def _numbers(told: ToldClass) -> tuple[int, int | None]:
    if told.pupils is None or not 1 <= told.pupils <= MOST_PUPILS:
        raise Invalid("pupils", N_("Please give a number of pupils from 1 to %(n)s."), n=MOST_PUPILS)
    if told.girls is not None and not 0 <= told.girls <= told.pupils:
        raise Invalid("girls", N_("There cannot be more girls than pupils."))
    return told.pupils, told.girls


def _line(field: str, text: str, longest: int) -> str:
    kept = " ".join(text.split())
    if not 1 <= len(kept) <= longest:
        raise Invalid(field, N_("Please write between 1 and %(n)s characters."), n=longest)
    return kept


def _class(session: Session, told: ToldClass, name: str, day: date) -> DeclaredClass:
    """Find or make the class: its school and its name, in the school year of the day."""
    school = school_of(session, told.school_id) if told.school_id else None
    if told.school_id and school is None:
        raise Invalid("school", N_("Please choose a school from the list."))
    place = "" if school else _line("place", told.place, 120)
    region = school.commune.region_code if school else told.region_code
    if session.get(Region, region) is None:
        raise Invalid("region", N_("Please choose a region from the list."))
    identity = f"{school.id if school else normalised(place)} {normalised(name)}"[:200]
    values = {
        "id": uuid4(),
        "identity": identity,
        "school_year": systems.school_year_of(_system(school, region), day).name,
        "school_id": school.id if school else None,
        "place": place,
        "name": name,
        "level": told.level,
        "region_code": region,
    }
    db.insert_once(session, DeclaredClass, values)
    mine = (DeclaredClass.identity == identity, DeclaredClass.school_year == values["school_year"])
    return session.scalars(select(DeclaredClass).where(*mine)).one()


def _system(school: School | None, region: str) -> systems.System:
    """Return the school's system; without a school of the directory, the first that the region offers."""
    return systems.system(school.system) if school else systems.systems_offered(region)[0]


def withdraw_declaration(session: Session, declaration: ClassDeclaration, *, by: UUID) -> None:
    """Take a declaration back; it stays in the list as withdrawn, with who did it."""
    if declaration.withdrawn_at is None:
        declaration.withdrawn_at, declaration.withdrawn_by_id = clock.now(), by
        session.flush()


def enter_births(
    session: Session, country: str, year: int | None, births: int | None, *, source: str, by: UUID
) -> BirthCount:
    """Keep the births of a country and year; an earlier entry stays and no longer counts."""
    if country not in COUNTRIES:
        raise Invalid("country", N_("Please choose one of the answers."))
    if year is None or not 1990 <= year <= clock.now().year:
        raise Invalid("year", N_("Please give a year from 1990 to this one."))
    if births is None or not 1 <= births <= MOST_BIRTHS:
        raise Invalid("births", N_("Please give a number from 1 to %(n)s."), n=MOST_BIRTHS)
    row = BirthCount(
        id=uuid4(),
        country=country,
        year=year,
        births=births,
        source=_line("source", source, 300),
        author_id=by,
        entered_at=clock.now(),
    )
    session.add(row)
    session.flush()
    return row
