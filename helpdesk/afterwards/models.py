"""The tables of what follows a meeting: `FeedbackRequest` (somebody was asked), `MeetingFeedback`, `MeetingNote`."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal

_GONE: Final = "deleted with the person"
_LINK: Final = personal("to say how a meeting was, without signing in", _GONE)
_SAID: Final = personal("to know, all answers together, whether a meeting was of use", _GONE)
_NOTE: Final = personal("to keep what people shared at a meeting", _GONE)


class FeedbackRequest(Base):
    """That somebody was asked how a meeting was. Of the mailed link only a hash is kept; `used_at` spends it."""

    __tablename__ = "meeting_feedback_request"

    meeting_id: Mapped[UUID] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True, info=PLAIN
    )
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True, info=_LINK
    )
    token_hash: Mapped[str] = mapped_column(unique=True, info=_LINK)
    asked_at: Mapped[datetime] = mapped_column(info=PLAIN)
    expires_at: Mapped[datetime] = mapped_column(info=PLAIN)
    used_at: Mapped[datetime | None] = mapped_column(info=_LINK)


class MeetingFeedback(Base):
    """What one person says of a meeting where she was: one line, which she may change for 30 days.

    `answered_at` is the first time and orders what may be told; the statement id is what a change voids.
    """

    __tablename__ = "meeting_feedback"
    __table_args__ = (
        CheckConstraint("useful BETWEEN 1 AND 5", name="useful"),
        CheckConstraint("will_try IN ('yes', 'not-yet', 'no')", name="will_try"),
        CheckConstraint("pace IN ('slow', 'right', 'fast')", name="pace"),
    )

    meeting_id: Mapped[UUID] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True, info=PLAIN
    )
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True, info=_SAID
    )
    useful: Mapped[int] = mapped_column(info=_SAID)
    will_try: Mapped[str] = mapped_column(info=_SAID)
    pace: Mapped[str] = mapped_column(info=_SAID)
    comment: Mapped[str | None] = mapped_column(Text, info=_SAID)
    answered_at: Mapped[datetime] = mapped_column(info=_SAID)
    changed_at: Mapped[datetime | None] = mapped_column(info=_SAID)
    statement_id: Mapped[UUID] = mapped_column(info=_SAID)


class MeetingNote(Base):
    """What somebody leaves for the others of a meeting: a few lines with links. `version` counts its changes."""

    __tablename__ = "meeting_note"
    __table_args__ = (Index("ix_meeting_note_meeting_written", "meeting_id", "written_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), info=PLAIN)
    author_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True, info=_NOTE
    )
    text: Mapped[str] = mapped_column(Text, info=_NOTE)
    written_at: Mapped[datetime] = mapped_column(info=PLAIN)
    changed_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    reported_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    hidden_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    version: Mapped[int] = mapped_column(default=1, info=PLAIN)
