"""Why somebody holds a question: the reasons that were kept, and how anybody would be weighed at this moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Facilitator, Person, Role, RoleGrant
from helpdesk.models import PairingReason, Ticket
from helpdesk.pairing import why_not
from helpdesk.tickets.queries.candidates import everybody, links, needs_of

SHOWN: Final = 12
"""Candidates of one look that a page shows, the best first; anybody else is found by name."""
FOUND: Final = 5
"""People whom one name may mean, at most."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """How one candidate was weighed, with her name; `kept` is false when she is weighed only now, as of `at`."""

    person_id: UUID
    name: str | None
    at: datetime
    chosen: bool
    score: int
    components: dict[str, Any]
    kept: bool = True


def reasons_of(session: Session, ticket: Ticket) -> list[Reasons]:
    """Return the best candidates of the latest look, the chosen one first, and who was chosen at any look before."""
    latest = select(func.max(PairingReason.at)).where(PairingReason.ticket_id == ticket.id).scalar_subquery()
    rows = session.execute(
        select(PairingReason, Person.name)
        .join(Person, Person.id == PairingReason.facilitator_id)
        .where(PairingReason.ticket_id == ticket.id)
        .where(or_(PairingReason.at == latest, PairingReason.chosen))
        .order_by(PairingReason.at.desc(), PairingReason.chosen.desc(), PairingReason.score.desc(), Person.id)
        .limit(4 * SHOWN)
    )
    return [_kept(row, name) for row, name in rows]


def latest_of(reasons: list[Reasons]) -> list[Reasons]:
    """Return those of the latest look, as many as a page shows."""
    at = max((one.at for one in reasons), default=None)
    return [one for one in reasons if one.at == at][:SHOWN]


def asked_about(session: Session, ticket: Ticket, name: str) -> list[Reasons]:
    """Return how facilitators of this name were weighed at the latest look, or would be now if they were not."""
    people = _facilitators_called(session, ticket, name)
    kept = _latest_of_each(session, ticket, set(people))
    missing = set(people) - set(kept)
    return [
        *kept.values(),
        *(_as_of_now(session, ticket, {who: people[who] for who in missing}) if missing else []),
    ]


def _kept(row: PairingReason, name: str | None) -> Reasons:
    return Reasons(row.facilitator_id, name, row.at, row.chosen, row.score, row.components)


def _facilitators_called(session: Session, ticket: Ticket, name: str) -> dict[UUID, str | None]:
    wanted = name.strip()
    if not wanted:
        return {}
    rows = session.execute(
        select(Person.id, Person.name)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(Facilitator, Facilitator.person_id == Person.id)
        .where(RoleGrant.role == Role.FACILITATOR, Person.disabled_at.is_(None))
        .where(Person.name.icontains(wanted, autoescape=True), Person.id != ticket.learner_id)
        .distinct()
        .order_by(Person.name, Person.id)
        .limit(FOUND)
    )
    return {row.id: row.name for row in rows}


def _latest_of_each(session: Session, ticket: Ticket, people: set[UUID]) -> dict[UUID, Reasons]:
    rows = session.execute(
        select(PairingReason, Person.name)
        .join(Person, Person.id == PairingReason.facilitator_id)
        .where(PairingReason.ticket_id == ticket.id, PairingReason.facilitator_id.in_(people))
        .order_by(PairingReason.at)
    )
    return {row.facilitator_id: _kept(row, name) for row, name in rows}


def _as_of_now(session: Session, ticket: Ticket, people: dict[UUID, str | None]) -> list[Reasons]:
    needs, across, now = needs_of(session, ticket), links(session), clock.now()
    weighed = [why_not(needs, one, across) for one in everybody(session, Person.id.in_(people))]
    return [
        Reasons(one.candidate.id, people[one.candidate.id], now, False, one.score, one.components(), False)
        for one in weighed
    ]
