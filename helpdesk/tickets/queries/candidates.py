"""Who could answer: facilitators as the pairing needs them, with their present load."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Facilitator, Person, Role, RoleGrant
from classcode.territory.models import Commune
from classcode.territory.queries import point_of
from helpdesk.models import PairingReason, Ticket, TicketStep
from helpdesk.pairing import EVERYWHERE, Candidate
from helpdesk.tickets.states import State, What

QUIET: Final = timedelta(days=14)
"""An answered question that the learner left alone for so long no longer fills a place. A choice of ours."""


@dataclass(frozen=True, slots=True)
class Present:
    """How things stand, by person: her regions, her open tickets, her last turn; and who passed this question on."""

    regions: dict[UUID, frozenset[str]]
    loads: dict[UUID, int]
    asked_at: dict[UUID, datetime]
    passed_on: frozenset[UUID]


def candidates_for(session: Session, ticket: Ticket) -> list[Candidate]:
    """Return every facilitator but who asked, whatever her region; five queries however many there are."""
    rows = session.execute(_facilitators().where(Facilitator.person_id != ticket.learner_id)).all()
    present = Present(
        regions=_regions(session),
        loads=loads_of(session),
        asked_at=_last_asked(session),
        passed_on=_passed_on(session, ticket.id),
    )
    return [_candidate(row.Facilitator, row.Commune, present) for row in rows]


def _candidate(offer: Facilitator, commune: Commune | None, present: Present) -> Candidate:
    who = offer.person_id
    return Candidate(
        id=who,
        languages=frozenset(offer.languages),
        regions=present.regions.get(who, frozenset()),
        expertise=frozenset(offer.expertise),
        load=present.loads.get(who, 0),
        capacity=offer.capacity,
        area_km=offer.area_km,
        point=point_of(commune) if commune else None,
        away_until=offer.away_until,
        asked_at=present.asked_at.get(who),
        passed_on=who in present.passed_on,
    )


def _facilitators() -> Select[Facilitator, Commune]:
    granted = select(RoleGrant.person_id).where(RoleGrant.role == Role.FACILITATOR)
    return (
        select(Facilitator, Commune)
        .join(Person, Person.id == Facilitator.person_id)
        .outerjoin(Commune, Commune.code == Person.commune_code)
        .where(Person.disabled_at.is_(None), Person.id.in_(granted))
    )


def _regions(session: Session) -> dict[UUID, frozenset[str]]:
    grants = select(RoleGrant.person_id, RoleGrant.region_code).where(RoleGrant.role == Role.FACILITATOR)
    held: dict[UUID, set[str]] = {}
    for person_id, region_code in session.execute(grants):
        held.setdefault(person_id, set()).add(region_code or EVERYWHERE)
    return {person_id: frozenset(codes) for person_id, codes in held.items()}


def loads_of(session: Session) -> dict[UUID, int]:
    """Return how many places are filled, by holder: her turn, or answered lately and perhaps not over."""
    lately = clock.now() - QUIET
    filled = or_(
        Ticket.state == State.WAITING_FACILITATOR,
        and_(Ticket.state == State.WAITING_LEARNER, Ticket.moved_at > lately),
    )
    counted = (
        select(Ticket.facilitator_id, func.count())
        .where(Ticket.facilitator_id.is_not(None), filled)
        .group_by(Ticket.facilitator_id)
    )
    return {person_id: count for person_id, count in session.execute(counted) if person_id is not None}


def _last_asked(session: Session) -> dict[UUID, datetime]:
    chosen = (
        select(PairingReason.facilitator_id, func.max(PairingReason.at))
        .where(PairingReason.chosen.is_(True))
        .group_by(PairingReason.facilitator_id)
    )
    return dict(session.execute(chosen).all())


def _passed_on(session: Session, ticket_id: UUID) -> frozenset[UUID]:
    passed = select(TicketStep.by_person_id).where(
        TicketStep.ticket_id == ticket_id, TicketStep.what == What.PASSED_ON
    )
    return frozenset(person_id for person_id in session.scalars(passed) if person_id is not None)
