"""The thread: answers and replies change whose turn it is, are recorded without a word, and mail little."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import NotFound
from classcode.mail import OutgoingMail
from classcode.people.models import Person
from helpdesk.models import Ticket
from helpdesk.tickets.rules import talking
from helpdesk.tickets.states import NotNow, State, What
from tests.helpdesk.tickets.conftest import Ask, trail, verbs
from tests.make import Make
from tracking.models import Statement

MONDAY = datetime(2026, 11, 9, 10, 0, tzinfo=UTC)


def say(session: Session, ticket: Ticket, who: Person, text: str = "Try this.") -> None:
    talking.say(session, ticket, text, by=who.id, act_id=uuid4())


def mails(session: Session) -> list[str]:
    return list(session.scalars(select(OutgoingMail.kind).order_by(OutgoingMail.written_at)))


def test_the_first_answer_tells_how_long_she_waited(
    session: Session, ask: Ask, ada: Person, bruno: Person
) -> None:
    with clock.at(MONDAY):
        ticket = ask(ada)
    with clock.at(MONDAY + timedelta(hours=26, minutes=5)):
        say(session, ticket, bruno)
        say(session, ticket, bruno)
    rows = session.execute(select(Statement.verb, Statement.minutes).order_by(Statement.seq)).all()
    assert list(rows) == [("asked", None), ("responded", 26 * 60 + 5), ("responded", None)]
    assert ticket.first_answered_at == MONDAY + timedelta(hours=26, minutes=5)


def test_the_first_answer_tells_how_often_the_question_changed_hands(
    session: Session, ask: Ask, make: Make, ada: Person, bruno: Person
) -> None:
    from helpdesk.tickets.rules import holding

    ticket, denis = ask(ada), make.facilitator("denis", region="FR-BRE", commune="FR-29019")
    holding.pass_on(session, ticket, "no-time", by=bruno.id)
    say(session, ticket, denis)
    payload = session.scalars(select(Statement.body).where(Statement.verb == "responded")).one()
    assert '"http://classcode.test/xapi/extensions/reassignments":1' in payload.decode()


def test_an_answer_gives_the_turn_to_the_learner_and_her_reply_gives_it_back(
    session: Session, ask: Ask, ada: Person, bruno: Person
) -> None:
    ticket = ask(ada)
    say(session, ticket, bruno)
    assert ticket.state == State.WAITING_LEARNER
    with clock.at(clock.now() + timedelta(days=9)):
        say(session, ticket, ada)
        assert ticket.promised_by == clock.now() + timedelta(days=3)
    assert ticket.state == State.WAITING_FACILITATOR


def test_writing_more_while_waiting_moves_no_promise(
    session: Session, ask: Ask, ada: Person, bruno: Person
) -> None:
    ticket = ask(ada)
    promised = ticket.promised_by
    with clock.at(clock.now() + timedelta(days=1)):
        say(session, ticket, ada, "I forgot to say")
    assert (ticket.promised_by, ticket.state) == (promised, State.PROPOSED)


def test_only_who_asked_and_who_holds_write_in_a_thread(
    session: Session, ask: Ask, ada: Person, bruno: Person, chloe: Person
) -> None:
    ticket = ask(ada)
    for forbidden in (chloe,):
        with pytest.raises(NotFound):
            say(session, ticket, forbidden)
        with pytest.raises(NotFound):
            talking.resolve(session, ticket, by=forbidden.id, act_id=uuid4())


@pytest.mark.parametrize("who", ["ada", "bruno"])
def test_either_side_settles_the_question_and_the_record_says_who(
    session: Session, ask: Ask, ada: Person, bruno: Person, who: str
) -> None:
    ticket, presser = ask(ada), {"ada": ada, "bruno": bruno}[who]
    talking.resolve(session, ticket, by=presser.id, act_id=uuid4())
    assert ticket.state == State.RESOLVED and ticket.resolved_at is not None
    rows = session.execute(select(Statement.verb, Statement.actor).order_by(Statement.seq)).all()
    assert [verb for verb, _ in rows] == ["asked", "resolved"]
    assert (rows[0][1] == rows[1][1]) == (presser is ada)


def test_writing_in_a_settled_question_opens_it_again(
    session: Session, ask: Ask, ada: Person, bruno: Person
) -> None:
    ticket = ask(ada)
    talking.resolve(session, ticket, by=ada.id, act_id=uuid4())
    with pytest.raises(NotNow):
        say(session, ticket, bruno)
    say(session, ticket, ada, "One more thing")
    assert (ticket.state, ticket.resolved_at) == (State.REOPENED, None)
    assert trail(session, ticket)[-1] == What.REOPENED


def test_a_question_that_nobody_held_opens_again_in_the_lead_s_queue(
    session: Session, ask: Ask, ada: Person
) -> None:
    ticket = ask(ada)
    talking.resolve(session, ticket, by=ada.id, act_id=uuid4())
    say(session, ticket, ada, "One more thing")
    assert (ticket.state, ticket.facilitator_id) == (State.REOPENED, None)


def test_a_note_is_nobody_s_turn_no_mail_and_no_statement(
    session: Session, ask: Ask, ada: Person, bruno: Person
) -> None:
    ticket = ask(ada)
    talking.note(session, ticket, "She teaches on an island", by=bruno.id)
    assert (ticket.state, mails(session), verbs(session)) == (State.PROPOSED, [], ["asked"])


def test_asking_mails_nobody_and_the_first_answer_mails_the_learner_once(
    session: Session, ask: Ask, ada: Person, bruno: Person
) -> None:
    ticket = ask(ada)
    assert mails(session) == []
    say(session, ticket, bruno)
    mail = session.scalars(select(OutgoingMail)).one()
    assert (mail.kind, mail.person_id) == ("first-answer", ada.id)
    assert mail.text.count("http") == 1 and f"http://classcode.test/fr/help/{ticket.id}/" in mail.text
    assert len(mail.text.split()) <= 80 and "Bruno" in mail.text


def test_a_second_answer_before_she_read_the_first_is_not_mailed(
    session: Session, ask: Ask, ada: Person, bruno: Person
) -> None:
    ticket = ask(ada)
    say(session, ticket, bruno)
    say(session, ticket, bruno)
    assert mails(session) == ["first-answer"]


def test_later_answers_are_mailed_once_a_day_at_most(
    session: Session, ask: Ask, ada: Person, bruno: Person
) -> None:
    with clock.at(MONDAY):
        ticket = ask(ada)
        say(session, ticket, bruno)
    for hours in (1, 2, 3, 20):
        with clock.at(MONDAY + timedelta(hours=hours)):
            say(session, ticket, ada)
        with clock.at(MONDAY + timedelta(hours=hours, minutes=5)):
            say(session, ticket, bruno)
    assert mails(session) == ["first-answer", "later-answer"]
    with clock.at(MONDAY + timedelta(hours=26)):
        say(session, ticket, bruno)
    assert mails(session) == ["first-answer", "later-answer", "later-answer"]


def test_nobody_is_written_to_at_an_unconfirmed_address(
    session: Session, ask: Ask, make: Make, bruno: Person
) -> None:
    ticket = ask(make.person("eve", commune="FR-35238", confirmed=False))
    say(session, ticket, bruno)
    assert mails(session) == [] and ticket.learner_mailed_at is None
