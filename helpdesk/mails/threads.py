"""What makes mails about one question a thread: a title that stays, where an answer goes, and what came before."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.mail import OutgoingMail, Thread
from helpdesk.mailbox.addresses import Mailbox
from helpdesk.models import Message, Ticket

MAILBOX: Final = "mailbox"
"""In a session's `info`: the mailbox at which answers arrive, where there is one."""


def mailbox_of(session: Session) -> Mailbox | None:
    """Return the mailbox that is read, or None where people answer on the page alone."""
    found: Mailbox | None = session.info.get(MAILBOX)
    return found


def title(ticket: Ticket) -> str:
    """Return the subject of every mail of a question's thread: mail programs put together what is called alike."""
    return f"Re: {ticket.subject}"


def thread_of(session: Session, ticket: Ticket, person_id: UUID) -> Thread:
    """Return the thread of a question with one person: our earlier mails to her, and her own mails that came in."""
    mailbox = mailbox_of(session)
    reply_to = mailbox.address(ticket.id, person_id) if mailbox else None
    return Thread(ticket.id, reply_to, _earlier(session, ticket.id, person_id))


def _earlier(session: Session, ticket_id: UUID, person_id: UUID) -> tuple[str, ...]:
    ours = session.execute(
        select(OutgoingMail.written_at, OutgoingMail.id).where(
            OutgoingMail.thread_id == ticket_id, OutgoingMail.person_id == person_id
        )
    )
    hers = session.execute(
        select(Message.written_at, Message.mail_id).where(
            Message.ticket_id == ticket_id, Message.author_id == person_id, Message.mail_id.is_not(None)
        )
    )
    named = [(at, str(mail_id)) for at, mail_id in ours] + [
        (at, _bare(mail_id or "")) for at, mail_id in hers
    ]
    return tuple(name for _, name in sorted(named))


def _bare(mail_id: str) -> str:
    """Return a Message-ID without what keeps two mails of one id apart in our rows."""
    return mail_id[: mail_id.find(">") + 1] or mail_id
