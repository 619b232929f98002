"""Whoever wrote an open answer learns that it was read: by one mail for all, and on her first page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.mail import OutgoingMail
from classcode.people.models import Address, Person
from classcode.people.queries import recipient
from modules.assessing import jobs, rules, telling
from modules.assessing import mails as letters
from modules.assessing.mails import READ
from modules.models import ActivityAttempt
from modules.rules import learning, merging
from modules.rules.learning import Learner
from tests.make import Make
from tests.modules.assessing.opened import (
    ACTIVITY,
    HERE,
    LESSON,
    LEVELS,
    WRITTEN,
    answered,
    publish_opened,
    waiting,
    who,
)

Login = Callable[[FlaskClient, Person], FlaskClient]
NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=2)
WORDS = "Quelle bonne idée !"
PAGE = f"/fr/modules/{HERE.module.slug}/{HERE.unit.id}"


def read(session: Session, reader: Person, at: datetime = NOON) -> None:
    """Let somebody read every answer that waits."""
    with clock.at(at):
        for one in waiting(session):
            if one.read_at is None:
                rules.read(session, who(session, reader), one, LESSON, levels=LEVELS, words=WORDS)
    session.commit()


def go_round(at: datetime = LATER) -> None:
    """Run the round of this hour."""
    with clock.at(at):
        jobs.go_round("an hour")


def mails() -> list[OutgoingMail]:
    of_ours = select(OutgoingMail).where(OutgoingMail.kind == READ)
    with db.reading() as session:
        return list(session.scalars(of_ours.order_by(OutgoingMail.written_at)))


@pytest.fixture
def answer(session: Session, ada: Person) -> ActivityAttempt:
    """Ada's answer, which waits for a reader since eleven."""
    publish_opened(session)
    with clock.at(NOON - timedelta(hours=1)):
        return answered(session, ada)


def test_the_mail_waits_an_hour_for_more_of_her_answers_to_be_read(
    session: Session, ada: Person, bruno: Person, answer: ActivityAttempt
) -> None:
    read(session, bruno)
    with clock.at(NOON + timedelta(minutes=10)):
        answered(session, ada, {"lesson": ["Encore."], "own": ["x"]})
    read(session, bruno, NOON + timedelta(minutes=40))
    for minutes, written in ((50, 0), (90, 0), (110, 1)):
        go_round(NOON + timedelta(minutes=minutes))
        assert len(mails()) == written


def test_one_mail_names_the_page_and_leads_to_the_answer(
    session: Session, ada: Person, bruno: Person, answer: ActivityAttempt
) -> None:
    read(session, bruno)
    go_round()
    mail = mails()[0]
    assert (mail.person_id, mail.language, mail.stop_link) == (ada.id, "fr", None)
    title = HERE.unit.texts["fr"].title
    assert title in mail.text
    assert f"{PAGE}#turn" in mail.text
    assert mail.text.count("http") == 1


def test_neither_her_words_nor_the_readers_are_in_it(
    session: Session, ada: Person, bruno: Person, answer: ActivityAttempt
) -> None:
    read(session, bruno)
    go_round()
    mail = mails()[0]
    told = mail.subject + mail.text
    assert not any(words in told for words in (WORDS, *WRITTEN["lesson"], *WRITTEN["own"]))


def test_she_is_told_in_her_language(
    session: Session, ada: Person, bruno: Person, answer: ActivityAttempt
) -> None:
    ada.language = "en"
    read(session, bruno)
    go_round()
    assert mails()[0].subject == "Your answer has been read"


def test_two_answers_read_together_are_one_mail_with_one_link(
    session: Session, ada: Person, bruno: Person, answer: ActivityAttempt
) -> None:
    read(session, bruno)
    other = answered(session, ada, {"lesson": ["Autre."], "own": ["x"]})
    session.execute(update(ActivityAttempt).where(ActivityAttempt.id == other.id).values(activity="other"))
    waiting(session)[-1].activity = "other"
    read(session, bruno, NOON + timedelta(minutes=5))
    go_round()
    go_round()
    assert [mail.text.count("http") for mail in mails()] == [1]


def test_answers_on_two_pages_are_named_in_one_mail_that_leads_to_the_first_page(
    session: Session, ada: Person
) -> None:
    to = recipient(session, ada.id)
    assert to is not None
    text = replace(HERE.unit.texts["fr"], title="Autre page")
    units = (HERE.unit, replace(HERE.unit, id="other", texts={"fr": text}))
    letters.read(session, to, [letters.Place("small", unit, "turn") for unit in units])
    session.commit()
    mail = mails()[0]
    assert "- Page\n- Autre page\n" in mail.text
    assert mail.text.count("http") == 1 and "/fr/\n" in mail.text


