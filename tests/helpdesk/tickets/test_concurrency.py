"""Many at once on one ticket: one of them holds it, the others are told who; no message is lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.acts import Repeated, acting
from classcode.errors import Refused
from classcode.people.models import Person
from helpdesk.models import Message, Ticket, TicketStep
from helpdesk.tickets.rules import holding, merging, talking
from helpdesk.tickets.rules.asking import open_ticket
from helpdesk.tickets.rules.holding import AlreadyTaken
from helpdesk.tickets.states import PassOnReason, State, What
from tests.helpdesk.tickets.conftest import Ask, question
from tests.make import Make

ANSWERS = 50
BOTH = pytest.mark.parametrize(
    "database",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)],
    ids=["sqlite", "postgresql"],
)


def locked(session: Session, ticket_id: UUID) -> Ticket:
    """Read a ticket as the edge does before an act."""
    return session.scalars(select(Ticket).where(Ticket.id == ticket_id).with_for_update()).one()


def at_once(acts: list[Callable[[Session], None]]) -> list[Refused | None]:
    """Run each act in its own transaction and thread, all starting together; return what refused each.

    Each thread lives at the hour that the test was told, if it was told one, and not on the machine's day.
    """
    start, told = Barrier(len(acts)), clock.now() if clock.is_told() else None

    def one(act: Callable[[Session], None]) -> Refused | None:
        start.wait()
        try:
            with clock.at(told) if told else nullcontext(), db.transaction() as session:
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


@BOTH
def test_two_questions_joined_to_each_other_at_once_make_no_circle(
    session: Session, ask: Ask, ada: Person, bruno: Person, database: str
) -> None:
    ids = [ask(ada).id for _ in range(4)]
    session.commit()

    def joining(number: int) -> Callable[[Session], None]:
        one, other = ids[number % 4], ids[(number + 1 + number // 4 % 3) % 4]
        return lambda own: merging.merge(own, *merging.both(own, one, other), by=bruno.id)

    at_once([joining(number) for number in range(ANSWERS)])
    with db.reading() as reading:
        roots = {merging.root_of(reading, reading.get_one(Ticket, one)).id for one in ids}
        states = [reading.get_one(Ticket, one).state for one in ids]
    assert len(roots) == 1 and states.count(State.MERGED) == 3


@BOTH
def test_an_answer_and_the_end_of_the_slot_at_once_leave_one_of_the_two(
    session: Session, ask: Ask, ada: Person, bruno: Person, database: str
) -> None:
    ticket = ask(ada)
    ticket.offered_until = ticket.opened_at
    ticket_id = ticket.id
    session.commit()

    def answering(own: Session) -> None:
        talking.say(own, locked(own, ticket_id), "Turn it", by=bruno.id, act_id=uuid4())

    def lapsing(own: Session) -> None:
        holding.lapse(own, locked(own, ticket_id))

    at_once([answering, lapsing] * 10)
    with db.reading() as reading:
        kept = reading.get_one(Ticket, ticket_id)
        written = reading.scalar(select(func.count()).select_from(Message))
    if kept.facilitator_id == bruno.id:
        assert (kept.state, written) == (State.WAITING_LEARNER, 11)
    else:
        assert (kept.state, written) == (State.NEW, 1)


@BOTH
def test_one_of_two_facilitators_is_proposed_what_the_other_declines_fifty_times(
    session: Session, ask: Ask, make: Make, ada: Person, bruno: Person, database: str
) -> None:
    other = make.facilitator("gil", region="FR-BRE", commune="FR-29019")
    ticket_id = ask(ada).id
    session.commit()

    def declining(own: Session) -> None:
        holding.decline(own, locked(own, ticket_id), PassOnReason.NO_TIME, by=bruno.id)

    refusals = at_once([declining] * ANSWERS)
    assert sum(refused is None for refused in refusals) == 1
    assert all("Gil" in str(refused) for refused in refusals if refused is not None)
    with db.reading() as reading:
        assert reading.get_one(Ticket, ticket_id).facilitator_id == other.id


@BOTH
def test_fifty_clicks_on_one_button_ask_one_question_and_read_the_same_answer(
    session: Session, ada: Person, bruno: Person, database: str
) -> None:
    session.commit()
    start, act_id = Barrier(ANSWERS), uuid4()

    def clicking(_number: int) -> str:
        start.wait()
        try:
            with acting(ada.id, act_id) as act:
                opened = open_ticket(act.session, ada.id, question(), act_id=act.id)
                return act.answer(f"/help/{opened.id}/")
        except Repeated as repeated:
            return repeated.where

    with ThreadPoolExecutor(ANSWERS) as threads:
        answers = set(threads.map(clicking, range(ANSWERS)))
    with db.reading() as reading:
        tickets = reading.scalars(select(Ticket.id)).all()
    assert answers == {f"/help/{tickets[0]}/"} and len(tickets) == 1
