"""The other questions of whoever asked this one: only where both are known to be hers."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.errors import NotFound
from helpdesk.models import Ticket
from helpdesk.tickets import access
from helpdesk.tickets.access import Seen, Who
from helpdesk.tickets.states import OPEN


def others_of(session: Session, visitor: Who, seen: Seen) -> list[Ticket]:
    """Return the open questions of the same person that may be joined to this one; a pseudonym leads to no other."""
    ticket = seen.ticket
    if not seen.names_learner:
        return []
    hers = select(Ticket).where(
        Ticket.learner_id == ticket.learner_id,
        Ticket.id != ticket.id,
        Ticket.unnamed == ticket.unnamed,
        Ticket.state.in_(OPEN),
    )
    return [
        one
        for one in session.scalars(hers.order_by(Ticket.opened_at, Ticket.id))
        if _open(session, visitor, one)
    ]


def _open(session: Session, visitor: Who, ticket: Ticket) -> bool:
    try:
        seen = access.ticket(session, visitor, ticket.id)
    except NotFound:
        return False
    return seen.may_join and seen.names_learner
