"""Questions asked without a name: a lead may look behind the pseudonym with a reason; the learner may show herself."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import Invalid, NotFound
from classcode.i18n import N_
from helpdesk.models import NameLift, Ticket
from helpdesk.tickets.rules.moving import leave
from helpdesk.tickets.states import What

LEAST, MOST = 10, 500
"""Characters of a reason: long enough to be one."""


def lift(session: Session, ticket: Ticket, reason: str, *, by: UUID) -> None:
    """Look behind a pseudonym, as a lead; the learner sees who did and why. Doing it twice changes nothing."""
    kept = reason.strip()
    if not LEAST <= len(kept) <= MOST:
        raise Invalid(
            "reason",
            N_("Please give the reason in %(least)s to %(most)s characters."),
            least=LEAST,
            most=MOST,
        )
    values = {"id": uuid4(), "ticket_id": ticket.id, "by_person_id": by, "reason": kept, "at": clock.now()}
    if db.insert_once(session, NameLift, values):
        leave(session, ticket.id, What.NAME_LIFTED, by=by)


def show_name(session: Session, ticket: Ticket, *, by: UUID) -> None:
    """Show one's own name on a question asked without it; it cannot be taken back."""
    if by != ticket.learner_id:
        raise NotFound
    if ticket.unnamed:
        ticket.unnamed = False
        session.flush()
        leave(session, ticket.id, What.NAME_SHOWN, by=by)
