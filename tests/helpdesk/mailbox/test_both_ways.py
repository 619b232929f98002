"""A conversation by mail through real servers: SMTP out, a mail program's answer in by IMAP, servers in trouble."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import make_msgid
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from classcode import clock, db, mail, queues, schedule
from classcode.config import Config
from classcode.mail import OutgoingMail
from classcode.people.models import Person
from classcode.people.queries import recipient
from classcode.queues import Job
from helpdesk import mails
from helpdesk.mailbox import jobs
from helpdesk.mailbox.models import Became
from helpdesk.models import Ticket
from helpdesk.slots import Slot
from helpdesk.tickets.rules import talking
from helpdesk.tickets.states import State, What
from tests.browser.stack import Postbox
from tests.helpdesk.mailbox.conftest import address_of, thread
from tests.helpdesk.mailbox.test_receiving import report
from tests.helpdesk.tickets.conftest import trail
from tests.servers import ImapServer


class World(Postbox):
    """All other mail servers: what is for the desk lands in its mailbox, the rest with people."""

    def __init__(self, imap: ImapServer, folder: str) -> None:
        super().__init__()
        self._imap = imap
        self._folder = folder

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:
        """Put a mail where its recipient reads it."""
        if any(to.startswith("aide") for to in envelope.rcpt_tos):
            self._imap.deliver(envelope.content, self._folder)
            return "250 delivered"
        return await super().handle_DATA(server, session, envelope)

    def send(self, built: EmailMessage) -> None:
        """Send a mail as a person's program does."""
        with smtplib.SMTP("127.0.0.1", self.port, timeout=10) as server:
            server.send_message(built)


@pytest.fixture
def world(imap: ImapServer, folder: str) -> Iterator[World]:
    """The mail servers of everybody."""
    with imap.connected() as connection:
        connection.create(folder)
    opened = World(imap, folder)
    opened.start()
    yield opened
    opened.stop()


@pytest.fixture
def both_ways(world: World, reading_config: Config, imap: ImapServer, folder: str) -> Config:
    """The configuration of a process that sends and receives."""
    return replace(reading_config, smtp_url=f"smtp://127.0.0.1:{world.port}", imap_url=imap.url(folder))


@pytest.fixture
def deliver(engine: Engine, both_ways: Config) -> Callable[[], int]:
    """Send what is due."""

    def delivering() -> int:
        with db.transaction() as session:
            session.execute(update(Job).values(due_at=clock.now() - timedelta(seconds=1)))
        queues.bind({mail.TOPIC: schedule.handlers(both_ways)[mail.TOPIC]}, None)
        return queues.drain()

    return delivering


def answer_to(received: EmailMessage, text: str, *, to: str | None = None) -> EmailMessage:
    """Write an answer as a mail program does: its own text, then what it answers, with `>` before each line."""
    body = received.get_body(("plain",))
    assert body is not None
    quoted = "\n".join(f"> {line}" for line in body.get_content().splitlines())
    built = EmailMessage()
    built["From"], built["To"] = received["To"], to or received["Reply-To"]
    built["Subject"] = received["Subject"]
    built["Message-ID"] = make_msgid(domain="example.org")
    built["In-Reply-To"] = received["Message-ID"]
    built["References"] = f"{received.get('References', '')} {received['Message-ID']}".strip()
    built.set_content(f"{text}\n\nLe 22 nov. 2026 à 10:00, {received['From']} a écrit :\n\n{quoted}\n")
    return built


def answer(ticket: Ticket, text: str) -> None:
    with db.transaction() as session:
        held = session.get_one(Ticket, ticket.id)
        talking.answer(session, held, text, act_id=uuid4())


