"""What the pages of accompaniments read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from classcode.people import queries as people
from classcode.people.models import Person
from classcode.territory.models import Commune
from classcode.territory.schools.models import School, SchoolStep
from helpdesk.accompaniment import access
from helpdesk.accompaniment.models import (
    Accompaniment,
    AccompanimentStep,
    AccompanimentTrail,
    StepPresence,
)
from helpdesk.accompaniment.stages import is_accompanied
from helpdesk.tickets.access import Who

MOST_LINES = 300
"""Schools listed at once; a region accompanies dozens a year."""


@dataclass(frozen=True, slots=True)
class Line:
    """An accompaniment in a list: how many steps were completed, whether words were reported."""

    accompaniment: Accompaniment
    completed: int
    facilitator: str | None
    reported: bool

    @property
    def accompanied(self) -> bool:
        """At least two steps were completed."""
        return is_accompanied(self.completed)


@dataclass(frozen=True, slots=True)
class OwnStep:
    """A step at which somebody was marked as there, as she herself reads it."""

    step: AccompanimentStep
    school: School
    named: bool


def years_of(session: Session, who: Who) -> list[str]:
    """Return the school years in which schools of her regions were accompanied, the newest first."""
    found = select(Accompaniment.school_year).where(access.hers(who)).distinct()
    return sorted(session.scalars(found), reverse=True)


def lines(session: Session, who: Who, school_year: str) -> list[Line]:
    """Return the accompaniments of her regions in a school year, by the school's name."""
    wanted = (
        select(Accompaniment)
        .join(Accompaniment.school)
        .options(joinedload(Accompaniment.school).joinedload(School.commune).joinedload(Commune.region))
        .where(access.hers(who), Accompaniment.school_year == school_year)
        .order_by(School.name, School.official_id)
        .limit(MOST_LINES)
    )
    found = list(session.scalars(wanted).unique())
    done, reported = _completed(session, found), _reported(session, found)
    names = people.names(session, {one.facilitator_id for one in found if one.facilitator_id})
    return [
        Line(one, done.get(one.id, 0), _name(names, one.facilitator_id), one.id in reported) for one in found
    ]


def _completed(session: Session, found: Iterable[Accompaniment]) -> dict[UUID, int]:
    ids = [one.id for one in found]
    counted = (
        select(AccompanimentStep.accompaniment_id, func.count())
        .join(SchoolStep, SchoolStep.id == AccompanimentStep.id)
        .where(AccompanimentStep.accompaniment_id.in_(ids))
        .group_by(AccompanimentStep.accompaniment_id)
    )
    return {row[0]: row[1] for row in session.execute(counted)}


def _reported(session: Session, found: Iterable[Accompaniment]) -> set[UUID]:
    ids = [one.id for one in found]
    wanted = select(AccompanimentStep.accompaniment_id).where(
        AccompanimentStep.accompaniment_id.in_(ids),
        AccompanimentStep.reported_at.is_not(None),
        AccompanimentStep.hidden_at.is_(None),
    )
    return set(session.scalars(wanted))


def _name(names: dict[UUID, people.Named], person_id: UUID | None) -> str | None:
    return names[person_id].name if person_id in names else None


def names_in(session: Session, of: Accompaniment) -> dict[UUID, str | None]:
    """Return the names that a page of the desk shows: who accompanies, who was there, who wrote."""
    ids = {one.person_id for step in of.steps for one in step.present}
    ids |= {line.by_person_id for line in trail_of(session, of) if line.by_person_id}
    if of.facilitator_id:
        ids.add(of.facilitator_id)
    return {one.id: one.name for one in people.names(session, ids).values()}


def trail_of(session: Session, of: Accompaniment) -> list[AccompanimentTrail]:
    """Return what was done, the latest first."""
    wanted = select(AccompanimentTrail).where(AccompanimentTrail.accompaniment_id == of.id)
    return list(session.scalars(wanted.order_by(AccompanimentTrail.seq.desc())))


def agreed_names(session: Session, step: AccompanimentStep) -> list[str]:
    """Return the names that may stand on the page for the head of school: of those who said yes, by name."""
    agreed = select(Person.name).join(StepPresence, StepPresence.person_id == Person.id)
    found = session.scalars(agreed.where(StepPresence.step_id == step.id, StepPresence.named.is_(True)))
    return sorted((name for name in found if name), key=str.lower)


def own_steps(session: Session, person_id: UUID) -> list[OwnStep]:
    """Return the steps at which this person was marked as there, the latest first."""
    rows = session.execute(
        select(AccompanimentStep, School, StepPresence.named)
        .join(StepPresence, StepPresence.step_id == AccompanimentStep.id)
        .join(Accompaniment, Accompaniment.id == AccompanimentStep.accompaniment_id)
        .join(School, School.id == Accompaniment.school_id)
        .options(joinedload(School.commune))
        .where(StepPresence.person_id == person_id, AccompanimentStep.withdrawn_at.is_(None))
        .order_by(AccompanimentStep.planned_on.desc(), AccompanimentStep.created_at.desc())
    )
    return [OwnStep(step, school, named) for step, school, named in rows]
