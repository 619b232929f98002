"""A question in Bretagne, where Ada learns and Bruno facilitates, and short ways to read what came of it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.people.models import Person
from helpdesk.models import Ticket, TicketStep
from helpdesk.tickets.rules.asking import Question, open_ticket
from tracking.models import Statement

Ask = Callable[..., Ticket]
WORDS = "My cat does not turn.\n\nIt walks *straight on*."


def question(**changed: object) -> Question:
    """Return a question from the unit on loops."""
    plain: dict[str, object] = {
        "text": WORDS,
        "module": "creative-programming",
        "unit": "loops-and-events",
        "language": "fr",
    }
    return Question(**(plain | changed))  # type: ignore[arg-type]


@pytest.fixture
def ask(session: Session) -> Ask:
    """Ask the desk: `ask(ada)`, or with other words, `ask(ada, text="...")`."""

    def asking(who: Person, **changed: object) -> Ticket:
        return open_ticket(session, who.id, question(**changed), act_id=uuid4())

    return asking


def trail(session: Session, ticket: Ticket) -> list[str]:
    """Return the words of a ticket's trail, in order."""
    steps = select(TicketStep.what).where(TicketStep.ticket_id == ticket.id).order_by(TicketStep.id)
    return list(session.scalars(steps))


def verbs(session: Session) -> list[str]:
    """Return the verbs of the whole record, in order."""
    return list(session.scalars(select(Statement.verb).order_by(Statement.seq)))
