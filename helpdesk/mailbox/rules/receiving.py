"""One mail that came in: its row first, then what becomes of it, in the transaction of whoever calls.

A mail that was here before changes nothing; that is how a mailbox may be read twice, by two at once, or after a crash.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from classcode import clock, db
from helpdesk.mailbox.models import Became, IncomingMail, MailboxPlace
from helpdesk.mailbox.reading import Mail
from helpdesk.mailbox.rules.deciding import decide

KEPT: Final = 2 * 1024 * 1024
"""Bytes of a mail's source that its row keeps; what was written stands at its beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A mail as the mailbox holds it: where, which, how large, its bytes; of a `too_big` one the headers."""

    place: str
    uidvalidity: int
    uid: int
    size: int
    raw: bytes
    too_big: bool = False


def receive(
    session: Session, arrived: Arrived, mail: Mail | None, refusal: str | None
) -> IncomingMail | None:
    """Take one mail in and return its row, or None when it was here before; a mail that is None was unreadable.

    Effects: the row, then those of `decide`; the mailbox counts as read up to this mail.
    """
    _read_up_to(session, arrived)
    row = _enter(session, arrived, mail)
    if row is None:
        return None
    if mail is None or refusal:
        row.became, row.refusal = Became.UNREADABLE, refusal
    else:
        decide(session, row, mail, too_big=arrived.too_big)
    session.flush()
    return row


def begin(session: Session, place: str, uidvalidity: int) -> int:
    """Return up to which UID a folder was read; it begins anew where its UIDs do."""
    db.insert_once(session, MailboxPlace, {"place": place, "uidvalidity": uidvalidity, "last_uid": 0})
    row = session.get_one(MailboxPlace, place, with_for_update=True)
    if row.uidvalidity != uidvalidity:
        row.uidvalidity, row.last_uid = uidvalidity, 0
    row.failed_at, row.failure = None, None
    session.flush()
    return row.last_uid


def note_failure(session: Session, place: str, failure: str) -> None:
    """Note that a mailbox could not be read, for those who look after the site."""
    db.insert_once(session, MailboxPlace, {"place": place, "uidvalidity": 0, "last_uid": 0})
    row = session.get_one(MailboxPlace, place)
    row.failed_at, row.failure = row.failed_at or clock.now(), failure
    session.flush()


def unmarked(session: Session, place: str, uidvalidity: int) -> dict[int, UUID]:
    """Return the mails of a folder that were taken and are not marked in the mailbox yet, by UID."""
    here = (IncomingMail.place == place, IncomingMail.uidvalidity == uidvalidity)
    found = session.execute(
        select(IncomingMail.uid, IncomingMail.id).where(*here, IncomingMail.marked_at.is_(None)).limit(500)
    )
    return {row.uid: row.id for row in found}


def note_marked(session: Session, row_ids: list[UUID]) -> None:
    """Note that mails are marked as seen in the mailbox."""
    session.execute(update(IncomingMail).where(IncomingMail.id.in_(row_ids)).values(marked_at=clock.now()))


def _read_up_to(session: Session, arrived: Arrived) -> None:
    behind = or_(MailboxPlace.last_uid < arrived.uid, MailboxPlace.last_uid.is_(None))
    session.execute(
        update(MailboxPlace)
        .where(MailboxPlace.place == arrived.place, MailboxPlace.uidvalidity == arrived.uidvalidity, behind)
        .values(last_uid=arrived.uid, read_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def _enter(session: Session, arrived: Arrived, mail: Mail | None) -> IncomingMail | None:
    """Write the row, unless this mail has one. Two different mails under one Message-ID are two all the same."""
    made = sha256(arrived.raw).hexdigest()
    message_id, digest = (mail.message_id, mail.digest) if mail else (f"<{made}@unreadable>", made)
    known = session.scalar(select(IncomingMail.digest).where(IncomingMail.message_id == message_id))
    if known is not None and known != digest:
        message_id = f"{message_id}#{digest[:32]}"
    values = {
        "id": uuid4(),
        "message_id": message_id,
        "place": arrived.place,
        "uidvalidity": arrived.uidvalidity,
        "uid": arrived.uid,
        "received_at": clock.now(),
        "size": arrived.size,
        "digest": digest,
        "became": Became.UNREADABLE,
        "source": arrived.raw[:KEPT],
        "sender": mail.sender or None if mail else None,
        "text": mail.text or None if mail else None,
    }
    if not db.insert_once(session, IncomingMail, values):
        return None
    return session.get_one(IncomingMail, values["id"])


def forget(session: Session, before: datetime, long_before: datetime) -> None:
    """Empty what mails said before one instant, and delete the rows from before another."""
    emptied = {"source": None, "text": None, "sender": None, "refused_files": None}
    session.execute(
        update(IncomingMail)
        .where(IncomingMail.received_at < before, IncomingMail.source.is_not(None))
        .values(emptied)
    )
    for row in session.scalars(select(IncomingMail).where(IncomingMail.received_at < long_before)):
        session.delete(row)
