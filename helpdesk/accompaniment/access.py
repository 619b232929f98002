"""The only ways to an accompaniment: facilitators and leads of its region; to a step, also who was marked as there.

Refusals read as unknown (404).
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from classcode.errors import NotFound
from classcode.people.models import Role
from classcode.territory.models import Commune
from classcode.territory.schools.models import School
from helpdesk.accompaniment.models import Accompaniment, AccompanimentStep, StepPresence
from helpdesk.pairing import EVERYWHERE
from helpdesk.tickets.access import Who

ROLES = (Role.FACILITATOR, Role.LEAD)


@dataclass(frozen=True, slots=True)
class Seen:
    """An accompaniment as one person of its region sees it; who leads it may hide words and hand it over."""

    accompaniment: Accompaniment
    leads: bool


def accompaniment(session: Session, who: Who, accompaniment_id: UUID, *, acting: bool = False) -> Seen:
    """Return an accompaniment of a region of hers; with `acting` its row is held until the transaction ends."""
    wanted = (
        select(Accompaniment)
        .where(Accompaniment.id == accompaniment_id)
        .options(
            joinedload(Accompaniment.school).joinedload(School.commune).joinedload(Commune.region),
            selectinload(Accompaniment.steps).selectinload(AccompanimentStep.present),
        )
        .execution_options(populate_existing=True)
    )
    if acting:
        wanted = wanted.with_for_update(of=Accompaniment)
    found = session.scalar(wanted)
    if found is None or not works_in(who, found.region_code):
        raise NotFound
    return Seen(found, who.may(Role.LEAD, found.region_code))


def step(seen: Seen, step_id: UUID) -> AccompanimentStep:
    """Return a step of this accompaniment that was not withdrawn."""
    for one in seen.accompaniment.steps:
        if one.id == step_id and one.withdrawn_at is None:
            return one
    raise NotFound


def led_step(session: Session, who: Who, accompaniment_id: UUID, step_id: UUID) -> AccompanimentStep:
    """Return a step to who leads the region, and may hide its words."""
    seen = accompaniment(session, who, accompaniment_id, acting=True)
    if not seen.leads:
        raise NotFound
    return step(seen, step_id)


def own_presence(session: Session, who: Who, step_id: UUID) -> StepPresence:
    """Return that this person was marked as there."""
    found = session.get(StepPresence, (step_id, who.id), with_for_update=True)
    of = session.get(AccompanimentStep, step_id)
    if found is None or of is None or of.withdrawn_at is not None:
        raise NotFound
    return found


def works_in(who: Who, region_code: str) -> bool:
    """Tell whether somebody facilitates or leads this region."""
    return any(who.may(role, region_code) for role in ROLES)


def regions_of(who: Who) -> frozenset[str] | None:
    """Return the regions in which somebody may accompany; None is everywhere."""
    held = frozenset[str]().union(*(who.regions.get(role, frozenset()) for role in ROLES))
    return None if EVERYWHERE in held else held


def hers(who: Who) -> ColumnElement[bool]:
    """Return the condition on accompaniments of the regions in which somebody works."""
    mine = regions_of(who)
    return true() if mine is None else or_(Accompaniment.region_code.in_(mine))
