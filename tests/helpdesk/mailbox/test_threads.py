"""Mails that leave about one question are one thread, hold the words themselves, and say where an answer goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from classcode import clock, i18n
from classcode.mail import OutgoingMail, message
from classcode.people.models import Person
from classcode.people.queries import recipient
from helpdesk import mails
from helpdesk.mailbox.addresses import Mailbox
from helpdesk.mailbox.models import IncomingMail
from helpdesk.mails import answers
from helpdesk.models import Ticket
from helpdesk.slots import Slot
from helpdesk.tickets.naming import pseudonym
from helpdesk.tickets.rules import asking, talking
from tests.helpdesk.mailbox.conftest import address_of, answered, mails_of, written
from tests.helpdesk.tickets.conftest import question
from tests.make import Make

SENDER = "Class'Code <aide@classcode.test>"


def test_an_answer_is_in_the_mail_with_one_link_and_a_reply_address(
    session: Session, mailbox: Mailbox, ticket: Ticket, ada: Person
) -> None:
    mail = answered(session, ticket, "Look at the condition.\n\nDoes it change?")
    assert "Look at the condition.\n\nDoes it change?" in mail.text
    assert mail.text.count("http") == 1 and f"/help/{ticket.id}/" in mail.text
    assert mail.reply_to == mailbox.address(ticket.id, ada.id)


def test_the_second_mail_answers_the_first_and_hers_and_is_called_alike(
    session: Session, mailbox: Mailbox, ticket: Ticket, ada: Person, take_in: Callable[..., IncomingMail]
) -> None:
    first = answered(session, ticket)
    outlook = f"<{'A' * 60}@{'B' * 30}.PROD.OUTLOOK.COM>"
    take_in(written(address_of(ada), first.reply_to or "", Message_ID=outlook))
    second = answered(session, ticket, "And now?")
    built = message(second, SENDER)
    assert str(built["In-Reply-To"]) == outlook
    assert str(built["References"]).split() == [f"<{first.id}@classcode.test>", outlook]
    assert outlook.encode() in built.as_bytes()
    assert str(message(first, SENDER)["Subject"]) == str(built["Subject"]) == f"Re: {ticket.subject}"
    assert "References" not in message(first, SENDER)


def test_a_long_thread_names_its_first_mail_and_the_latest(session: Session, ticket: Ticket) -> None:
    mail = answered(session, ticket)
    mail.earlier = [f"<{n}@x>" for n in range(50)]
    named = str(message(mail, SENDER)["References"]).split()
    assert (len(named), named[0], named[-1]) == (12, "<0@x>", "<49@x>")


def test_what_answers_a_mail_of_hers_is_told_at_once(
    session: Session, ticket: Ticket, ada: Person, take_in: Callable[..., IncomingMail]
) -> None:
    for n in range(3):
        mail = answered(session, ticket, f"Answer {n}")
        take_in(written(address_of(ada), mail.reply_to or "", f"And {n}?"))
    assert len(mails_of(session, ada.id)) == 3


def test_what_was_held_back_comes_with_the_next_mail(session: Session, ticket: Ticket, ada: Person) -> None:
    answered(session, ticket, "One")
    talking.answer(session, ticket, "Two", act_id=uuid4())
    assert len(mails_of(session, ada.id)) == 1
    with clock.at(clock.now() + timedelta(days=2)):
        talking.answer(session, ticket, "Three", act_id=uuid4())
    last = mails_of(session, ada.id)[-1]
    assert "Two\n\nThree" in last.text and "One" not in last.text


def test_what_was_held_back_comes_by_itself_a_day_later_once(
    session: Session, ticket: Ticket, ada: Person
) -> None:
    answered(session, ticket, "One")
    talking.answer(session, ticket, "Two", act_id=uuid4())
    session.commit()
    for hours in (1, 25, 26, 60):
        with clock.at(clock.now() + timedelta(hours=hours)):
            mails.tell_late("round")
    session.expire_all()
    told = mails_of(session, ada.id)
    assert len(told) == 2 and "Two" in told[1].text


def test_a_question_that_trips_keeps_no_other_answer_back(
    session: Session, ticket: Ticket, ada: Person, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    eve = make.person("eve", commune="FR-35238")
    other = asking.open_ticket(session, eve.id, question(), act_id=uuid4())
    for one in (ticket, other):
        answered(session, one, "One")
        talking.answer(session, one, "Two", act_id=uuid4())
    session.commit()
    real, met = answers.tell_of_answer, []

    def tripping(session: Session, ticket: Ticket, *, first: bool) -> None:
        met.append(ticket.learner_id)
        if len(met) == 1:
            raise ValueError("a stone on the way")
        real(session, ticket, first=first)

    monkeypatch.setattr(answers, "tell_of_answer", tripping)
    with clock.at(clock.now() + timedelta(hours=25)):
        mails.tell_late("round")
    session.expire_all()
    assert [len(mails_of(session, one)) for one in met] == [1, 2]


def test_a_hidden_answer_is_never_mailed(session: Session, ticket: Ticket, ada: Person) -> None:
    answered(session, ticket, "One")
    hidden = talking.answer(session, ticket, "Two", act_id=uuid4())
    hidden.hidden_at = clock.now()
    session.flush()
    with clock.at(clock.now() + timedelta(days=2)):
        talking.answer(session, ticket, "Three", act_id=uuid4())
    assert "Two" not in mails_of(session, ada.id)[-1].text


def test_where_no_mailbox_is_read_the_page_is_the_only_way_back(session: Session, ticket: Ticket) -> None:
    session.info["mailbox"] = None
    mail = answered(session, ticket)
    with i18n.reader("fr"):
        assert mail.reply_to is None and "répondant à ce mail" not in mail.text
    assert "Reply-To" not in message(mail, SENDER)


def bundle(session: Session, bruno: Person, *tickets: Ticket) -> OutgoingMail:
    to = recipient(session, bruno.id)
    assert to is not None
    mails.write_bundle(session, to, Slot(clock.now(), clock.now() + timedelta(hours=2)), tickets)
    return mails_of(session, bruno.id)[-1]


def second(session: Session, ada: Person, **changed: object) -> Ticket:
    question = asking.Question(
        text="And my *other* loop?",
        module="creative-programming",
        unit="loops-and-events",
        language="fr",
        **changed,  # type: ignore[arg-type]
    )
    return asking.open_ticket(session, ada.id, question, act_id=uuid4())


def test_a_bundle_holds_each_question_with_an_address_of_its_own_and_one_link(
    session: Session, mailbox: Mailbox, ticket: Ticket, ada: Person, bruno: Person
) -> None:
    other = second(session, ada)
    mail = bundle(session, bruno, ticket, other)
    for one, words in ((ticket, "My loop does not end."), (other, "And my *other* loop?")):
        assert words in mail.text and mailbox.address(one.id, bruno.id) in mail.text
    assert mail.text.count("http") == 1 and mail.reply_to is None
    html = message(mail, SENDER, "http://classcode.test").get_body(("html",))
    assert html is not None and html.get_content().count("href") == 1


def test_what_people_write_never_becomes_a_link_and_keeps_its_shape(session: Session, ticket: Ticket) -> None:
    mail = answered(session, ticket, "https://example.org/\nhttp://classcode.test.example.org/\n    print(1)")
    html = message(mail, SENDER, "http://classcode.test").get_body(("html",))
    assert html is not None
    assert html.get_content().count("href") == 1 and "&nbsp;" * 4 + "print(1)" in html.get_content()


def test_a_bundle_of_one_question_may_simply_be_answered(
    session: Session, mailbox: Mailbox, ticket: Ticket, bruno: Person
) -> None:
    assert bundle(session, bruno, ticket).reply_to == mailbox.address(ticket.id, bruno.id)


def test_a_bundle_brings_what_came_since_the_last_answer(
    session: Session, ticket: Ticket, bruno: Person
) -> None:
    answered(session, ticket)
    talking.reply(session, ticket, "It still runs. " + "word " * 900)
    text = bundle(session, bruno, ticket).text
    assert "It still runs." in text and "My loop does not end.\n\n" not in text.partition("Answer")[2]
    assert len(text) < 3000


def test_who_asks_without_a_name_is_not_named_to_who_answers(
    session: Session, ticket: Ticket, ada: Person, bruno: Person
) -> None:
    named, unnamed = ticket, second(session, ada, unnamed=True)
    text = bundle(session, bruno, named, unnamed).text
    assert pseudonym(unnamed.id) in text and text.count("Ada") == 1
    only = bundle(session, bruno, unnamed)
    assert "Ada" not in only.text + only.subject and address_of(ada) not in only.text


@pytest.mark.parametrize("line", ["Re: x\r\nBcc: eve@example.org", "Re:\x00 x\n\n body"])
def test_a_title_cannot_write_headers(session: Session, ticket: Ticket, line: str) -> None:
    session.execute(update(Ticket).where(Ticket.id == ticket.id).values(subject=line.replace("\x00", "")))
    session.refresh(ticket)
    built = message(answered(session, ticket), SENDER)
    assert "Bcc" not in built and built.as_bytes().count(b"\nSubject:") + 1 >= 1
