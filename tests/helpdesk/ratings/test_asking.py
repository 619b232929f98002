"""Who is asked how it went: once a question, an hour after it was settled, and never about what was not answered."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person
from helpdesk.models import Ticket
from helpdesk.ratings import rules
from helpdesk.ratings.models import RatingRequest
from helpdesk.tickets.rules import talking
from tests.helpdesk.ratings.conftest import NOON, Settle, link_of, mails_after
from tests.helpdesk.tickets.conftest import Ask
from tests.make import Make

pytestmark = pytest.mark.usefixtures("bruno")


def test_the_learner_is_asked_an_hour_after_and_once(settle: Settle, ada: Person) -> None:
    settle(ada)
    assert mails_after(0.9) == []
    assert [mail.person_id for mail in mails_after(1, 1.5, 30, 60)] == [ada.id]


def test_the_mail_is_short_and_has_one_link(settle: Settle, ada: Person) -> None:
    settle(ada)
    [mail] = mails_after(1)
    assert link_of(mail).startswith("/fr/rate/")
    assert len(mail.text.split()) <= 80


def test_only_a_hash_of_the_link_is_kept(settle: Settle, ada: Person, session: Session) -> None:
    settle(ada)
    token = link_of(mails_after(1)[0]).rpartition("/")[2]
    assert len(token) >= 22  # 128 bits in base 64
    assert session.scalar(select(RatingRequest.token_hash)) == rules.hash_of(token) != token


def test_a_question_that_trips_stops_no_other(
    settle: Settle, ada: Person, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    stone, real = settle(ada), rules.ask
    eve = make.person("eve", commune="FR-35238")
    settle(eve, at=NOON + timedelta(minutes=1))

    def tripping(session: Session, ticket: Ticket) -> bool:
        if ticket.id == stone.id:
            raise ValueError("a stone on the way")
        return real(session, ticket)

    monkeypatch.setattr(rules, "ask", tripping)
    assert [mail.person_id for mail in mails_after(2)] == [eve.id]


def test_what_is_open_again_is_not_asked_about(settle: Settle, session: Session, ada: Person) -> None:
    ticket = settle(ada)
    with clock.at(NOON + timedelta(minutes=30)):
        talking.reply(session, ticket, "Not yet.")
        session.commit()
    assert mails_after(2) == []


def test_what_was_opened_again_and_settled_again_is_asked_about_once(
    settle: Settle, session: Session, ada: Person
) -> None:
    ticket = settle(ada)
    assert len(mails_after(2)) == 1
    with clock.at(NOON + timedelta(hours=3)):
        talking.reply(session, ticket, "Not yet.")
        talking.resolve(session, ticket, by=ada.id, act_id=uuid4())
        session.commit()
    assert len(mails_after(5, 40)) == 1


def test_what_nobody_answered_is_not_asked_about(ask: Ask, session: Session, ada: Person) -> None:
    with clock.at(NOON):
        talking.resolve(session, ask(ada), by=ada.id, act_id=uuid4())
        session.commit()
    assert mails_after(2) == []


def test_what_was_withdrawn_is_not_asked_about(ask: Ask, session: Session, ada: Person) -> None:
    with clock.at(NOON):
        ticket = ask(ada)
        talking.answer(session, ticket, "Try this.", act_id=uuid4())
        talking.cancel(session, ticket, by=ada.id)
        session.commit()
    assert mails_after(2) == []


def test_without_a_confirmed_address_nobody_is_mailed_but_the_page_asks(
    settle: Settle, make: Make, session: Session
) -> None:
    shy = make.person("shy", commune="FR-35238", confirmed=False)
    ticket = settle(shy)
    assert mails_after(2) == []
    with clock.at(NOON + timedelta(hours=3)):
        assert rules.rateable(session, ticket, shy.id)


def test_two_questions_settled_on_one_day_are_two_days_of_mail(settle: Settle, ada: Person) -> None:
    settle(ada)
    settle(ada)
    assert len(mails_after(1, 2, 3)) == 1
    assert len(mails_after(26)) == 2


def test_what_was_settled_long_ago_is_not_asked_about(settle: Settle, ada: Person) -> None:
    settle(ada)
    assert mails_after(8 * 24) == []


def test_two_rounds_over_the_same_question_write_one_request(
    settle: Settle, session: Session, ada: Person
) -> None:
    settle(ada)
    mails_after(1, 1)
    assert session.scalar(select(func.count()).select_from(RatingRequest)) == 1
