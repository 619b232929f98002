"""Where a mail belongs: into which question, as whose words. Only whom a mail of ours was for gets into a thread.

A reply address is proof when its code was made for who writes; a Message-ID of ours names whom our mail was for. In
both cases the sender must be a confirmed address of that very person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.mail import OutgoingMail
from classcode.people.models import Person
from classcode.people.queries import person_by_email
from helpdesk.mailbox.addresses import Mailbox, Token
from helpdesk.mailbox.reading import Mail
from helpdesk.models import Ticket

LOOKED_UP: Final = 30
"""Message-IDs and reply addresses of one mail that are looked up."""
_OURS: Final = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a mail belongs.

    `person` is whose confirmed address wrote, `ticket` the question that it is about. `stranger`: it claims a thread
    that is not the sender's; `knows`: it holds what only a person of that thread was sent. `which`: it answers a list.
    """

    person: Person | None = None
    ticket: Ticket | None = None
    stranger: bool = False
    knows: bool = False
    which: bool = False


def place(session: Session, mailbox: Mailbox, mail: Mail) -> Placed:
    """Return where a mail belongs; nothing at all means that it opens something new."""
    person = _writer(session, mail.sender)
    tokens = [token for one in mail.recipients[:LOOKED_UP] if (token := mailbox.read(one))]
    if tokens:
        return _by_address(session, mailbox, person, tokens)
    ours = _answered(session, mail.earlier)
    hers = [one for one in ours if person and one.person_id == person.id]
    about = next((one.thread_id for one in hers if one.thread_id), None)
    ticket = session.get(Ticket, about) if about else None
    if ticket is not None:
        return Placed(person, ticket)
    if any(one.thread_id for one in ours):
        return Placed(person, stranger=True, knows=True)
    return Placed(person, which=any(one.kind == "desk-bundle" for one in hers))


def own_mail(session: Session, message_id: str) -> OutgoingMail | None:
    """Return the mail of ours that has this Message-ID."""
    return next(iter(_answered(session, [message_id])), None)


def _writer(session: Session, sender: str) -> Person | None:
    person = person_by_email(session, sender) if sender else None
    return person if person and person.disabled_at is None else None


def _by_address(session: Session, mailbox: Mailbox, person: Person | None, tokens: Sequence[Token]) -> Placed:
    for token in tokens:
        if person and mailbox.is_for(token, person.id):
            ticket = session.get(Ticket, token.ticket_id)
            if ticket is not None:
                return Placed(person, ticket)
    return Placed(person, stranger=True, knows=any(_was_given(session, mailbox, one) for one in tokens))


def _was_given(session: Session, mailbox: Mailbox, token: Token) -> bool:
    """Tell whether we gave this reply address to anybody: a made-up one is not worth an answer."""
    ticket = session.get(Ticket, token.ticket_id)
    people = {ticket.learner_id, ticket.facilitator_id} if ticket else set()
    people |= set(
        session.scalars(select(OutgoingMail.person_id).where(OutgoingMail.thread_id == token.ticket_id))
    )
    return any(mailbox.is_for(token, one) for one in people if one)


def _answered(session: Session, message_ids: Sequence[str]) -> list[OutgoingMail]:
    """Return the mails of ours that these Message-IDs name, the nearest first."""
    found = [match.group(1) for one in message_ids if (match := _OURS.match(one))]
    ids = [UUID(one) for one in found][:LOOKED_UP]
    rows = {one.id: one for one in session.scalars(select(OutgoingMail).where(OutgoingMail.id.in_(ids)))}
    return [rows[one] for one in ids if one in rows]
