"""Reading attachments: those of several messages at once, and one as a reader of the thread may have it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.errors import NotFound
from helpdesk.attachments.models import Attachment
from helpdesk.models import Message
from helpdesk.tickets.access import Seen
from helpdesk.tickets.rules.merging import joined_to


def attachments_of(session: Session, message_ids: Collection[UUID]) -> dict[UUID, list[Attachment]]:
    """Return the files of some messages by message, in their order; a message without any is missing."""
    found: dict[UUID, list[Attachment]] = defaultdict(list)
    if message_ids:
        wanted = select(Attachment).where(Attachment.message_id.in_(message_ids))
        for one in session.scalars(wanted.order_by(Attachment.message_id, Attachment.place)):
            found[one.message_id].append(one)
    return dict(found)


def attachment(session: Session, seen: Seen, attachment_id: UUID) -> Attachment:
    """Return a file of this thread, or of a question joined to it, as this reader may have it; `NotFound` otherwise.

    Files of notes are for the team; those of a hidden message for who may hide.
    """
    found = session.get(Attachment, attachment_id)
    message = session.get(Message, found.message_id) if found else None
    if found is None or message is None or not _open(session, seen, message):
        raise NotFound
    return found


def _open(session: Session, seen: Seen, message: Message) -> bool:
    if (message.internal and not seen.inside) or (message.hidden_at and not seen.may_hide):
        return False
    return message.ticket_id == seen.ticket.id or message.ticket_id in joined_to(session, seen.ticket.id)
