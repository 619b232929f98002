"""Two questions that become one, one that becomes two, and both undone: no message lost, no circle, no name told."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person
from helpdesk.models import Message, Ticket
from helpdesk.tickets.rules import holding, merging, talking
from helpdesk.tickets.rules.merging import NotAlike, NothingLeft, joined_to, root_of
from helpdesk.tickets.rules.moving import clock_of
from helpdesk.tickets.states import NotNow, State, What
from tests.helpdesk.tickets.conftest import Ask, trail, verbs
from tests.make import Make
from tracking.models import Statement


def words(session: Session, ticket: Ticket) -> list[str]:
    """Return what is read in the thread of a question, with what was joined to it."""
    shown = select(Message).where(Message.ticket_id.in_(joined_to(session, ticket.id)))
    return sorted(message.text for message in session.scalars(shown))


@pytest.fixture
def two(ask: Ask, ada: Person, bruno: Person) -> tuple[Ticket, Ticket]:
    return ask(ada, text="My cat does not turn"), ask(ada, text="The cat goes straight on")


def test_the_thread_that_goes_on_shows_both(
    session: Session, two: tuple[Ticket, Ticket], bruno: Person
) -> None:
    source, target = two
    merging.merge(session, source, target, by=bruno.id)
    assert (source.state, source.merged_into_id) == (State.MERGED, target.id)
    assert words(session, target) == ["My cat does not turn", "The cat goes straight on"]


def test_undoing_brings_back_state_holder_and_messages(
    session: Session, two: tuple[Ticket, Ticket], bruno: Person
) -> None:
    source, target = two
    holding.accept(session, source, by=bruno.id)
    merging.merge(session, source, target, by=bruno.id)
    merging.unmerge(session, source, by=bruno.id)
    assert (source.state, source.facilitator_id, source.merged_into_id) == (State.ACCEPTED, bruno.id, None)
    assert words(session, target) == ["The cat goes straight on"]
    assert trail(session, target)[-2:] == [What.MERGED_IN, What.UNMERGED_OUT]


def test_what_is_joined_is_neither_joined_again_nor_joined_to(
    session: Session, two: tuple[Ticket, Ticket], bruno: Person, ask: Ask, ada: Person
) -> None:
    source, target = two
    merging.merge(session, source, target, by=bruno.id)
    for one, other in ((target, source), (source, target), (ask(ada), source), (target, target)):
        with pytest.raises(NotAlike):
            merging.merge(session, one, other, by=bruno.id)


def test_what_was_joined_to_a_question_goes_with_it(
    session: Session, two: tuple[Ticket, Ticket], bruno: Person, ask: Ask, ada: Person
) -> None:
    first, second = two
    third = ask(ada, text="Once more")
    merging.merge(session, first, second, by=bruno.id)
    merging.merge(session, second, third, by=bruno.id)
    assert root_of(session, first).id == third.id and len(words(session, third)) == 3


def test_two_people_s_questions_are_never_joined(
    session: Session, ask: Ask, ada: Person, bruno: Person, make: Make
) -> None:
    with pytest.raises(NotAlike):
        merging.merge(session, ask(ada), ask(make.person("eve", commune="FR-35238")), by=bruno.id)


def test_a_question_without_a_name_is_never_joined_to_one_with_it(
    session: Session, ask: Ask, ada: Person, bruno: Person
) -> None:
    with pytest.raises(NotAlike):
        merging.merge(session, ask(ada, unnamed=True), ask(ada), by=bruno.id)


def test_only_what_was_joined_is_taken_apart(session: Session, two: tuple[Ticket, Ticket]) -> None:
    with pytest.raises(NotNow):
        merging.unmerge(session, two[0], by=two[0].learner_id)


def parted(session: Session, ticket: Ticket, by: Person) -> Ticket:
    """Write a second question into a thread, and part it."""
    message = talking.reply(session, ticket, "And how do I share it?\nWith my class")
    return merging.split(session, ticket, [message.id], by=by.id, act_id=uuid4())


def test_a_part_becomes_a_question_of_its_own_with_the_same_holder(
    session: Session, ask: Ask, ada: Person, bruno: Person
) -> None:
    ticket = ask(ada, text="My cat does not turn")
    new = parted(session, ticket, bruno)
    assert (new.subject, new.facilitator_id) == ("And how do I share it?", bruno.id)
    assert words(session, ticket) == ["My cat does not turn"]
    assert verbs(session) == ["asked", "asked"]


def test_a_part_of_what_was_only_proposed_is_only_proposed(
    session: Session, ask: Ask, ada: Person, bruno: Person
) -> None:
    ticket = ask(ada)
    new = parted(session, ticket, bruno)
    assert (ticket.state, new.state, new.offered_until) == (
        State.PROPOSED, State.PROPOSED, ticket.offered_until
    )  # fmt: skip
    assert new.offered_until is not None
    holding.accept(session, new, by=bruno.id)
    assert (ticket.state, new.state) == (State.PROPOSED, State.ACCEPTED)


def test_a_part_is_where_its_question_is_and_has_used_the_same_time(
    session: Session, ask: Ask, ada: Person, bruno: Person
) -> None:
    ticket = ask(ada)
    talking.answer(session, ticket, "Turn it", act_id=uuid4())
    with time_machine.travel(clock.now() + timedelta(hours=5), tick=False):
        new = parted(session, ticket, bruno)
        assert new.state == ticket.state == State.WAITING_FACILITATOR
        assert clock_of(new).used_by(clock.now()) == clock_of(ticket).used_by(clock.now())
        assert new.resolve_by == ticket.resolve_by


def test_a_part_that_nobody_answered_does_not_wait_for_who_asked_it(
    session: Session, ask: Ask, ada: Person, bruno: Person
) -> None:
    ticket = ask(ada)
    message = talking.reply(session, ticket, "And how do I share it?")
    talking.answer(session, ticket, "Turn it", act_id=uuid4())
    new = merging.split(session, ticket, [message.id], by=bruno.id, act_id=uuid4())
    assert (ticket.state, new.state) == (State.WAITING_LEARNER, State.ACCEPTED)
    assert new.clock_since is not None and new.resolve_by is not None


def test_undoing_a_split_puts_the_messages_back_and_takes_the_statement_back(
    session: Session, ask: Ask, ada: Person, bruno: Person
) -> None:
    ticket = ask(ada, text="My cat does not turn")
    new = parted(session, ticket, bruno)
    merging.unsplit(session, new, by=bruno.id)
    kept = session.scalars(select(Message.ticket_id)).all()
    assert set(kept) == {ticket.id} and new.state == State.MERGED
    voided = session.scalars(select(Statement.voided).where(Statement.verb == "asked")).all()
    assert sorted(voided) == [False, True]


def test_a_split_takes_and_leaves_words_of_the_learner(
    session: Session, ask: Ask, ada: Person, bruno: Person
) -> None:
    ticket = ask(ada)
    mine = session.scalars(select(Message.id).where(Message.ticket_id == ticket.id)).all()
    answer = talking.answer(session, ticket, "Turn it", act_id=uuid4())
    for chosen in (list(mine), [answer.id], [uuid4()], []):
        with pytest.raises(NothingLeft):
            merging.split(session, ticket, chosen, by=bruno.id, act_id=uuid4())


def test_what_was_proposed_before_it_was_joined_still_lapses_afterwards(
    session: Session, two: tuple[Ticket, Ticket], bruno: Person
) -> None:
    source, target = two
    until = source.offered_until
    merging.merge(session, source, target, by=bruno.id)
    merging.unmerge(session, source, by=bruno.id)
    assert (source.state, source.offered_until) == (State.PROPOSED, until) and until is not None
