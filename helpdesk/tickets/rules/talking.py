"""The thread: the desk answers, the learner replies, the team notes, either says that it is settled."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import NotFound
from helpdesk import mails
from helpdesk.models import Message, Ticket, TicketStep
from helpdesk.tickets import events
from helpdesk.tickets.rules.asking import checked, promised_from_now, write
from helpdesk.tickets.rules.moving import leave, move
from helpdesk.tickets.states import Move, State, What
from tracking import rules as record


def say(session: Session, ticket: Ticket, text: str, *, by: UUID, act_id: UUID) -> Message:
    """Write in the thread, as the one who asked or as the one who holds the question; others get `NotFound`."""
    if by == ticket.learner_id:
        return reply(session, ticket, text)
    if by == ticket.facilitator_id:
        return answer(session, ticket, text, act_id=act_id)
    raise NotFound


def answer(session: Session, ticket: Ticket, text: str, *, act_id: UUID) -> Message:
    """Answer as the holder of the question. Effects: message, trail, statement, and at times a mail to the learner."""
    assert ticket.facilitator_id is not None
    now, holder, first = clock.now(), ticket.facilitator_id, ticket.first_answered_at is None
    kept = checked(text)
    waited = events.waited(ticket, now, _reassignments(session, ticket.id)) if first else None
    move(session, ticket, Move.ANSWER, first_answered_at=ticket.first_answered_at or now)
    message = write(session, ticket, kept, by=holder)
    leave(session, ticket.id, What.ANSWERED, by=holder, message=str(message.id))
    record.record(session, events.responded(ticket, act_id, now, waited))
    mails.tell_of_answer(session, ticket, first=first)
    return message


def _reassignments(session: Session, ticket_id: UUID) -> int:
    changed_hands = (What.PASSED_ON, What.ASSIGNED)
    count = select(func.count()).where(TicketStep.ticket_id == ticket_id, TicketStep.what.in_(changed_hands))
    return session.scalar(count) or 0


def reply(session: Session, ticket: Ticket, text: str) -> Message:
    """Write as the one who asked; a settled question opens again, and a next answer is promised where one was given."""
    kept, state = checked(text), State(ticket.state)
    waits_anew = state in {State.WAITING_LEARNER, State.RESOLVED}
    promised = clock.now() + promised_from_now(session) if waits_anew else ticket.promised_by
    move(session, ticket, _way_back(ticket), promised_by=promised, resolved_at=None)
    message = write(session, ticket, kept, by=ticket.learner_id)
    what = What.REOPENED if state is State.RESOLVED else What.REPLIED
    leave(session, ticket.id, what, by=ticket.learner_id, message=str(message.id))
    return message


def _way_back(ticket: Ticket) -> Move:
    if ticket.state != State.RESOLVED:
        return Move.REPLY
    return Move.REOPEN if ticket.facilitator_id else Move.REOPEN_UNHELD


def note(session: Session, ticket: Ticket, text: str, *, by: UUID) -> Message:
    """Leave a note for the team; the learner never sees it, and it changes nobody's turn."""
    message = write(session, ticket, checked(text, "note"), by=by, internal=True)
    leave(session, ticket.id, What.NOTED, by=by, message=str(message.id))
    return message


def resolve(session: Session, ticket: Ticket, *, by: UUID, act_id: UUID) -> None:
    """Say that the question is settled, as its learner or its holder; others get `NotFound`."""
    if by not in {ticket.learner_id, ticket.facilitator_id}:
        raise NotFound
    now = clock.now()
    move(session, ticket, Move.RESOLVE, resolved_at=now)
    leave(session, ticket.id, What.RESOLVED, by=by)
    record.record(session, events.resolved(ticket, by, act_id, now))
