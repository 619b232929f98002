"""Anybody in a thread may report a message; a moderator hides it in one act. The words are kept, out of sight.

Which messages a person may see at all is settled before, by `access.message`.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import Refused
from classcode.i18n import N_
from helpdesk.models import Message, Ticket
from helpdesk.tickets.rules.moving import leave
from helpdesk.tickets.states import What

HIDDEN_SUBJECT: Final = "[…]"
"""The title of a question whose own words were hidden; a sign, so that it reads in every language."""


class OwnMessage(Refused):
    """Nobody reports herself."""

    message = N_("This message is your own. To have it removed, ask the person who answers you.")


def report(session: Session, message: Message, *, by: UUID) -> None:
    """Report somebody else's message to the moderators; reporting it twice changes nothing."""
    if message.author_id == by:
        raise OwnMessage
    first = update(Message).where(Message.id == message.id, Message.reported_at.is_(None))
    if db.changed(session.execute(first.values(reported_at=clock.now()))):
        leave(session, message.ticket_id, What.REPORTED, by=by, message=str(message.id))


def hide(session: Session, message: Message, *, by: UUID) -> None:
    """Take a message out of everybody's sight, and out of the ticket's title; hiding it twice changes nothing."""
    first = update(Message).where(Message.id == message.id, Message.hidden_at.is_(None))
    if db.changed(session.execute(first.values(hidden_at=clock.now()))):
        leave(session, message.ticket_id, What.HIDDEN, by=by, message=str(message.id))
        ticket = session.get_one(Ticket, message.ticket_id)
        if message.id == _question(session, ticket):
            ticket.subject = HIDDEN_SUBJECT
            session.flush()


def _question(session: Session, ticket: Ticket) -> UUID | None:
    """Return the message from which the title was made: the first one."""
    first = select(Message.id).where(Message.ticket_id == ticket.id).order_by(Message.written_at, Message.id)
    return session.scalar(first.limit(1))
