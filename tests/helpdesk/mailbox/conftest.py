"""A mailbox that is read: Ada asks, Bruno answers, and short ways to write mails as they would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import EmailMessage
from itertools import count
from uuid import uuid4

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from classcode import db
from classcode.config import Config
from classcode.mail import OutgoingMail
from classcode.people.models import Person
from helpdesk.mailbox.addresses import Mailbox, mailbox_of
from helpdesk.mailbox.models import IncomingMail
from helpdesk.mailbox.reading import Unreadable, read
from helpdesk.mailbox.rules import receiving
from helpdesk.mailbox.rules.receiving import Arrived
from helpdesk.models import Message, Ticket
from helpdesk.tickets.rules import talking
from helpdesk.tickets.rules.asking import Question, open_ticket
from tests import servers
from tests.conftest import INFO
from tests.servers import ImapServer

PLACE = "desk@127.0.0.1:143/INBOX"
NUMBERS = count(1)


@pytest.fixture(scope="session")
def imap() -> Iterator[ImapServer]:
    """A real IMAP server for this worker, started when a test first asks."""
    with servers.imap_server() as started:
        yield started


@pytest.fixture
def folder() -> str:
    """The name of a folder of this test alone."""
    return f"T{uuid4().hex[:12]}"


@pytest.fixture
def reading_config(config: Config) -> Config:
    """The configuration of a process that reads a mailbox."""
    return replace(config, imap_url="imaps://desk:x@127.0.0.1/INBOX", mail_reply_to="aide@classcode.test")


@pytest.fixture
def mailbox(reading_config: Config) -> Mailbox:
    """The mailbox at which answers arrive."""
    made = mailbox_of(reading_config)
    assert made is not None
    return made


@pytest.fixture(autouse=True)
def reads_mail(engine: Engine, session: Session, mailbox: Mailbox) -> None:
    """Let this process know its mailbox."""
    db.bind(engine, **INFO, mailbox=mailbox)
    session.info["mailbox"] = mailbox


@pytest.fixture
def ticket(session: Session, ada: Person, bruno: Person) -> Ticket:
    """Ada's question, which the desk proposed to Bruno."""
    asked = Question(
        text="My loop does not end.", module="creative-programming", unit="loops-and-events", language="fr"
    )
    opened = open_ticket(session, ada.id, asked, act_id=uuid4())
    assert opened.facilitator_id == bruno.id
    return opened


def answered(session: Session, ticket: Ticket, text: str = "Look at the condition.") -> OutgoingMail:
    """Answer a question, and return the mail that brings the answer to who asked."""
    talking.answer(session, ticket, text, act_id=uuid4())
    return mails_of(session, ticket.learner_id)[-1]


def mails_of(session: Session, person_id: object) -> list[OutgoingMail]:
    """Return our mails to somebody, in order."""
    hers = select(OutgoingMail).where(OutgoingMail.person_id == person_id)
    return list(session.scalars(hers.order_by(OutgoingMail.written_at)))


def address_of(person: Person) -> str:
    """Return somebody's address."""
    return person.addresses[0].email


def written(sender: str, to: str, text: str = "It works now.", **headers: str) -> bytes:
    """Return the bytes of a mail; `In_Reply_To="<...>"` and the like are its further headers."""
    mail = EmailMessage()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    mail["From"], mail["To"] = sender, to
    mail["Subject"] = named.pop("Subject", "Re: My loop does not end.")
    mail["Message-ID"] = named.pop("Message-ID", f"<{next(NUMBERS)}-{uuid4().hex}@example.org>")
    for name, value in named.items():
        mail[name] = value
    mail.set_content(text)
    return mail.as_bytes()


@pytest.fixture
def take_in(session: Session) -> Callable[..., IncomingMail | None]:
    """Take one mail in, as the poller does: `take_in(raw)` returns its row, or None when it was here before."""
    receiving.begin(session, PLACE, 1)
    uids = count(1)

    def taking(raw: bytes, *, too_big: bool = False) -> IncomingMail | None:
        arrived = Arrived(place=PLACE, uidvalidity=1, uid=next(uids), size=len(raw), raw=raw, too_big=too_big)
        try:
            mail, refusal = read(raw), None
        except Unreadable as why:
            return receiving.receive(session, arrived, None, str(why))
        return receiving.receive(session, arrived, mail, refusal)

    return taking


def thread(session: Session, ticket: Ticket) -> list[str]:
    """Return the texts of a thread, in order."""
    said = select(Message.text).where(Message.ticket_id == ticket.id, Message.internal.is_(False))
    return list(session.scalars(said.order_by(Message.written_at, Message.id)))
