"""A question that was answered and settled, and the mail that asks how it went."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.mail import OutgoingMail
from classcode.people.models import Person
from helpdesk.models import Ticket
from helpdesk.ratings.jobs import ask_for_ratings
from helpdesk.tickets.rules import talking
from helpdesk.tickets.rules.asking import open_ticket
from tests.helpdesk.tickets.conftest import ask, question

__all__ = ["ask"]
NOON = datetime(2026, 11, 10, 11, 0, tzinfo=UTC)
"""When everything of these tests was settled."""
Settle = Callable[..., Ticket]


@pytest.fixture
def settle(session: Session) -> Settle:
    """Ask, answer and settle at noon: `settle(ada)`, or by another moment, `settle(ada, at=...)`."""

    def settling(who: Person, at: datetime = NOON, **changed: object) -> Ticket:
        with clock.at(at - timedelta(hours=2)):
            ticket = open_ticket(session, who.id, question(**changed), act_id=uuid4())
            talking.answer(session, ticket, "Try this.", act_id=uuid4())
        with clock.at(at):
            talking.resolve(session, ticket, by=who.id, act_id=uuid4())
        session.commit()
        return ticket

    return settling


def mails_after(*hours: float) -> list[OutgoingMail]:
    """Go round so many hours after noon, and return all the mails that ask how it went."""
    for passed in hours:
        with clock.at(NOON + timedelta(hours=passed)):
            ask_for_ratings("a round")
    with db.transaction() as session:
        return list(session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "rate-help")))


def link_of(mail: OutgoingMail) -> str:
    """Return the path of the one link of a mail."""
    links = re.findall(r"http://classcode\.test(\S+)", mail.text)
    assert len(links) == 1
    return str(links[0])
