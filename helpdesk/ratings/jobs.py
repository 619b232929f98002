"""Asking round: who was answered and settled her question is asked once how it went."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from classcode import clock, db
from classcode.queues.rounds import going_on
from helpdesk.models import Ticket
from helpdesk.ratings import rules
from helpdesk.ratings.models import RatingRequest


def ask_for_ratings(_round: str) -> None:
    """Ask about what was settled lately; each question in a transaction of its own, looked at again inside it."""
    for ticket_id in _due():
        with going_on("asking how %s went", ticket_id), db.transaction() as session:
            ticket = session.get(Ticket, ticket_id, with_for_update=True)
            if ticket is not None:
                rules.ask(session, ticket)


def _due() -> list[UUID]:
    now = clock.now()
    due = (
        select(Ticket.id)
        .outerjoin(RatingRequest, RatingRequest.ticket_id == Ticket.id)
        .where(
            Ticket.state.in_(rules.SETTLED),
            Ticket.first_answered_at.is_not(None),
            Ticket.resolved_at.between(now - rules.FORGOTTEN, now - rules.REST),
            RatingRequest.ticket_id.is_(None),
        )
        .order_by(Ticket.resolved_at, Ticket.id)
    )
    with db.reading() as session:
        return list(session.scalars(due))
