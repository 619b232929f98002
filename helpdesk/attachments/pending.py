"""Files of a question that waits for its address: under the same rules as any other, in its thread once confirmed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import BinaryIO
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from helpdesk.attachments.keeping import Kept, keep
from helpdesk.attachments.kinds import MOST_FILES, checked
from helpdesk.attachments.models import PendingFile
from helpdesk.attachments.refusals import TooManyFiles
from helpdesk.attachments.rules import give
from helpdesk.models import Message


def let_wait(
    session: Session, pending_id: UUID, filename: str, content_type: str | None, data: bytes | BinaryIO
) -> None:
    """Check a file and let it wait with a question; raise a `FileRefused` and write nothing."""
    held = session.scalar(select(func.count()).where(PendingFile.pending_id == pending_id)) or 0
    if held >= MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    kept = keep(checked(filename, content_type, data))
    row = PendingFile(
        id=uuid4(),
        pending_id=pending_id,
        place=held,
        name=kept.name,
        kind=kept.kind,
        size=kept.size,
        sha2=kept.sha2,
        width=kept.width,
        height=kept.height,
    )
    session.add(row)
    session.flush()


def waiting_with(session: Session, pending_ids: Collection[UUID]) -> dict[UUID, list[PendingFile]]:
    """Return the files of some questions by question, in their order; one without any is missing."""
    found: dict[UUID, list[PendingFile]] = defaultdict(list)
    wanted = select(PendingFile).where(PendingFile.pending_id.in_(pending_ids))
    for one in session.scalars(wanted.order_by(PendingFile.pending_id, PendingFile.place)):
        found[one.pending_id].append(one)
    return dict(found)


def hand_over(session: Session, pending_id: UUID, message: Message) -> None:
    """Give what waited with a question to its first message; how many wait under an address was limited before."""
    files = waiting_with(session, [pending_id]).get(pending_id, [])
    kept = [Kept(one.name, one.kind, one.sha2, one.size, one.width, one.height) for one in files]
    give(session, message, kept)
    session.execute(delete(PendingFile).where(PendingFile.pending_id == pending_id))
