"""The tables of files: one row per file of a message, or of a question that waits; the bytes lie under their hash."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal
from helpdesk.guests.models import SHORT_LIVED, PendingQuestion
from helpdesk.models import Message

_WAIT = personal("to open the question with its files once its address is confirmed", SHORT_LIVED)
_SHOW = personal("to show what a question is about", "deleted with who wrote it, and with who asked")


class Attachment(Base):
    """A file of a message. `kind` is a key of `kinds.KINDS`, `place` its order among the message's files.

    `size` is in bytes; `width` and `height` in points, of pictures alone.
    """

    __tablename__ = "attachment"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    message_id: Mapped[UUID] = mapped_column(
        ForeignKey(Message.id, ondelete="CASCADE"), index=True, info=PLAIN
    )
    place: Mapped[int] = mapped_column(info=PLAIN)
    name: Mapped[str] = mapped_column(info=_SHOW)
    kind: Mapped[str] = mapped_column(info=PLAIN)
    size: Mapped[int] = mapped_column(info=PLAIN)
    sha2: Mapped[str] = mapped_column(index=True, info=_SHOW)
    width: Mapped[int | None] = mapped_column(info=PLAIN)
    height: Mapped[int | None] = mapped_column(info=PLAIN)
    added_at: Mapped[datetime] = mapped_column(info=PLAIN)


class PendingFile(Base):
    """A file of a question whose address nobody has confirmed yet; otherwise like an `Attachment`."""

    __tablename__ = "pending_file"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    pending_id: Mapped[UUID] = mapped_column(
        ForeignKey(PendingQuestion.id, ondelete="CASCADE"), index=True, info=PLAIN
    )
    place: Mapped[int] = mapped_column(info=PLAIN)
    name: Mapped[str] = mapped_column(info=_WAIT)
    kind: Mapped[str] = mapped_column(info=PLAIN)
    size: Mapped[int] = mapped_column(info=PLAIN)
    sha2: Mapped[str] = mapped_column(index=True, info=_WAIT)
    width: Mapped[int | None] = mapped_column(info=PLAIN)
    height: Mapped[int | None] = mapped_column(info=PLAIN)
