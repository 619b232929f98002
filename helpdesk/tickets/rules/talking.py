"""The thread: the desk answers, the learner replies or withdraws, the team notes, either says that it is settled."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import NotFound, Refused
from classcode.i18n import N_
from helpdesk import mails
from helpdesk.models import Message, Source, Ticket, TicketStep
from helpdesk.tickets import events
from helpdesk.tickets.queries.holders import is_there
from helpdesk.tickets.rules.asking import checked, write
from helpdesk.tickets.rules.holding import lend, pair
from helpdesk.tickets.rules.moving import leave, move
from helpdesk.tickets.states import HERS, OPEN, Move, State, What
from tracking import rules as record

CHANGED_HANDS = (What.PASSED_ON, What.DECLINED, What.LAPSED, What.ASSIGNED, What.LENT)


class Ended(Refused):
    """Nothing more is written in a question that is closed or was withdrawn."""

    message = N_(
        "This question is closed. Ask a new one that goes on from it: the same person is asked first."
    )


def say(session: Session, ticket: Ticket, text: str, *, by: UUID, act_id: UUID) -> Message:
    """Write in the thread, as the one who asked or as the one who holds the question; others get `NotFound`."""
    if by == ticket.learner_id:
        return reply(session, ticket, text)
    if by == ticket.facilitator_id:
        return answer(session, ticket, text, act_id=act_id)
    raise NotFound


def answer(
    session: Session,
    ticket: Ticket,
    text: str,
    *,
    act_id: UUID,
    source: Source = Source.WEB,
    mail_id: str | None = None,
) -> Message:
    """Answer as the holder of the question. Effects: message, trail, statement, and at times a mail to the learner."""
    assert ticket.facilitator_id is not None
    now, holder, first = clock.now(), ticket.facilitator_id, ticket.first_answered_at is None
    kept = checked(text)
    waited = events.waited(ticket, now, _reassignments(session, ticket.id)) if first else None
    message = write(session, ticket, kept, by=holder, source=source, mail_id=mail_id)
    move(
        session,
        ticket,
        Move.ANSWER,
        by=holder,
        detail={"message": str(message.id)},
        first_answered_at=ticket.first_answered_at or now,
    )
    record.record(session, events.responded(ticket, act_id, now, waited))
    mails.tell_of_answer(session, ticket, first=first)
    return message


def _reassignments(session: Session, ticket_id: UUID) -> int:
    count = select(func.count()).where(TicketStep.ticket_id == ticket_id, TicketStep.what.in_(CHANGED_HANDS))
    return session.scalar(count) or 0


def reply(
    session: Session,
    ticket: Ticket,
    text: str,
    *,
    source: Source = Source.WEB,
    mail_id: str | None = None,
) -> Message:
    """Write as the one who asked; a settled question opens again, and a next answer is promised where one was given.

    Whoever held it and cannot answer now lends it, or the desk looks for somebody; raise `Ended` after the end.
    """
    kept, state = checked(text), State(ticket.state)
    if state not in OPEN | {State.RESOLVED}:
        raise Ended
    how = Move.REOPEN if state is State.RESOLVED else Move.REPLY
    message = write(session, ticket, kept, by=ticket.learner_id, source=source, mail_id=mail_id)
    detail = {"message": str(message.id)}
    move(session, ticket, how, by=ticket.learner_id, detail=detail, resolved_at=None)
    _find_somebody(session, ticket)
    return message


def _find_somebody(session: Session, ticket: Ticket) -> None:
    """Make sure that somebody who is there has it: the holder, who stands in for her, or the next candidate."""
    if ticket.facilitator_id is None:
        pair(session, ticket)
    elif ticket.state in HERS and not is_there(session, ticket.facilitator_id):
        lend(session, ticket)


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
    move(session, ticket, Move.RESOLVE, by=by, resolved_at=now)
    record.record(session, events.resolved(ticket, by, act_id, now))


def cancel(session: Session, ticket: Ticket, *, by: UUID) -> None:
    """Withdraw a question, as who asked it; others get `NotFound`."""
    if by != ticket.learner_id:
        raise NotFound
    move(session, ticket, Move.CANCEL, by=by)


def close(session: Session, ticket: Ticket) -> None:
    """Close a question that was settled a while ago."""
    move(session, ticket, Move.CLOSE, closed_at=clock.now())
