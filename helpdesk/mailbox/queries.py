"""Reading what came in and what came back: for the page of a question, for those who look after the site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.errors import NotFound
from classcode.mail import OutgoingMail
from helpdesk.mailbox.models import IncomingMail, MailboxPlace
from helpdesk.mailbox.reading import Unreadable, read
from helpdesk.models import Message
from helpdesk.tickets.access import Seen


def latest(session: Session, most: int) -> Sequence[IncomingMail]:
    """Return the mails that came in last."""
    newest = select(IncomingMail).order_by(IncomingMail.received_at.desc(), IncomingMail.uid.desc())
    return session.scalars(newest.limit(most)).all()


@dataclass(frozen=True, slots=True)
class Whole:
    """All that a mail said, what of it became the message, and its files that were not kept."""

    text: str
    taken: str
    received_at: datetime
    refused_files: tuple[str, ...]


def whole_mail(session: Session, seen: Seen, message: Message, reader_id: UUID) -> Whole:
    """Return the mail behind a message, for 30 days; raise `NotFound` when there is none or it is not for this reader.

    Who wrote it may read it all. Of a learner's the team may too, where it knows her name; a facilitator's mail quotes
    the questions of others, and is for nobody else.
    """
    theirs = seen.inside and seen.names_learner and message.author_id == seen.ticket.learner_id
    if message.mail_id is None or not (message.author_id == reader_id or theirs) or message.hidden_at:
        raise NotFound
    row = session.scalar(select(IncomingMail).where(IncomingMail.message_id == message.mail_id))
    if row is None or row.source is None:
        raise NotFound
    try:
        mail = read(row.source)
    except Unreadable:
        raise NotFound from None
    return Whole(mail.whole, row.text or "", row.received_at, tuple(row.refused_files or ()))


def refused_files(session: Session, mail_ids: Sequence[str]) -> dict[str, list[str]]:
    """Return, by the mail that brought a message, the files of it that were not kept."""
    found = session.execute(
        select(IncomingMail.message_id, IncomingMail.refused_files).where(
            IncomingMail.message_id.in_(mail_ids), IncomingMail.refused_files.is_not(None)
        )
    )
    return {mail_id: names for mail_id, names in found if names}


def undelivered(session: Session, ticket_id: UUID) -> Sequence[OutgoingMail]:
    """Return our mails about a question that were refused, at once or later, the newest first."""
    refused = select(OutgoingMail).where(
        OutgoingMail.thread_id == ticket_id, OutgoingMail.refusal.is_not(None)
    )
    return session.scalars(refused.order_by(OutgoingMail.written_at.desc())).all()


def away_since(session: Session) -> datetime | None:
    """Return since when a mailbox could not be read, or None while all is well."""
    return session.scalar(
        select(MailboxPlace.failed_at)
        .where(MailboxPlace.failed_at.is_not(None))
        .order_by(MailboxPlace.failed_at)
    )
