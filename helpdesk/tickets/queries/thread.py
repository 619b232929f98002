"""One ticket in full: who is in it, its messages and trail in order, its meetings, and why its holder was chosen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.people.models import Facilitator, Person, Role, RoleGrant
from classcode.territory.models import Commune, Region
from helpdesk.meetings.models import Meeting
from helpdesk.models import Message, PairingReason, Ticket, TicketStep
from helpdesk.tickets.access import Seen
from helpdesk.tickets.queries.candidates import loads_of
from helpdesk.tickets.states import What

FOR_MODERATORS = frozenset({What.REPORTED})
"""Who reported whom is nobody else's business, the reported one's least of all."""
SHOWN_AS_MESSAGE = frozenset({What.ASKED, What.ANSWERED, What.REPLIED, What.NOTED})


@dataclass(frozen=True, slots=True)
class Reasons:
    """How one candidate was weighed, with her name, at one of the times when the desk looked for somebody."""

    person_id: UUID
    name: str | None
    at: datetime
    chosen: bool
    score: int
    components: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Offer:
    """A facilitator whom a lead may choose: her load against her capacity, and whether the ticket's region is hers."""

    person_id: UUID
    name: str | None
    load: int
    capacity: int
    near: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """Everything that one person may read of one ticket; `messages` and `steps` hold nothing that is not for her."""

    ticket: Ticket
    learner: str | None
    holder: str | None
    region: Region
    commune: Commune | None
    messages: list[Message]
    steps: list[TicketStep]
    meetings: list[Meeting]
    names: dict[UUID, str | None]
    why: Reasons | None
    candidates: list[Reasons] = field(default_factory=list)


def thread_of(session: Session, seen: Seen) -> Thread:
    """Read a ticket for who sees it; the learner gets no note, no report, and the chosen one's reasons alone."""
    ticket = seen.ticket
    messages, steps = _messages(session, seen), _steps(session, seen)
    meetings = list(
        session.scalars(select(Meeting).where(Meeting.ticket_id == ticket.id).order_by(Meeting.created_at))
    )
    names = _names(session, _people(ticket, messages, steps))
    reasons = _reasons(session, ticket.id)
    return Thread(
        ticket=ticket,
        learner=names.get(ticket.learner_id),
        holder=names.get(ticket.facilitator_id) if ticket.facilitator_id else None,
        region=session.get_one(Region, ticket.region_code),
        commune=session.get(Commune, ticket.commune_code) if ticket.commune_code else None,
        messages=messages,
        steps=steps,
        meetings=meetings,
        names=names,
        why=next((one for one in reasons if one.chosen and one.person_id == ticket.facilitator_id), None),
        candidates=reasons if seen.inside else [],
    )


def _messages(session: Session, seen: Seen) -> list[Message]:
    wanted = select(Message).where(Message.ticket_id == seen.ticket.id)
    if not seen.inside:
        wanted = wanted.where(Message.internal.is_(False))
    return list(session.scalars(wanted.order_by(Message.written_at, Message.id)))


def _steps(session: Session, seen: Seen) -> list[TicketStep]:
    wanted = select(TicketStep).where(TicketStep.ticket_id == seen.ticket.id)
    hidden = SHOWN_AS_MESSAGE | (frozenset() if seen.may_hide else FOR_MODERATORS)
    return list(session.scalars(wanted.where(TicketStep.what.not_in(hidden)).order_by(TicketStep.id)))


def _people(ticket: Ticket, messages: list[Message], steps: list[TicketStep]) -> set[UUID]:
    assigned = {UUID(step.detail["to"]) for step in steps if "to" in step.detail}
    wrote = {message.author_id for message in messages}
    did = {step.by_person_id for step in steps if step.by_person_id}
    return (
        assigned
        | wrote
        | did
        | {ticket.learner_id}
        | ({ticket.facilitator_id} if ticket.facilitator_id else set())
    )


def _names(session: Session, people: set[UUID]) -> dict[UUID, str | None]:
    return dict(session.execute(select(Person.id, Person.name).where(Person.id.in_(people))).all())


def _reasons(session: Session, ticket_id: UUID) -> list[Reasons]:
    """Return every candidate of every look, the latest look and the best candidate first."""
    rows = session.execute(
        select(PairingReason, Person.name)
        .join(Person, Person.id == PairingReason.facilitator_id)
        .where(PairingReason.ticket_id == ticket_id)
        .order_by(PairingReason.at.desc(), PairingReason.chosen.desc(), PairingReason.score.desc(), Person.id)
    )
    return [
        Reasons(row.facilitator_id, name, row.at, row.chosen, row.score, row.components) for row, name in rows
    ]


def assignable(session: Session, ticket: Ticket) -> list[Offer]:
    """Return the facilitators whom a lead may choose, those of the ticket's region first, then by name."""
    rows = session.execute(
        select(Facilitator, Person.name, RoleGrant.region_code)
        .join(Person, Person.id == Facilitator.person_id)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            RoleGrant.role == Role.FACILITATOR, Person.disabled_at.is_(None), Person.id != ticket.learner_id
        )
    )
    loads = loads_of(session)
    offers: dict[UUID, Offer] = {}
    for offer, name, region_code in rows:
        who, near = offer.person_id, region_code in {None, ticket.region_code}
        near = near or (who in offers and offers[who].near)
        offers[who] = Offer(who, name, loads.get(who, 0), offer.capacity, near)
    return sorted(offers.values(), key=lambda one: (not one.near, one.name or "~", str(one.person_id)))