def test_told_once_she_is_not_told_again(
    session: Session, ada: Person, bruno: Person, answer: ActivityAttempt
) -> None:
    read(session, bruno)
    for hours in (0, 1, 30, 60):
        go_round(LATER + timedelta(hours=hours))
    assert len(mails()) == 1


def test_what_is_read_within_a_day_of_a_mail_waits_until_it_is_over(
    session: Session, ada: Person, bruno: Person, answer: ActivityAttempt
) -> None:
    read(session, bruno)
    go_round()
    with clock.at(LATER + timedelta(hours=1)):
        answered(session, ada, {"lesson": ["Encore."], "own": ["x"]})
    read(session, bruno, LATER + timedelta(hours=2))
    go_round(LATER + timedelta(hours=3))
    assert len(mails()) == 1
    go_round(LATER + telling.BETWEEN)
    assert len(mails()) == 2


def test_who_has_no_confirmed_address_is_written_no_mail(
    session: Session, ada: Person, bruno: Person, answer: ActivityAttempt
) -> None:
    session.execute(update(Address).where(Address.person_id == ada.id).values(confirmed_at=None))
    read(session, bruno)
    go_round()
    assert mails() == []


def test_what_was_read_long_ago_is_no_news(
    session: Session, ada: Person, bruno: Person, answer: ActivityAttempt
) -> None:
    read(session, bruno)
    go_round(NOON + telling.FORGOTTEN + timedelta(minutes=1))
    assert mails() == []


def test_a_page_that_is_gone_is_named_in_no_mail(
    session: Session, ada: Person, bruno: Person, answer: ActivityAttempt
) -> None:
    read(session, bruno)
    waiting(session)[0].unit = "gone"
    session.commit()
    go_round()
    assert mails() == []


def test_an_account_that_took_over_another_is_told_of_its_answers(
    session: Session, make: Make, ada: Person, bruno: Person, answer: ActivityAttempt
) -> None:
    read(session, bruno)
    kept = make.person("adele")
    merging.take_over(session, kept.id, ada.id)
    session.commit()
    go_round()
    assert [mail.person_id for mail in mails()] == [kept.id]


def open_page(session: Session, person: Person, at: datetime) -> None:
    """Let somebody look at the page."""
    with clock.at(at):
        learning.open_unit(session, Learner(person.id, uuid4(), "fr"), HERE)
    session.commit()


def test_her_first_page_tells_of_it_until_she_has_opened_the_page(
    client: FlaskClient, login: Login, session: Session, ada: Person, bruno: Person, answer: ActivityAttempt
) -> None:
    now = clock.now()
    open_page(session, ada, now - timedelta(days=2))
    login(client, ada)
    assert "#turn" not in client.get("/fr/").text
    read(session, bruno, now - timedelta(hours=1))
    assert f'href="{PAGE}#turn"' in client.get("/fr/").text
    assert WORDS in client.get(PAGE).text
    open_page(session, ada, now)
    assert "#turn" not in client.get("/fr/").text


def test_news_grow_old(
    client: FlaskClient, login: Login, session: Session, ada: Person, bruno: Person, answer: ActivityAttempt
) -> None:
    now = clock.now()
    open_page(session, ada, now - timedelta(days=60))
    read(session, bruno, now - timedelta(days=40))
    assert "#turn" not in login(client, ada).get("/fr/").text


def test_news_are_of_ones_own_answers(
    client: FlaskClient, login: Login, session: Session, ada: Person, bruno: Person, answer: ActivityAttempt
) -> None:
    read(session, bruno, clock.now())
    assert "#turn" not in login(client, bruno).get("/fr/").text


def again(session: Session, person: Person, written: dict[str, list[str]], at: datetime) -> None:
    with clock.at(at):
        learner = Learner(person.id, uuid4(), "fr")
        learning.answer(session, learner, HERE, ACTIVITY, chosen=written)
    session.commit()


def test_a_reading_stays_on_the_page_while_its_answer_does(
    client: FlaskClient, login: Login, session: Session, ada: Person, bruno: Person, answer: ActivityAttempt
) -> None:
    read(session, bruno)
    again(session, ada, {**WRITTEN, "own": ["Autrement."]}, LATER)
    login(client, ada)
    assert WORDS in client.get(PAGE).text
    again(session, ada, {**WRITTEN, "lesson": ["Tout autrement."]}, LATER + timedelta(hours=1))
    assert WORDS not in client.get(PAGE).text
