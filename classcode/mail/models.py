"""The table of mails that leave: one row for each mail to one address."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal

_TO_WRITE = personal(
    "to write to the person what she asked for or needs to act on", "deleted with the person"
)


_SAID = personal(
    "to write to the person what she asked for or needs to act on",
    "emptied 30 days after the mail left, and deleted with the person",
)


class OutgoingMail(Base):
    """A mail to one address: what it says, the thread it belongs to, when it left, and whether it was refused.

    `earlier` is what came before it in its thread, oldest first: a mail of ours by its row's id, another one by its
    Message-ID with its brackets. `calendar` is an event for her calendar as it goes out (RFC 5545), and
    `calendar_method` what is to be done with it (RFC 5546). `stop_link` is the page that stops mails of its kind, for a
    mail that comes again and again. A mail with both `sent_at` and `refusal` was taken by our server and came back
    later.
    """

    __tablename__ = "outgoing_mail"
    __table_args__ = (Index("ix_outgoing_mail_thread_person", "thread_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True, info=_TO_WRITE
    )
    kind: Mapped[str] = mapped_column(info=PLAIN)
    to: Mapped[str] = mapped_column(info=_TO_WRITE)
    subject: Mapped[str] = mapped_column(info=_SAID)
    text: Mapped[str] = mapped_column(Text, info=_SAID)
    calendar_method: Mapped[str | None] = mapped_column(info=PLAIN)
    calendar: Mapped[bytes | None] = mapped_column(info=_SAID)
    stop_link: Mapped[str | None] = mapped_column(info=_SAID)
    language: Mapped[str] = mapped_column(info=PLAIN)
    thread_id: Mapped[UUID | None] = mapped_column(info=PLAIN)
    reply_to: Mapped[str | None] = mapped_column(info=_TO_WRITE)
    earlier: Mapped[list[str] | None] = mapped_column(info=_TO_WRITE)
    written_at: Mapped[datetime] = mapped_column(info=PLAIN)
    sent_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    refusal: Mapped[str | None] = mapped_column(info=PLAIN)
