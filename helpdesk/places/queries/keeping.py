"""What those who look after places read: what was named or reported in their regions, a place's trail, one's own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session, contains_eager

from classcode.auth.visitors import EVERYWHERE
from classcode.people import queries as people
from classcode.people.models import Role
from classcode.territory.models import Commune, Place
from helpdesk.places.models import PlaceStep
from helpdesk.places.steps import Step
from helpdesk.tickets.access import Who

MOST: Final = 100
"""Places of one kind that a page of work holds."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in somebody's regions: named and not looked at, sent back, reported, hidden."""

    named: list[Place]
    sent_back: list[Place]
    reported: list[Place]
    hidden: list[Place]

    @property
    def any(self) -> bool:
        """Something stands on the page."""
        return bool(self.named or self.sent_back or self.reported or self.hidden)


def waiting_for(session: Session, who: Who) -> Waiting:
    """Return what waits for somebody of the desk; reported and hidden places are for who may hide them."""
    kept = _within(who, (Role.FACILITATOR, Role.LEAD))
    hers = true() if Role.ADMINISTRATOR in who.roles else _within(who, (Role.LEAD,))
    in_sight = Place.hidden_at.is_(None)
    named = _places(session, Place.accepted_at.is_(None), in_sight, kept)
    back = sent_back(session, [one.id for one in named])
    return Waiting(
        [one for one in named if one.id not in back],
        [one for one in named if one.id in back],
        _places(session, Place.reported_at.is_not(None), in_sight, hers),
        _places(session, Place.hidden_at.is_not(None), hers),
    )


def how_many_wait(session: Session, who: Who) -> int:
    """Return how many places wait to be looked at by somebody of the desk."""
    found = waiting_for(session, who)
    return len({one.id for one in (*found.named, *found.reported)})


def _within(who: Who, roles: Collection[Role]) -> ColumnElement[bool]:
    held: set[str] = set().union(*(who.regions.get(role, frozenset()) for role in roles))
    return true() if EVERYWHERE in held else Commune.region_code.in_(held)


def _places(session: Session, *where: ColumnElement[bool]) -> list[Place]:
    wanted = (
        select(Place)
        .join(Place.commune)
        .options(contains_eager(Place.commune).joinedload(Commune.region))
        .where(*where)
        .order_by(Place.created_at, Place.id)
    )
    return list(session.scalars(wanted.limit(MOST)))


def sent_back(session: Session, place_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return what is to be changed, by place, of those that were sent back and not touched since."""
    told = or_(PlaceStep.what == Step.SENT_BACK, PlaceStep.what == Step.CHANGED)
    wanted = select(PlaceStep).where(PlaceStep.place_id.in_(place_ids), told).order_by(PlaceStep.seq)
    last = {step.place_id: step for step in session.scalars(wanted)}
    return {place_id: step.note for place_id, step in last.items() if step.what == Step.SENT_BACK}


def named_by(session: Session, person_id: UUID) -> list[Place]:
    """Return the places that somebody named and that are not in the directory yet, the first one first."""
    return _places(
        session, Place.proposed_by_id == person_id, Place.accepted_at.is_(None), Place.hidden_at.is_(None)
    )


def steps_of(session: Session, place_id: UUID) -> list[PlaceStep]:
    """Return the trail of a place, newest first."""
    wanted = select(PlaceStep).where(PlaceStep.place_id == place_id).order_by(PlaceStep.seq.desc())
    return list(session.scalars(wanted.limit(MOST)))


def names_in(session: Session, steps: Collection[PlaceStep]) -> dict[UUID, str | None]:
    """Return the names of who left these steps; for those who look after the place."""
    wanted = {step.by_person_id for step in steps if step.by_person_id}
    return {one.id: one.name for one in people.names(session, wanted).values()}
