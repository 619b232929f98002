"""A lead changes what the desk promises: open clocks follow, and nothing that was told is put off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from classcode.errors import Invalid
from classcode.people.models import Person
from helpdesk.models import Ticket
from helpdesk.tickets.queries.policy import targets_of
from helpdesk.tickets.rules import promising, talking
from helpdesk.tickets.states import What
from tests.helpdesk.tickets.conftest import Ask, trail
from tests.make import Make

DAY = timedelta(days=1)


@pytest.fixture
def lead(make: Make) -> Person:
    return make.lead("denis", "FR-BRE")


def waits(ticket: Ticket) -> timedelta:
    return ticket.promised_by - ticket.opened_at


def test_a_shorter_promise_brings_open_ones_nearer_and_says_so(
    session: Session, ask: Ask, ada: Person, bruno: Person, lead: Person
) -> None:
    ticket = ask(ada)
    promising.change(session, "FR-BRE", 2, 7, by=lead.id)
    assert waits(ticket) == 2 * DAY and trail(session, ticket)[-1] == What.PROMISE_MOVED


def test_a_longer_promise_puts_nothing_off_that_was_told(
    session: Session, ask: Ask, ada: Person, bruno: Person, lead: Person
) -> None:
    ticket = ask(ada)
    promising.change(session, "FR-BRE", 10, 30, by=lead.id)
    assert waits(ticket) == 3 * DAY
    assert waits(ask(ada)) == 10 * DAY


def test_the_target_follows_the_policy_both_ways(
    session: Session, ask: Ask, ada: Person, bruno: Person, lead: Person
) -> None:
    ticket = ask(ada)
    for days in (30, 5):
        promising.change(session, "FR-BRE", 2, days, by=lead.id)
        assert ticket.resolve_by is not None and ticket.resolve_by - ticket.opened_at == days * DAY


def test_the_target_stands_still_while_the_learner_is_waited_for(
    session: Session, ask: Ask, ada: Person, bruno: Person, make: Make
) -> None:
    ticket = ask(ada)
    talking.answer(session, ticket, "Turn it.", act_id=make.act())
    assert (ticket.resolve_by, ticket.clock_since) == (None, None)
    talking.reply(session, ticket, "It does not.")
    assert ticket.resolve_by is not None


def test_a_region_s_own_policy_comes_before_the_one_for_all(session: Session, lead: Person) -> None:
    promising.change(session, "FR-BRE", 2, 7, by=lead.id)
    promising.change(session, None, 5, 20, by=lead.id)
    assert (targets_of(session, "FR-BRE").answer, targets_of(session, "FR-OCC").answer) == (2 * DAY, 5 * DAY)


@pytest.mark.parametrize(("answer", "resolve"), [(0, 7), (61, 90), (5, 4), (5, 366)])
def test_senseless_days_are_refused(session: Session, lead: Person, answer: int, resolve: int) -> None:
    with pytest.raises(Invalid):
        promising.change(session, "FR-BRE", answer, resolve, by=lead.id)
