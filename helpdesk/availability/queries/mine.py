"""One facilitator's standing: her offer, load, next slot, holidays and absences, and who has her questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Facilitator, Person, Role, RoleGrant
from classcode.people.queries import regions_of_role
from classcode.territory.models import Commune
from helpdesk.availability import weekly
from helpdesk.availability.weekly import Weekly
from helpdesk.models import Absence, Ticket
from helpdesk.slots import Closed, Slot, next_slot, offered_until
from helpdesk.tickets.queries.candidates import capacity_of, loads_of, settled_by
from helpdesk.tickets.queries.days_off import holidays_of
from helpdesk.tickets.queries.holders import today_of
from helpdesk.tickets.states import HERS, OPEN

SOON: Final = 3
"""How many school holidays the page names."""


@dataclass(frozen=True, slots=True)
class Lent:
    """How many of her questions somebody answers meanwhile; nobody (None) yet."""

    name: str | None
    count: int
    held: bool


@dataclass(frozen=True, slots=True)
class Away:
    """An absence that is not over, and who stands in."""

    absence: Absence
    substitute: str | None
    running: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Everything that her page tells. `grown` is what her experience bears now; `new` that nothing is kept yet."""

    row: Facilitator
    new: bool
    zone: str
    today: date
    commune: Commune | None
    load: int
    turn: int
    capacity: int
    grown: int
    slots: list[Weekly]
    next: Slot | None
    until: Slot | None
    holidays: tuple[Closed, ...]
    away: list[Away]
    lent: list[Lent]


def standing_of(session: Session, person_id: UUID) -> Standing:
    """Read how things stand for a facilitator, or would if she saved the page as it is."""
    person, now = session.get_one(Person, person_id), clock.now()
    row = session.get(Facilitator, person_id) or nothing_yet(person)
    commune = session.get(Commune, person.commune_code) if person.commune_code else None
    today, settled = today_of(session, person_id), settled_by(session).get(person_id, 0)
    holidays, away = holidays_of(row, commune, today), absences_of(session, person_id, today)
    closed = (*holidays, *(Closed(one.absence.starts_on, one.absence.ends_on) for one in away))
    until = offered_until(row.slots, person.time_zone, now, closed=closed)
    return Standing(
        row=row,
        new=row not in session,
        zone=person.time_zone,
        today=today,
        commune=commune,
        load=loads_of(session).get(person_id, 0),
        turn=_turn(session, person_id),
        capacity=capacity_of(row, settled),
        grown=_grown(row, settled),
        slots=weekly.read_all(row.slots),
        next=next_slot(row.slots, person.time_zone, now, closed=closed),
        until=Slot(now, until) if until else None,
        holidays=_soon(holidays),
        away=away,
        lent=_lent(session, person_id),
    )


def nothing_yet(person: Person) -> Facilitator:
    """Return what the page of somebody begins with who has the role and has offered nothing; no row of the database."""
    return Facilitator(
        person_id=person.id,
        languages=[person.language],
        expertise=[],
        themes=[],
        capacity=None,
        area_km=50,
        slots=[],
        since=clock.now(),
        off_in_holidays=True,
    )


def _grown(row: Facilitator, settled: int) -> int:
    return capacity_of(Facilitator(person_id=row.person_id, capacity=None), settled)


def _soon(holidays: tuple[Closed, ...]) -> tuple[Closed, ...]:
    return tuple(sorted(holidays, key=lambda one: one.first))[:SOON]


def _turn(session: Session, person_id: UUID) -> int:
    hers = (Ticket.facilitator_id == person_id, Ticket.state.in_(HERS))
    return session.scalar(select(func.count()).select_from(Ticket).where(*hers)) or 0


def absences_of(session: Session, person_id: UUID, today: date) -> list[Away]:
    """Return the absences of somebody that run or are to come, the first first."""
    rows = session.execute(
        select(Absence, Person.name)
        .outerjoin(Person, Person.id == Absence.substitute_id)
        .where(Absence.facilitator_id == person_id, Absence.ended_at.is_(None), Absence.ends_on >= today)
        .order_by(Absence.starts_on, Absence.id)
    )
    return [Away(absence, name, absence.starts_on <= today) for absence, name in rows]


def _lent(session: Session, person_id: UUID) -> list[Lent]:
    counted = (
        select(Ticket.facilitator_id, Person.name, func.count())
        .outerjoin(Person, Person.id == Ticket.facilitator_id)
        .where(Ticket.lent_by_id == person_id, Ticket.state.in_(OPEN))
        .group_by(Ticket.facilitator_id, Person.name)
        .order_by(func.count().desc())
    )
    return [Lent(name, count, holder is not None) for holder, name, count in session.execute(counted)]


def substitutes_of(session: Session, person_id: UUID) -> list[tuple[UUID, str | None]]:
    """Return who may stand in for a facilitator: the others of her regions, or everybody where she has all, by name."""
    regions = regions_of_role(session, person_id, Role.FACILITATOR)
    others = (
        select(Person.id, Person.name)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role == Role.FACILITATOR, Person.disabled_at.is_(None), Person.id != person_id)
        .distinct()
        .order_by(Person.name, Person.id)
    )
    if None not in regions:
        others = others.where(RoleGrant.region_code.in_(regions) | RoleGrant.region_code.is_(None))
    return [(who, name) for who, name in session.execute(others)]


def day_after(day: date) -> date:
    """Return the day on which she is there again."""
    return day + timedelta(days=1)
