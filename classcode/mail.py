"""Mail: a row written with the act, delivered by a job; smtplib is named only here.

A mail has one subject, a text, and at most one link. Its Message-ID is fixed when the row is written, so a crash
between sending and marking can only repeat the same message, never make another one.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from html import escape
from threading import Timer
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from classcode import clock, db, queues
from classcode.config import Config
from classcode.db import PLAIN, Base, personal

TOPIC: Final = "mail"
TIMEOUT: Final = 15
"""Seconds that a mail server may take to answer."""
WHOLE: Final = 25
"""Seconds for all after the greeting. With `TIMEOUT` to connect and again to be greeted it is less than a job's lease:
a server that is slow at every step must not see a second worker bring the same mail."""

NO_STARTTLS: Final = "SMTP_URL: the server offers no STARTTLS, and a password never travels in clear"

_TO_WRITE = personal(
    "to write to the person what she asked for or needs to act on", "deleted with the person"
)


class OutgoingMail(Base):
    """A mail to one address: what it says, and when it left."""

    __tablename__ = "outgoing_mail"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True, info=_TO_WRITE
    )
    kind: Mapped[str] = mapped_column(info=PLAIN)
    to: Mapped[str] = mapped_column(info=_TO_WRITE)
    subject: Mapped[str] = mapped_column(info=_TO_WRITE)
    text: Mapped[str] = mapped_column(Text, info=_TO_WRITE)
    language: Mapped[str] = mapped_column(info=PLAIN)
    written_at: Mapped[datetime] = mapped_column(info=PLAIN)
    sent_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    refusal: Mapped[str | None] = mapped_column(info=PLAIN)


@dataclass(frozen=True, slots=True)
class Letter:
    """What a feature wants said: the kind (counted), the subject, and the text in the reader's language."""

    kind: str
    subject: str
    text: str


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
    )
    session.add(mail)
    session.flush()
    queues.enqueue(session, TOPIC, str(mail.id))
    return mail


def message(mail: OutgoingMail, sender: str) -> EmailMessage:
    """Build the message, text part first; the Message-ID is the row's."""
    _, address = parseaddr(sender)
    built = EmailMessage()
    built["Subject"] = mail.subject
    built["From"] = sender
    built["To"] = Address(addr_spec=mail.to)
    built["Date"] = mail.written_at
    built["Message-ID"] = f"<{mail.id}@{address.partition('@')[2]}>"
    built["Content-Language"] = mail.language
    built["Auto-Submitted"] = "auto-generated"  # RFC 3834: so that no answering machine answers
    built.set_content(mail.text)
    built.add_alternative(_html(mail), subtype="html")
    return built


def _html(mail: OutgoingMail) -> str:
    paragraphs = []
    for block in mail.text.strip().split("\n\n"):
        lines = [_linked(escape(line)) for line in block.split("\n")]
        paragraphs.append(f"<p>{'<br>'.join(lines)}</p>")
    body = "\n".join(paragraphs)
    head = f'<meta charset="utf-8"><title>{escape(mail.subject)}</title>'
    return f'<!doctype html><html lang="{mail.language}">{head}{body}</html>'


def _linked(line: str) -> str:
    return (
        f'<a href="{line}">{line}</a>'
        if line.startswith(("https://", "http://")) and " " not in line
        else line
    )


Send = Callable[[EmailMessage], None]


def deliverer(config: Config) -> Callable[[str], None]:
    """Return the job that sends one mail, by SMTP, or in the demonstration into the page of mails alone."""

    def deliver(mail_id: str) -> None:
        send_row(mail_id, config)

    return deliver


def send_row(mail_id: str, config: Config) -> None:
    """Send the mail of this row unless it has left; a permanent refusal (5xx) is written on the row."""
    with db.reading() as session:
        mail = session.get(OutgoingMail, UUID(mail_id))
    if mail is None or mail.sent_at:
        return
    refusal = None
    if config.smtp_url:
        refusal = _send(message(mail, config.mail_from), config.smtp_url)
    with db.transaction() as session:
        row = session.get(OutgoingMail, UUID(mail_id))
        if row is not None:
            row.sent_at, row.refusal = (None, refusal) if refusal else (clock.now(), None)
    if refusal:
        raise queues.GaveUp(refusal)


def _send(built: EmailMessage, smtp_url: str) -> str | None:
    """Hand over one message; return a permanent refusal, raise what another try may mend."""
    parts = urlsplit(smtp_url)
    try:
        with _connection(parts) as server:
            if parts.username:
                if parts.scheme == "smtp" and not server.has_extn("starttls"):
                    raise smtplib.SMTPNotSupportedError(NO_STARTTLS)
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(built)
    except smtplib.SMTPRecipientsRefused as error:
        code, reason = next(iter(error.recipients.values()))
        return _permanent(code, reason, error)
    except smtplib.SMTPAuthenticationError:
        raise  # ours to mend in the settings: the mail waits for it
    except smtplib.SMTPResponseException as error:
        return _permanent(error.smtp_code, error.smtp_error, error)
    return None


def _permanent(code: int, reason: bytes | str, error: Exception) -> str:
    if code < 500:
        raise error
    return f"{code} {reason.decode('utf-8', 'replace') if isinstance(reason, bytes) else reason}"[:300]


@contextmanager
def _connection(parts: SplitResult) -> Iterator[smtplib.SMTP]:
    """Talk to the mail server for at most `WHOLE` seconds after its greeting."""
    server = _greeted(parts)
    cutter = Timer(WHOLE, _cut, [server])
    cutter.daemon = True
    cutter.start()
    try:
        if parts.scheme == "smtp":
            _secure(server)
        yield server
        # The mail is taken: how the server answers our goodbye changes nothing.
        with suppress(smtplib.SMTPException):
            server.quit()
    finally:
        cutter.cancel()
        server.close()


def _greeted(parts: SplitResult) -> smtplib.SMTP:
    host = parts.hostname or "localhost"
    if parts.scheme == "smtps":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT, context=context)
    return smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT)


def _secure(server: smtplib.SMTP) -> None:
    """Encrypt what follows where the server can."""
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=ssl.create_default_context())
        server.ehlo()
        server.esmtp_features["starttls"] = ""  # said again, since the second greeting no longer offers it


def _cut(server: smtplib.SMTP) -> None:
    """Whoever is still waiting for an answer gets the end of the stream."""
    if server.sock:
        with suppress(OSError):
            server.sock.shutdown(socket.SHUT_RDWR)