def test_a_conversation_by_mail_alone(
    session: Session,
    world: World,
    both_ways: Config,
    deliver: Callable[[], int],
    ticket: Ticket,
    ada: Person,
    bruno: Person,
) -> None:
    session.commit()
    with db.transaction() as writing:
        to = recipient(writing, bruno.id)
        assert to is not None
        slot = Slot(clock.now(), clock.now() + timedelta(hours=2))
        mails.write_bundle(writing, to, slot, [writing.get_one(Ticket, ticket.id)])
    deliver()
    [bundle] = world.to(address_of(bruno))
    world.send(answer_to(bundle, "Regardez la condition de sortie."))
    assert jobs.poll(both_ways) == {Became.REPLY: 1}
    deliver()
    [first] = world.to(address_of(ada))
    world.send(answer_to(first, "Elle ne change pas !"))
    jobs.poll(both_ways)
    answer(ticket, "Voilà pourquoi.")
    deliver()
    told = world.to(address_of(ada))
    assert [one["Subject"] for one in told] == [f"Re: {ticket.subject}"] * 2
    assert str(told[1]["References"]).split()[0] == first["Message-ID"]
    body = told[1].get_body(("plain",))
    assert body is not None and "Voilà pourquoi." in body.get_content()
    with db.reading() as reading:
        assert thread(reading, ticket) == [
            "My loop does not end.",
            "Regardez la condition de sortie.",
            "Elle ne change pas !",
            "Voilà pourquoi.",
        ]
        assert reading.get_one(Ticket, ticket.id).state == State.WAITING_LEARNER


def test_an_answer_sent_on_to_somebody_else_stays_with_her(
    session: Session, world: World, both_ways: Config, deliver: Callable[[], int], ticket: Ticket, ada: Person
) -> None:
    session.commit()
    answer(ticket, "Regardez la condition.")
    deliver()
    [first] = world.to(address_of(ada))
    forged = answer_to(first, "Je réponds à sa place.")
    forged.replace_header("From", "eve@example.org")
    world.send(forged)
    assert jobs.poll(both_ways) == {Became.UNKNOWN_SENDER: 1}
    deliver()
    [notice] = world.to("eve@example.org")
    assert ticket.subject not in str(notice) and "condition" not in str(notice)
    with db.reading() as reading:
        assert len(thread(reading, ticket)) == 2


def test_a_thread_keeps_its_ids_when_the_server_refuses_for_now(
    session: Session, world: World, deliver: Callable[[], int], ticket: Ticket, ada: Person
) -> None:
    session.commit()
    world.refusals = ["451 later", "421 later"]
    answer(ticket, "One.")
    for _ in range(3):
        deliver()
    with clock.at(clock.now() + timedelta(days=2)):
        answer(ticket, "Two.")
    deliver()
    first, second = world.to(address_of(ada))
    assert str(second["In-Reply-To"]) == first["Message-ID"]
    assert second["Reply-To"] == first["Reply-To"]


def test_a_refusal_for_good_is_seen_and_the_thread_goes_on(
    session: Session, world: World, deliver: Callable[[], int], ticket: Ticket, ada: Person
) -> None:
    session.commit()
    world.refusals = ["550 no such mailbox"]
    answer(ticket, "One.")
    deliver()
    with db.reading() as reading:
        told = reading.scalars(select(OutgoingMail).where(OutgoingMail.thread_id == ticket.id)).one()
        assert told.refusal == "550 no such mailbox" and told.sent_at is None
        assert trail(reading, ticket)[-1] == What.NOT_DELIVERED
    with clock.at(clock.now() + timedelta(days=2)):
        answer(ticket, "Two.")
    deliver()
    assert len(world.to(address_of(ada))) == 1


def test_a_mail_that_bounces_through_the_mailbox_marks_the_one_that_left(
    session: Session, world: World, both_ways: Config, deliver: Callable[[], int], ticket: Ticket, ada: Person
) -> None:
    session.commit()
    answer(ticket, "One.")
    deliver()
    [first] = world.to(address_of(ada))
    with db.reading() as reading:
        sent = reading.scalars(select(OutgoingMail).where(OutgoingMail.thread_id == ticket.id)).one()
    assert str(sent.id) in first["Message-ID"]
    world.send(message_from_bytes(report(sent.id), policy=default))
    assert jobs.poll(both_ways) == {Became.BOUNCED: 1}
    with db.reading() as reading:
        assert reading.get_one(OutgoingMail, sent.id).refusal
