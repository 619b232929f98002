"""The two writes that every rule of the desk makes: a move of the ticket's state, and a line of its trail."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import Refused
from classcode.i18n import N_
from helpdesk.models import Ticket, TicketStep
from helpdesk.tickets.states import Move, State, What, after


class Overtaken(Refused):
    """Another act moved this ticket since it was read; nothing was written."""

    message = N_(
        "Somebody else changed this question at the same moment. Nothing was changed: look at it again."
    )


def move(session: Session, ticket: Ticket, how: Move, **values: Any) -> None:
    """Move a ticket by the transition table; raise `NotNow` or `Overtaken`. The version has the last word."""
    session.flush()
    values |= {
        "state": after(State(ticket.state), how),
        "moved_at": clock.now(),
        "version": Ticket.version + 1,
    }
    moved = session.execute(
        update(Ticket)
        .where(Ticket.id == ticket.id, Ticket.version == ticket.version)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if db.changed(moved) != 1:
        raise Overtaken
    session.refresh(ticket)


def leave(session: Session, ticket_id: UUID, what: What, *, by: UUID | None = None, **detail: Any) -> None:
    """Leave a line on the ticket's trail; `detail` holds ids and closed words alone."""
    step = TicketStep(ticket_id=ticket_id, at=clock.now(), by_person_id=by, what=what, detail=detail)
    session.add(step)
    session.flush()
