"""The tables of mail that comes in: how far each mailbox was read, and one row for each mail, whatever became of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal

_READ = personal(
    "to put a mail where it belongs, and to look again when that went wrong",
    "emptied after 30 days, deleted with who wrote it",
)
_KNOWN = personal("to read no mail twice", "deleted with who wrote it, and after a year")


class Became(StrEnum):
    """What became of a mail that came in."""

    REPLY = "reply"
    NEW = "new"
    REFUSED = "refused"
    AUTO = "auto"
    UNKNOWN_SENDER = "unknown-sender"
    BOUNCED = "bounced"
    LOOP = "loop"
    TOO_BIG = "too-big"
    UNREADABLE = "unreadable"


class MailboxPlace(Base):
    """How far a folder was read, when a mail came last, and since when it cannot be read.

    `last_uid` counts within one `uidvalidity` (RFC 3501 section 2.3.1.1).
    """

    __tablename__ = "mailbox_place"

    place: Mapped[str] = mapped_column(primary_key=True, info=PLAIN)
    uidvalidity: Mapped[int] = mapped_column(BigInteger, info=PLAIN)
    last_uid: Mapped[int] = mapped_column(BigInteger, default=0, info=PLAIN)
    read_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    failed_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    failure: Mapped[str | None] = mapped_column(info=PLAIN)


class IncomingMail(Base):
    """One mail that came in. Its Message-ID is unique: the row is written first, the effect in the same transaction.

    `text` is what was read out of it, `source` its bytes as they came (the first two megabytes); both go after 30 days.
    `marked_at` is when it was marked as read in the mailbox.
    """

    __tablename__ = "incoming_mail"
    __table_args__ = (Index("ix_incoming_mail_place_marked", "place", "uidvalidity", "marked_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    message_id: Mapped[str] = mapped_column(unique=True, info=_KNOWN)
    place: Mapped[str] = mapped_column(info=PLAIN)
    uidvalidity: Mapped[int] = mapped_column(BigInteger, info=PLAIN)
    uid: Mapped[int] = mapped_column(BigInteger, info=PLAIN)
    received_at: Mapped[datetime] = mapped_column(index=True, info=PLAIN)
    size: Mapped[int] = mapped_column(info=PLAIN)
    digest: Mapped[str] = mapped_column(info=_KNOWN)
    sender: Mapped[str | None] = mapped_column(info=_READ)
    text: Mapped[str | None] = mapped_column(Text, info=_READ)
    source: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, info=_READ)
    became: Mapped[str] = mapped_column(info=PLAIN)
    refusal: Mapped[str | None] = mapped_column(info=PLAIN)
    refused_files: Mapped[list[str] | None] = mapped_column(info=_READ)
    person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True, info=_READ
    )
    ticket_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("ticket.id", ondelete="SET NULL"), index=True, info=PLAIN
    )
    marked_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
