"""One ticket in full: who is in it, its messages and trail in order, its meetings, and why its holder was chosen.

The messages of questions that were joined to it are shown with its own. Whoever may not know who asked is never given
the name: it is replaced here, before any page sees it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.people.models import Person
from classcode.territory.models import Commune, Region
from helpdesk.meetings.models import Meeting
from helpdesk.models import Message, NameLift, Ticket, TicketStep
from helpdesk.tickets.access import Seen
from helpdesk.tickets.naming import learner_called
from helpdesk.tickets.queries.reasons import Reasons, latest_of, reasons_of
from helpdesk.tickets.rules.merging import joined_to
from helpdesk.tickets.states import What

FOR_MODERATORS: Final = frozenset({What.REPORTED})
"""Who reported whom is nobody else's business, the reported one's least of all."""
SHOWN_AS_MESSAGE: Final = frozenset({What.ASKED, What.ANSWERED, What.REPLIED, What.NOTED})
HOW: Final = frozenset({What.PAIRED, What.TAKEN, What.ASSIGNED, What.RETURNED})
"""How a question comes to somebody; the last of these says why the present holder has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """Everything that one person may read of one ticket; `messages` and `steps` hold nothing that is not for her.

    `how` is the step by which the present holder got it; `joined` are the questions that were joined to this one,
    by id; `split_off` those that hold messages of this one; `lifts` the reasons for which leads looked behind the
    pseudonym, by lead.
    """

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
    how: What | None = None
    candidates: list[Reasons] = field(default_factory=list)
    joined: dict[UUID, Ticket] = field(default_factory=dict)
    lifts: dict[UUID, str] = field(default_factory=dict)
    split_off: frozenset[UUID] = frozenset()

    @property
    def last_message(self) -> UUID | None:
        """The newest message that this reader sees."""
        return self.messages[-1].id if self.messages else None


def thread_of(session: Session, seen: Seen) -> Thread:
    """Read a ticket for who sees it; the learner gets no note, no report, and the chosen one's reasons alone."""
    ticket = seen.ticket
    joined = _joined(session, ticket)
    messages, steps = _messages(session, seen, [ticket.id, *joined]), _steps(session, seen)
    names = _names(session, _people(ticket, messages, steps))
    names[ticket.learner_id] = learner_called(
        ticket.id, names.get(ticket.learner_id), unnamed=ticket.unnamed, named=seen.names_learner
    )
    reasons = reasons_of(session, ticket)
    return Thread(
        ticket=ticket,
        learner=names[ticket.learner_id],
        holder=names.get(ticket.facilitator_id) if ticket.facilitator_id else None,
        region=session.get_one(Region, ticket.region_code),
        commune=_commune(session, seen),
        messages=messages,
        steps=steps,
        meetings=_meetings(session, ticket),
        names=names,
        why=next((one for one in reasons if one.chosen and one.person_id == ticket.facilitator_id), None),
        how=next((What(step.what) for step in reversed(steps) if step.what in HOW), None),
        candidates=latest_of(reasons) if seen.inside else [],
        joined=joined,
        lifts=_lifts(session, seen) if ticket.unnamed else {},
        split_off=_split_off(session, ticket.id),
    )


def _commune(session: Session, seen: Seen) -> Commune | None:
    """Return where she lives; of whom asked without a name the region alone is told."""
    code = seen.ticket.commune_code
    return session.get(Commune, code) if code and seen.names_learner else None


def _joined(session: Session, ticket: Ticket) -> dict[UUID, Ticket]:
    others = [one for one in joined_to(session, ticket.id) if one != ticket.id]
    if not others:
        return {}
    return {one.id: one for one in session.scalars(select(Ticket).where(Ticket.id.in_(others)))}


def _meetings(session: Session, ticket: Ticket) -> list[Meeting]:
    of_it = select(Meeting).where(Meeting.ticket_id == ticket.id)
    return list(session.scalars(of_it.order_by(Meeting.created_at)))


def _messages(session: Session, seen: Seen, tickets: list[UUID]) -> list[Message]:
    wanted = select(Message).where(Message.ticket_id.in_(tickets))
    if not seen.inside:
        wanted = wanted.where(Message.internal.is_(False))
    return list(session.scalars(wanted.order_by(Message.written_at, Message.id)))


def _steps(session: Session, seen: Seen) -> list[TicketStep]:
    wanted = select(TicketStep).where(TicketStep.ticket_id == seen.ticket.id)
    hidden = SHOWN_AS_MESSAGE | (frozenset() if seen.may_hide else FOR_MODERATORS)
    return list(session.scalars(wanted.where(TicketStep.what.not_in(hidden)).order_by(TicketStep.id)))


def messages_of(session: Session, seen: Seen) -> list[Message]:
    """Return the messages of a thread that a reader sees, with those of the questions joined to it, in order."""
    return _messages(session, seen, joined_to(session, seen.ticket.id))


def was_split_off(session: Session, ticket_id: UUID) -> bool:
    """Tell whether a question holds messages of another one, and so can be put back."""
    taken = (Message.ticket_id == ticket_id, Message.split_from_id.is_not(None))
    return session.scalar(select(Message.id).where(*taken).limit(1)) is not None


def _split_off(session: Session, ticket_id: UUID) -> frozenset[UUID]:
    parts = select(Message.ticket_id).where(Message.split_from_id == ticket_id)
    return frozenset(session.scalars(parts.distinct()))


def _lifts(session: Session, seen: Seen) -> dict[UUID, str]:
    """Return the reasons of who looked behind the pseudonym: for who asked, and for the leads."""
    if not (seen.learner or seen.lead):
        return {}
    rows = session.execute(
        select(NameLift.by_person_id, NameLift.reason).where(NameLift.ticket_id == seen.ticket.id)
    )
    return {row.by_person_id: row.reason for row in rows}


def _people(ticket: Ticket, messages: list[Message], steps: list[TicketStep]) -> set[UUID]:
    concerned = {UUID(step.detail[name]) for step in steps for name in ("to", "of") if name in step.detail}
    wrote = {message.author_id for message in messages}
    did = {step.by_person_id for step in steps if step.by_person_id}
    held = {ticket.facilitator_id} if ticket.facilitator_id else set()
    return concerned | wrote | did | held | {ticket.learner_id}


def _names(session: Session, people: set[UUID]) -> dict[UUID, str | None]:
    return dict(session.execute(select(Person.id, Person.name).where(Person.id.in_(people))).all())
