"""The table of attachments: one row per file of a message; the bytes lie under their hash (`classcode.files`)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal
from helpdesk.models import Message

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
