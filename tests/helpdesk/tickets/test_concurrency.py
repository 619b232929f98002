"""Many at once on one ticket: one of them holds it, the others are told who; no message is lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import db
from classcode.errors import Refused
from classcode.people.models import Person
from helpdesk.models import Message, Ticket, TicketStep
from helpdesk.tickets.rules import holding, talking
from helpdesk.tickets.rules.holding import AlreadyTaken
from helpdesk.tickets.states import What
from tests.helpdesk.tickets.conftest import Ask
from tests.make import Make

ANSWERS = 8
BOTH = pytest.mark.parametrize(
    "database",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)],
    ids=["sqlite", "postgresql"],
)


def locked(session: Session, ticket_id: UUID) -> Ticket:
    """Read a ticket as the edge does before an act."""
    return session.scalars(select(Ticket).where(Ticket.id == ticket_id).with_for_update()).one()


def at_once(acts: list[Callable[[Session], None]]) -> list[Refused | None]:
    """Run each act in its own transaction and thread, all starting together; return what refused each."""
    start = Barrier(len(acts))

    def one(act: Callable[[Session], None]) -> Refused | None:
        start.wait()
        try:
            with db.transaction() as session:
                act(session)
        except Refused as refused:
            return refused
        return None

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(one, acts))


@BOTH
def test_one_of_many_takes_it_and_the_others_are_told_who(
    session: Session, ask: Ask, make: Make, ada: Person, database: str
) -> None:
    ticket_id = ask(ada).id
    people = [make.lead(f"lead-{number}", "FR-BRE") for number in range(ANSWERS)]
    session.commit()

    def taking(who: Person) -> Callable[[Session], None]:
        return lambda own: holding.take(own, locked(own, ticket_id), by=who.id)

    refusals = at_once([taking(who) for who in people])
    with db.reading() as reading:
        holder = reading.scalars(select(Person.name).join(Ticket, Ticket.facilitator_id == Person.id)).one()
        taken = reading.scalar(select(func.count()).where(TicketStep.what == What.TAKEN))
    others = [refused for refused in refusals if refused is not None]
    assert taken == 1 and len(others) == ANSWERS - 1
    assert all(isinstance(refused, AlreadyTaken) and holder in str(refused) for refused in others)


@BOTH
def test_what_both_sides_write_at_once_is_all_kept(
    session: Session, ask: Ask, ada: Person, bruno: Person, database: str
) -> None:
    ticket_id = ask(ada).id
    session.commit()

    def saying(who: Person, number: int) -> Callable[[Session], None]:
        return lambda own: _say(own, ticket_id, who.id, number)

    assert (
        at_once([saying((ada, bruno)[number % 2], number) for number in range(ANSWERS)]) == [None] * ANSWERS
    )
    with db.reading() as reading:
        assert reading.scalar(select(func.count()).select_from(Message)) == ANSWERS + 1


def _say(session: Session, ticket_id: UUID, who: UUID, number: int) -> None:
    talking.say(session, locked(session, ticket_id), f"Message {number}", by=who, act_id=uuid4())
