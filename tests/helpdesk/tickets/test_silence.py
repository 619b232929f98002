"""Silence in her own slots: a question stays hers until the slot ends, then goes on; nothing is lost on the way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.mail import OutgoingMail
from classcode.people.models import Facilitator, Person
from helpdesk.jobs import CLOSES, go_round
from helpdesk.models import DeskPolicy, Ticket
from helpdesk.tickets.rules import away, holding, talking
from helpdesk.tickets.states import State, What
from tests.helpdesk.tickets.conftest import Ask, trail
from tests.make import TUESDAYS, Make

WEDNESDAY = datetime(2026, 11, 11, 9, 0, tzinfo=UTC)
TUESDAY_20H = datetime(2026, 11, 17, 19, 0, tzinfo=UTC)
"""20 h in Paris, in the middle of the slot."""
TUESDAY_21H = TUESDAY_20H + timedelta(hours=1)


@pytest.fixture
def volunteer(make: Make) -> Person:
    """Fanny answers on Tuesdays from 19 to 21, and at no other time."""
    return make.facilitator("fanny", region="FR-BRE", commune="FR-35238", slots=TUESDAYS)


def promise(session: Session, days: int) -> None:
    with clock.at(WEDNESDAY - timedelta(days=1)):
        session.add(DeskPolicy(answer_days=days, resolve_days=14, since=clock.now()))
        session.flush()


def asked(session: Session, ask: Ask, learner: Person, at: datetime = WEDNESDAY) -> Ticket:
    with clock.at(at):
        ticket = ask(learner)
    session.commit()
    return ticket


def go(session: Session, moment: datetime, ticket: Ticket) -> Ticket:
    """Let the desk go round at a moment, and read the ticket again."""
    session.commit()
    with clock.at(moment):
        go_round("round")
    session.expire_all()
    return session.get_one(Ticket, ticket.id)


def test_a_volunteer_with_one_slot_still_has_a_question_of_wednesday_in_the_middle_of_it(
    session: Session, ask: Ask, ada: Person, volunteer: Person
) -> None:
    promise(session, 7)
    ticket = go(session, TUESDAY_20H, asked(session, ask, ada))
    assert (ticket.state, ticket.facilitator_id) == (State.PROPOSED, volunteer.id)
    assert ticket.offered_until == TUESDAY_21H


def test_she_never_sees_it_when_the_promise_ends_before_her_slot_does(
    session: Session, ask: Ask, ada: Person, volunteer: Person
) -> None:
    promise(session, 3)
    ticket = go(session, TUESDAY_20H, asked(session, ask, ada))
    assert (ticket.state, ticket.facilitator_id) == (State.NEW, None)
    assert What.PAIRED not in trail(session, ticket)


def test_silence_until_the_slot_ends_passes_the_question_to_the_next_candidate(
    session: Session, ask: Ask, make: Make, ada: Person, volunteer: Person
) -> None:
    promise(session, 10)
    ticket = asked(session, ask, ada)
    other = make.facilitator("gil", region="FR-BRE", commune="FR-29019")
    assert ticket.facilitator_id == volunteer.id
    ticket = go(session, TUESDAY_21H, ticket)
    assert (ticket.state, ticket.facilitator_id) == (State.PROPOSED, other.id)
    assert trail(session, ticket) == [What.ASKED, What.PAIRED, What.LAPSED, What.PAIRED]


def test_silence_with_nobody_left_is_the_lead_s_queue_and_an_alert(
    session: Session, ask: Ask, make: Make, ada: Person, volunteer: Person
) -> None:
    promise(session, 10)
    lead, ticket = make.lead("denis", "FR-BRE"), asked(session, ask, ada)
    ticket = go(session, TUESDAY_21H, ticket)
    assert (ticket.state, ticket.facilitator_id) == (State.NEW, None)
    alerts = session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "desk-alert")).all()
    assert [alert.person_id for alert in alerts] == [lead.id]


def test_the_same_round_again_passes_nothing_on_and_alerts_nobody_twice(
    session: Session, ask: Ask, make: Make, ada: Person, volunteer: Person
) -> None:
    promise(session, 10)
    make.lead("denis", "FR-BRE")
    ticket = go(session, TUESDAY_21H, asked(session, ask, ada))
    lines = trail(session, ticket)
    ticket = go(session, TUESDAY_21H + timedelta(minutes=5), ticket)
    assert trail(session, ticket) == lines
    assert len(session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "desk-alert")).all()) == 1


def test_what_she_accepted_stays_hers_when_the_slot_is_over(
    session: Session, ask: Ask, ada: Person, volunteer: Person
) -> None:
    promise(session, 10)
    ticket = asked(session, ask, ada)
    with clock.at(TUESDAY_20H):
        holding.accept(session, ticket, by=volunteer.id)
    ticket = go(session, TUESDAY_21H, ticket)
    assert (ticket.state, ticket.facilitator_id) == (State.ACCEPTED, volunteer.id)


def test_whoever_answers_what_was_only_proposed_has_accepted_it(
    session: Session, ask: Ask, ada: Person, volunteer: Person, make: Make
) -> None:
    promise(session, 10)
    ticket = asked(session, ask, ada)
    with clock.at(TUESDAY_20H):
        talking.answer(session, ticket, "Turn it by 90 degrees.", act_id=make.act())
    ticket = go(session, TUESDAY_21H, ticket)
    assert (ticket.state, ticket.offered_until) == (State.WAITING_LEARNER, None)


def test_what_waits_in_the_queue_is_paired_as_soon_as_somebody_has_room(
    session: Session, ask: Ask, ada: Person, bruno: Person, make: Make
) -> None:
    offer = session.get_one(Facilitator, bruno.id)
    offer.capacity = 1
    first, second = asked(session, ask, ada), asked(session, ask, make.person("eve", commune="FR-35238"))
    assert (first.facilitator_id, second.facilitator_id) == (bruno.id, None)
    offer.capacity = 2
    second = go(session, WEDNESDAY + timedelta(minutes=10), second)
    assert (second.state, second.facilitator_id) == (State.PROPOSED, bruno.id)


def test_a_settled_question_is_closed_after_two_weeks(
    session: Session, ask: Ask, ada: Person, bruno: Person, make: Make
) -> None:
    ticket = asked(session, ask, ada)
    with clock.at(WEDNESDAY):
        talking.resolve(session, ticket, by=ada.id, act_id=make.act())
    assert go(session, WEDNESDAY + CLOSES - timedelta(minutes=1), ticket).state == State.RESOLVED
    assert go(session, WEDNESDAY + CLOSES, ticket).state == State.CLOSED


def test_an_absence_lends_what_is_her_turn_and_its_end_brings_it_back(
    session: Session, ask: Ask, ada: Person, bruno: Person, make: Make
) -> None:
    ticket = asked(session, ask, ada)
    gil = make.facilitator("gil", region="FR-BRE", commune="FR-29019")
    with clock.at(WEDNESDAY):
        away.declare(session, bruno.id, date(2026, 11, 12), date(2026, 11, 12), substitute_id=gil.id)
    assert go(session, WEDNESDAY, ticket).facilitator_id == bruno.id
    ticket = go(session, WEDNESDAY + timedelta(days=1), ticket)
    assert (ticket.facilitator_id, ticket.lent_by_id) == (gil.id, bruno.id)
    ticket = go(session, WEDNESDAY + timedelta(days=2), ticket)
    assert (ticket.state, ticket.facilitator_id, ticket.lent_by_id) == (State.ACCEPTED, bruno.id, None)


def test_what_the_substitute_answered_stays_with_her(
    session: Session, ask: Ask, ada: Person, bruno: Person, make: Make
) -> None:
    ticket = asked(session, ask, ada)
    gil = make.facilitator("gil", region="FR-BRE", commune="FR-29019")
    with clock.at(WEDNESDAY):
        away.declare(session, bruno.id, date(2026, 11, 11), date(2026, 11, 11), substitute_id=gil.id)
        assert ticket.facilitator_id == gil.id
        talking.answer(session, ticket, "Turn it.", act_id=make.act())
    ticket = go(session, WEDNESDAY + timedelta(days=1), ticket)
    assert (ticket.state, ticket.facilitator_id) == (State.WAITING_LEARNER, gil.id)


def test_a_learner_who_writes_back_to_somebody_away_reaches_somebody_who_is_there(
    session: Session, ask: Ask, ada: Person, bruno: Person, make: Make
) -> None:
    ticket = asked(session, ask, ada)
    gil = make.facilitator("gil", region="FR-BRE", commune="FR-29019")
    with clock.at(WEDNESDAY):
        talking.answer(session, ticket, "Turn it.", act_id=make.act())
        away.declare(session, bruno.id, date(2026, 11, 11), date(2026, 11, 20))
        assert ticket.facilitator_id == bruno.id
        talking.reply(session, ticket, "It still goes straight on.")
    assert (ticket.facilitator_id, ticket.lent_by_id) == (gil.id, bruno.id)


def test_a_question_found_by_two_rounds_at_once_is_proposed_once(
    session: Session, ask: Ask, ada: Person, bruno: Person
) -> None:
    offer = session.get_one(Facilitator, bruno.id)
    offer.capacity = 0
    ticket = asked(session, ask, ada)
    offer.capacity = 1
    ticket = go(session, WEDNESDAY, ticket)
    ticket = go(session, WEDNESDAY, ticket)
    with db.reading() as reading:
        assert trail(reading, ticket).count(What.PAIRED) == 1


def test_nobody_is_given_her_own_question(session: Session, ask: Ask, bruno: Person) -> None:
    ticket = asked(session, ask, bruno)
    ticket = go(session, WEDNESDAY + timedelta(minutes=5), ticket)
    assert (ticket.state, ticket.facilitator_id) == (State.NEW, None)
