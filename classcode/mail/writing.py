"""Writing a mail: the row, with the act that causes it. What it looks like on the wire is in `building`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from classcode import clock, queues
from classcode.mail.models import OutgoingMail

TOPIC: Final = "mail"


@dataclass(frozen=True, slots=True)
class Thread:
    """The conversation a mail belongs to: its id, where an answer goes, and what came before, oldest first.

    `earlier` names our own mails by their row's id, others by their Message-ID with its brackets.
    """

    id: UUID
    reply_to: str | None = None
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """An event that goes with a letter: what the reader's calendar does with it (RFC 5546), and iCalendar in UTF-8.

    `method` is REQUEST or CANCEL, and says the same as the METHOD inside.
    """

    method: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What a feature wants said: the kind (counted), the subject, the text in the reader's language, and its thread.

    With `calendar` it also enters an event into her calendar, or takes it out. `stop_link` leads to the page that stops
    mails which come again and again; a POST of `List-Unsubscribe=One-Click` to it stops them (RFC 8058).
    """

    kind: str
    subject: str
    text: str
    thread: Thread | None = None
    calendar: Calendar | None = None
    stop_link: str | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a letter is for: the address, the person where she has an account, her language and zone."""

    address: str
    person_id: UUID | None
    language: str
    zone: str = "Europe/Paris"


def write(session: Session, to: Recipient, letter: Letter) -> OutgoingMail:
    """Write a mail with the act that causes it; a job sends it after the commit."""
    mail = OutgoingMail(
        id=uuid4(),
        person_id=to.person_id,
        kind=letter.kind,
        to=to.address,
        subject=" ".join(letter.subject.split()),
        text=letter.text.strip() + "\n",
        language=to.language,
        written_at=clock.now(),
        stop_link=letter.stop_link,
    )
    if letter.thread:
        mail.thread_id, mail.reply_to = letter.thread.id, letter.thread.reply_to
        mail.earlier = list(letter.thread.earlier)
    if letter.calendar:
        mail.calendar_method, mail.calendar = letter.calendar.method, letter.calendar.body
    session.add(mail)
    session.flush()
    queues.enqueue(session, TOPIC, str(mail.id))
    return mail
