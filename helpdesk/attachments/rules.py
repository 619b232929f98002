"""Giving files to a message, and taking away those of messages that a moderator hid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import BinaryIO, Final
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from classcode import clock, db
from helpdesk import mails
from helpdesk.attachments.keeping import Kept, keep
from helpdesk.attachments.kinds import MOST_FILES, checked
from helpdesk.attachments.models import Attachment
from helpdesk.attachments.refusals import TooManyFiles, TooManyToday
from helpdesk.models import Message

MOST_A_DAY: Final = 50
"""Files of one person within 24 hours, half a gigabyte at most. A choice of ours."""
KEPT_HIDDEN: Final = timedelta(days=30)
"""How long a hidden message keeps its files, for moderators alone: time to look again, or to report a crime."""
_DAY: Final = timedelta(days=1)


def attach(
    session: Session, message: Message, filename: str, content_type: str | None, data: bytes | BinaryIO
) -> Attachment:
    """Check a file and give it to a message; raise a `FileRefused` and write nothing. Effects: a row, bytes on disk."""
    _check_room(session, message, 1)
    [attachment] = attach_all(session, message, [keep(checked(filename, content_type, data))])
    return attachment


def attach_all(session: Session, message: Message, kept: Sequence[Kept]) -> list[Attachment]:
    """Give files that were checked and kept before to a message; raise `TooManyFiles` or `TooManyToday`."""
    held = _check_room(session, message, len(kept)) if kept else 0
    return give(session, message, kept, after=held)


def give(session: Session, message: Message, kept: Sequence[Kept], *, after: int = 0) -> list[Attachment]:
    """Give files to a message that has so many already; whoever calls has looked how many may come."""
    if not kept:
        return []
    now = clock.now()
    given = [_row(message, one, place, now=now) for place, one in enumerate(kept, after)]
    session.add_all(given)
    session.flush()
    mails.tell_of_files(session, message)
    return given


def _row(message: Message, one: Kept, place: int, *, now: object) -> Attachment:
    return Attachment(
        id=uuid4(),
        message_id=message.id,
        place=place,
        name=one.name,
        kind=one.kind,
        size=one.size,
        sha2=one.sha2,
        width=one.width,
        height=one.height,
        added_at=now,
    )


def _check_room(session: Session, message: Message, more: int) -> int:
    """Return how many files a message has; raise a refusal when so many more are too many."""
    held = session.scalar(select(func.count()).where(Attachment.message_id == message.id)) or 0
    if held + more > MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    theirs = select(func.count()).select_from(Attachment).join(Message, Message.id == Attachment.message_id)
    lately = (Message.author_id == message.author_id, Attachment.added_at > clock.now() - _DAY)
    if (session.scalar(theirs.where(*lately)) or 0) + more > MOST_A_DAY:
        raise TooManyToday(most=MOST_A_DAY)
    return held


def first_message(session: Session, ticket_id: UUID) -> Message:
    """Return the question itself: the first message of a ticket."""
    first = select(Message).where(Message.ticket_id == ticket_id).order_by(Message.written_at, Message.id)
    return session.scalars(first.limit(1)).one()


def forget_hidden(session: Session) -> int:
    """Take away the files of messages hidden 30 days ago; return how many. Their bytes go with the next sweep."""
    hidden = select(Message.id).where(Message.hidden_at < clock.now() - KEPT_HIDDEN)
    return db.changed(session.execute(delete(Attachment).where(Attachment.message_id.in_(hidden))))
