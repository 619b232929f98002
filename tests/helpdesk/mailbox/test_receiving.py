"""What becomes of a mail: whose words it is, in which question, once; and what never reaches a thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.mail import OutgoingMail
from classcode.people.models import Person, RoleGrant
from helpdesk.attachments.queries import attachments_of
from helpdesk.guests.models import PendingQuestion
from helpdesk.mailbox.addresses import Mailbox
from helpdesk.mailbox.models import Became, IncomingMail
from helpdesk.mailbox.rules import receiving
from helpdesk.mailbox.rules.taking import pieces_of
from helpdesk.mails import NOT_TAKEN, TOO_LARGE, UNPLACED, WHICH
from helpdesk.models import Message, Source, Ticket
from helpdesk.tickets.rules import asking, holding, merging, talking
from helpdesk.tickets.states import PassOnReason, State, What
from tests.helpdesk.mailbox.conftest import address_of, answered, mails_of, thread, written
from tests.helpdesk.tickets.conftest import trail
from tests.make import Make

TakeIn = Callable[..., IncomingMail]


def hers(
    mailbox: Mailbox, ticket: Ticket, person: Person, text: str = "It works now.", **headers: str
) -> bytes:
    """Return the mail that somebody sends to the address that was made for her."""
    return written(address_of(person), mailbox.address(ticket.id, person.id), text, **headers)


def notices(session: Session, kind: str) -> list[OutgoingMail]:
    return list(session.scalars(select(OutgoingMail).where(OutgoingMail.kind == kind)))


def messages(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Message)) or 0


def test_a_learner_s_mail_is_her_reply(
    session: Session, mailbox: Mailbox, ticket: Ticket, ada: Person, take_in: TakeIn
) -> None:
    answered(session, ticket)
    row = take_in(hers(mailbox, ticket, ada, "It works now.\n\n> Look at the condition."))
    assert (row.became, row.ticket_id, row.person_id) == (Became.REPLY, ticket.id, ada.id)
    assert thread(session, ticket)[-1] == "It works now."
    assert ticket.state == State.WAITING_FACILITATOR
    last = session.scalars(select(Message).where(Message.mail_id == row.message_id)).one()
    assert (last.author_id, last.source) == (ada.id, Source.MAIL)


def test_a_facilitator_s_mail_is_her_answer_and_goes_to_the_asker_alone(
    session: Session, mailbox: Mailbox, ticket: Ticket, ada: Person, bruno: Person, take_in: TakeIn
) -> None:
    row = take_in(hers(mailbox, ticket, bruno, "Look at the condition."))
    assert (row.became, ticket.state) == (Became.REPLY, State.WAITING_LEARNER)
    told = session.scalars(select(OutgoingMail).where(OutgoingMail.thread_id == ticket.id)).all()
    assert [mail.to for mail in told] == [address_of(ada)]
    assert "Look at the condition." in told[0].text


def test_a_reply_is_found_by_the_mail_that_it_answers_when_the_address_was_lost(
    session: Session, ticket: Ticket, ada: Person, take_in: TakeIn
) -> None:
    mail = answered(session, ticket)
    row = take_in(written(address_of(ada), "aide@classcode.test", In_Reply_To=f"<{mail.id}@classcode.test>"))
    assert (row.became, row.ticket_id) == (Became.REPLY, ticket.id)


def test_the_same_mail_is_taken_once(
    session: Session, mailbox: Mailbox, ticket: Ticket, ada: Person, take_in: TakeIn
) -> None:
    raw = hers(mailbox, ticket, ada)
    assert take_in(raw) is not None
    before = messages(session)
    assert take_in(raw) is None
    assert take_in(b"Received: by another way\r\n" + raw) is None
    assert messages(session) == before


def test_two_mails_under_one_id_are_two_all_the_same(
    session: Session, mailbox: Mailbox, ticket: Ticket, ada: Person, take_in: TakeIn
) -> None:
    for text in ("First words.", "Other words.", "Other words."):
        take_in(hers(mailbox, ticket, ada, text, Message_ID="<same@example.org>"))
    assert thread(session, ticket)[-2:] == ["First words.", "Other words."]


@pytest.mark.parametrize("way", ["address", "references"])
def test_somebody_else_s_address_never_reaches_a_thread(
    session: Session, mailbox: Mailbox, ticket: Ticket, ada: Person, make: Make, take_in: TakeIn, way: str
) -> None:
    mail, eve = answered(session, ticket), make.person("eve")
    before = messages(session)
    headers = {"In_Reply_To": f"<{mail.id}@classcode.test>"} if way == "references" else {}
    to = mailbox.address(ticket.id, ada.id) if way == "address" else "aide@classcode.test"
    for sender in (address_of(eve), "nobody@example.org"):
        row = take_in(written(sender, to, **headers))
        assert row.became == Became.UNKNOWN_SENDER and row.person_id in {eve.id, None}
    assert messages(session) == before
    assert {one.to for one in notices(session, UNPLACED)} == {address_of(eve), "nobody@example.org"}
    assert all(ticket.subject not in one.text for one in notices(session, UNPLACED))


def test_an_unconfirmed_address_is_nobody_s(
    session: Session, mailbox: Mailbox, ticket: Ticket, ada: Person, take_in: TakeIn
) -> None:
    ada.addresses[0].confirmed_at = None
    session.flush()
    assert take_in(hers(mailbox, ticket, ada)).became == Became.UNKNOWN_SENDER


def test_a_stranger_is_told_once_a_day(
    session: Session, mailbox: Mailbox, ticket: Ticket, ada: Person, take_in: TakeIn
) -> None:
    answered(session, ticket)
    to = mailbox.address(ticket.id, ada.id)
    for _ in range(3):
        take_in(written("ada.other@example.org", to))
    with clock.at(clock.now() + timedelta(days=2)):
        take_in(written("ada.other@example.org", to))
    assert len(notices(session, UNPLACED)) == 2


def test_a_made_up_reply_address_is_not_worth_an_answer(
    session: Session, mailbox: Mailbox, ticket: Ticket, take_in: TakeIn
) -> None:
    row = take_in(written("eve@example.org", mailbox.address(ticket.id, uuid4())))
    assert (row.became, notices(session, UNPLACED)) == (Became.UNKNOWN_SENDER, [])
    assert session.scalar(select(func.count()).select_from(PendingQuestion)) == 0


def test_who_holds_it_no_more_is_told_once_and_nobody_else_hears_of_it(
    session: Session,
    mailbox: Mailbox,
    ticket: Ticket,
    ada: Person,
    bruno: Person,
    make: Make,
    take_in: TakeIn,
) -> None:
    make.facilitator("dora", region="FR-BRE", commune="FR-35238")
    holding.decline(session, ticket, PassOnReason.NO_TIME, by=bruno.id)
    before = messages(session)
    for text in ("My answer.", "My answer, once more."):
        row = take_in(hers(mailbox, ticket, bruno, text))
        assert (row.became, row.refusal) == (Became.REFUSED, "not hers")
    [told] = notices(session, NOT_TAKEN)
    assert told.to == address_of(bruno) and "Dora" in told.text and ticket.subject not in told.text
    assert messages(session) == before and mails_of(session, ada.id) == []


def test_the_holder_of_a_settled_question_is_told_that_it_is_settled_and_not_that_she_holds_it(
    session: Session, mailbox: Mailbox, ticket: Ticket, ada: Person, bruno: Person, take_in: TakeIn
) -> None:
    answered(session, ticket)
    talking.resolve(session, ticket, by=ada.id, act_id=uuid4())
    assert take_in(hers(mailbox, ticket, bruno, "One thing more.")).became == Became.REFUSED
    [told] = notices(session, NOT_TAKEN)
    assert "Bruno" not in told.text and "a été réglée" in told.text


def test_a_role_that_was_taken_away_closes_the_mailbox_too(
    session: Session, mailbox: Mailbox, ticket: Ticket, bruno: Person, take_in: TakeIn
) -> None:
    session.execute(delete(RoleGrant).where(RoleGrant.person_id == bruno.id))
    assert take_in(hers(mailbox, ticket, bruno)).became == Became.REFUSED


def test_a_closed_account_writes_nothing(
    session: Session, mailbox: Mailbox, ticket: Ticket, ada: Person, take_in: TakeIn
) -> None:
    ada.disabled_at = clock.now()
    session.flush()
    assert take_in(hers(mailbox, ticket, ada)).became == Became.UNKNOWN_SENDER


def test_a_settled_question_opens_again(
    session: Session, mailbox: Mailbox, ticket: Ticket, ada: Person, bruno: Person, take_in: TakeIn
) -> None:
    answered(session, ticket)
    talking.resolve(session, ticket, by=ada.id, act_id=uuid4())
    take_in(hers(mailbox, ticket, ada))
    assert ticket.state == State.REOPENED


def test_a_mail_to_a_closed_question_opens_the_one_that_goes_on_from_it(
    session: Session, mailbox: Mailbox, ticket: Ticket, ada: Person, take_in: TakeIn
) -> None:
    answered(session, ticket)
    talking.resolve(session, ticket, by=ada.id, act_id=uuid4())
    talking.close(session, ticket)
    row = take_in(hers(mailbox, ticket, ada, "It is back."))
    follow_up = session.get_one(Ticket, row.ticket_id)
    assert (row.became, follow_up.follows_id, follow_up.learner_id) == (Became.NEW, ticket.id, ada.id)
    assert (thread(session, follow_up), ticket.state) == (["It is back."], State.CLOSED)


def test_a_mail_to_a_question_that_was_joined_to_another_reaches_that_one(
    session: Session, mailbox: Mailbox, ticket: Ticket, ada: Person, bruno: Person, take_in: TakeIn
) -> None:
    question = asking.Question(text="Again.", module=ticket.module, unit=ticket.unit, language="fr")
    other = asking.open_ticket(session, ada.id, question, act_id=uuid4())
    merging.merge(session, other, ticket, by=bruno.id)
    row = take_in(hers(mailbox, other, ada))
    assert (row.became, row.ticket_id, thread(session, ticket)[-1]) == (
        Became.REPLY,
        ticket.id,
        "It works now.",
    )


@pytest.mark.parametrize("to", ["mailbox", "thread"])
def test_a_machine_s_mail_is_nothing(
    session: Session, mailbox: Mailbox, ticket: Ticket, ada: Person, take_in: TakeIn, to: str
) -> None:
    before = messages(session)
    address = mailbox.address(ticket.id, ada.id) if to == "thread" else "aide@classcode.test"
    row = take_in(written(address_of(ada), address, "I am away.", Auto_Submitted="auto-replied"))
    assert (row.became, row.refusal, messages(session)) == (Became.AUTO, "auto-submitted", before)
    assert session.scalar(select(func.count()).select_from(PendingQuestion)) == 0


def test_our_own_mail_that_comes_back_is_a_loop(
    session: Session, mailbox: Mailbox, ticket: Ticket, ada: Person, take_in: TakeIn
) -> None:
    mail = answered(session, ticket)
    to = mailbox.address(ticket.id, ada.id)
    for raw in (
        written("aide@classcode.test", to),
        written(to, "aide@classcode.test"),
        written(address_of(ada), to, Message_ID=f"<{mail.id}@classcode.test>"),
    ):
        assert take_in(raw).became == Became.LOOP


def test_two_machines_that_hide_it_stop_after_a_while(
    session: Session, mailbox: Mailbox, ticket: Ticket, ada: Person, take_in: TakeIn
) -> None:
    rows = [take_in(hers(mailbox, ticket, ada, f"Word {n}")) for n in range(35)]
    assert [row.became for row in rows] == [Became.REPLY] * 30 + [Became.LOOP] * 5


def report(mail_id: UUID, action: str = "failed") -> bytes:
    return (
        "From: Mail Delivery System <mailer-daemon@example.org>\r\nTo: aide@classcode.test\r\n"
        "Subject: Undelivered\r\nReturn-Path: <>\r\nMessage-ID: <report@example.org>\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="r"\r\n\r\n'
        "--r\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\n"
        f"Final-Recipient: rfc822; ada@example.org\r\nAction: {action}\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 no such mailbox\r\n\r\n"
        "--r\r\nContent-Type: text/rfc822-headers\r\n\r\nFrom: aide@classcode.test\r\n"
        f"Message-ID: <{mail_id}@classcode.test>\r\nSubject: Re: loop\r\n\r\n--r--\r\n"
    ).encode()


def test_a_mail_that_comes_back_is_noted_on_it_and_on_its_question(
    session: Session, ticket: Ticket, take_in: TakeIn
) -> None:
    mail = answered(session, ticket)
    row = take_in(report(mail.id))
    assert (row.became, row.ticket_id) == (Became.BOUNCED, ticket.id)
    assert mail.refusal == "5.1.1 smtp; 550 no such mailbox"
    assert trail(session, ticket)[-1] == What.NOT_DELIVERED


def test_a_delay_is_no_refusal(session: Session, ticket: Ticket, take_in: TakeIn) -> None:
    mail = answered(session, ticket)
    row = take_in(report(mail.id, "delayed"))
    assert (row.became, mail.refusal) == (Became.AUTO, None)


def test_a_mail_that_answers_nothing_waits_for_its_address_to_be_confirmed(
    session: Session, take_in: TakeIn
) -> None:
    row = take_in(
        written(
            "Inès <ines@example.org>", "aide@classcode.test", "Comment faire une boucle ?", Subject="Boucle"
        )
    )
    pending = session.scalars(select(PendingQuestion)).one()
    assert (row.became, pending.email, pending.subject) == (Became.NEW, "ines@example.org", "Boucle")
    assert (pending.name, pending.via, pending.language) == ("Inès", Source.MAIL, "fr")


def test_a_mail_that_is_too_large_is_not_read_and_who_we_know_is_told(
    session: Session, mailbox: Mailbox, ticket: Ticket, ada: Person, take_in: TakeIn
) -> None:
    before = messages(session)
    for raw in (hers(mailbox, ticket, ada), written("eve@example.org", "aide@classcode.test")):
        assert take_in(raw, too_big=True).became == Became.TOO_BIG
    assert [one.to for one in notices(session, TOO_LARGE)] == [address_of(ada)]
    assert messages(session) == before


def test_what_cannot_be_read_has_a_row_and_keeps_its_bytes(session: Session, take_in: TakeIn) -> None:
    raw = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(50)
    )
    row = take_in(raw)
    assert (row.became, row.refusal, row.source) == (Became.UNREADABLE, "too deep", raw)


def with_file(name: str, data: bytes, sender: str, to: str) -> bytes:
    from email import message_from_bytes
    from email.policy import default

    mail = message_from_bytes(written(sender, to, "See the file."), policy=default)
    mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def test_files_go_with_the_message_and_those_refused_are_named(
    session: Session, mailbox: Mailbox, ticket: Ticket, ada: Person, take_in: TakeIn
) -> None:
    to = mailbox.address(ticket.id, ada.id)
    row = take_in(with_file("loop.py", b"while True:\n    pass\n", address_of(ada), to))
    [message] = session.scalars(select(Message).where(Message.mail_id == row.message_id)).all()
    assert [one.name for one in attachments_of(session, [message.id])[message.id]] == ["loop.py"]
    row = take_in(with_file("loop.exe", b"MZ\x90", address_of(ada), to))
    assert (row.became, row.refused_files) == (Became.REPLY, ["loop.exe: NotThisKind"])


def test_the_mail_about_an_answer_says_that_files_are_on_the_page_and_carries_none(
    session: Session, mailbox: Mailbox, ticket: Ticket, ada: Person, bruno: Person, take_in: TakeIn
) -> None:
    to = mailbox.address(ticket.id, bruno.id)
    take_in(with_file("loop.py", b"while True:\n    pass\n", address_of(bruno), to))
    [told] = mails_of(session, ada.id)
    assert "ichiers" in told.text and "loop.py" not in told.text and told.text.count("http") == 1
    assert told.text.index("See the file.") < told.text.index("ichiers") < told.text.index("http")


def test_a_long_mail_becomes_several_messages_and_loses_no_word(
    session: Session, mailbox: Mailbox, ticket: Ticket, ada: Person, bruno: Person, take_in: TakeIn
) -> None:
    text = "\n\n".join(f"Paragraph {n} " + "word " * 100 for n in range(20))
    take_in(hers(mailbox, ticket, bruno, text))
    said = thread(session, ticket)[1:]
    assert len(said) == 3 and " ".join(" ".join(said).split()) == " ".join(text.split())
    assert all(piece.split()[-1] in mails_of(session, ada.id)[-1].text for piece in said)


def test_pieces_end_where_a_reader_pauses() -> None:
    assert pieces_of("short") == ["short"]
    pieces = pieces_of("x" * 30_000)
    assert [len(one) for one in pieces] == [5000] * 4 and pieces[-1].endswith("…")


def test_a_refusal_of_the_thread_leaves_the_row_and_nothing_else(
    session: Session,
    mailbox: Mailbox,
    ticket: Ticket,
    ada: Person,
    take_in: TakeIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refusing(session: Session, ticket: Ticket, text: str, **_more: object) -> Message:
        asking.write(session, ticket, text, by=ticket.learner_id)
        raise talking.Ended

    before = messages(session)
    monkeypatch.setattr(talking, "reply", refusing)
    row = take_in(hers(mailbox, ticket, ada))
    assert (row.became, row.refusal, messages(session)) == (Became.REFUSED, "Ended", before)


def test_an_answer_to_a_list_of_questions_is_asked_which(
    session: Session, ticket: Ticket, bruno: Person, take_in: TakeIn
) -> None:
    from classcode.mail import Letter, write
    from classcode.people.queries import recipient
    from helpdesk.mails import BUNDLE

    to = recipient(session, bruno.id)
    assert to is not None
    bundle = write(session, to, Letter(BUNDLE, "2 questions", "..."))
    row = take_in(
        written(address_of(bruno), "aide@classcode.test", In_Reply_To=f"<{bundle.id}@classcode.test>")
    )
    assert row.became == Became.REFUSED and [one.to for one in notices(session, WHICH)] == [address_of(bruno)]


def test_what_mails_said_goes_after_a_month_and_a_mail_is_known_for_a_year(
    session: Session, mailbox: Mailbox, ticket: Ticket, ada: Person, take_in: TakeIn
) -> None:
    raw = hers(mailbox, ticket, ada)
    row = take_in(raw)
    later = clock.now() + timedelta(days=1)
    receiving.forget(session, later, clock.now() - timedelta(days=365))
    session.refresh(row, ["source", "text", "sender"])
    assert (row.source, row.text, row.sender) == (None, None, None)
    assert take_in(raw) is None
    receiving.forget(session, later, later)
    assert session.scalar(select(func.count()).select_from(IncomingMail)) == 0


def test_erasing_somebody_erases_her_mails(
    session: Session, mailbox: Mailbox, ticket: Ticket, ada: Person, take_in: TakeIn
) -> None:
    take_in(hers(mailbox, ticket, ada))
    session.commit()
    session.execute(delete(Person).where(Person.id == ada.id))
    assert session.scalar(select(func.count()).select_from(IncomingMail)) == 0
