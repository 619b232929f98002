"""Sending: one row handed to the mail server by SMTP, within a time that is bounded as a whole.

What another try may mend is raised, so that the job comes again; a refusal for good is written on the row.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from threading import Timer
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit
from uuid import UUID

from sqlalchemy.orm import Session

from classcode import clock, db, queues
from classcode.config import Config
from classcode.mail.building import message
from classcode.mail.models import OutgoingMail

TIMEOUT: Final = 15
"""Seconds that a mail server may take to answer."""
WHOLE: Final = 25
"""Seconds for all after the greeting. With `TIMEOUT` to connect and again to be greeted it is less than a job's lease:
a server that is slow at every step must not see a second worker bring the same mail."""

NO_STARTTLS: Final = "SMTP_URL: the server offers no STARTTLS, and a password never travels in clear"


OnRefusal = Callable[[Session, OutgoingMail], object]
"""What a feature does, in the transaction that writes a refusal down, when a mail of its own was refused for good."""


def deliverer(config: Config, on_refusal: OnRefusal | None = None) -> Callable[[str], None]:
    """Return the job that sends one mail, by SMTP, or in the demonstration into the page of mails alone."""

    def deliver(mail_id: str) -> None:
        send_row(mail_id, config, on_refusal)

    return deliver


def send_row(mail_id: str, config: Config, on_refusal: OnRefusal | None = None) -> None:
    """Send the mail of this row unless it has left; a permanent refusal (5xx) is written on the row."""
    with db.reading() as session:
        mail = session.get(OutgoingMail, UUID(mail_id))
    if mail is None or mail.sent_at:
        return
    refusal = None
    if config.smtp_url:
        refusal = _send(message(mail, config.mail_from, config.base_url), config.smtp_url)
    with db.transaction() as session:
        row = session.get(OutgoingMail, UUID(mail_id))
        if row is not None:
            row.sent_at, row.refusal = (None, refusal) if refusal else (clock.now(), None)
            if refusal and on_refusal:
                on_refusal(session, row)
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
