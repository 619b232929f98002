"""What check-in keeps beside the seats: people without an account, why a line was corrected, what a phone sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal
from helpdesk.meetings.models import Meeting

_GUEST = personal("to count who came without an account", "emptied 60 days after the meeting")
_CLAIM = personal("so that presence on paper is claimed once", "emptied when the person is erased")
_BY = personal("to say who recorded it", "emptied when the person is erased")
_WHY = personal(
    "to keep why presence was corrected", "deleted with the person it is about; of a line, after 60 days"
)
_BATCH = personal("to show what became of a list ticked without a network", "deleted after 30 days")


class MeetingGuest(Base):
    """One numbered line of somebody who came without an account: in the headcount, never among distinct people.

    Its id follows from the meeting and the line's number, so that the slip with its code can be printed before anybody
    stands on the line. `claimed_at` stays when who claimed it is erased: a slip is good once.
    """

    __tablename__ = "meeting_guest"
    __table_args__ = (
        UniqueConstraint("meeting_id", "line"),
        CheckConstraint("line > 0", name="line_counts_from_one"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey(Meeting.id, ondelete="CASCADE"), info=PLAIN)
    line: Mapped[int] = mapped_column(info=PLAIN)
    name: Mapped[str | None] = mapped_column(info=_GUEST)
    presence: Mapped[str | None] = mapped_column(info=PLAIN)
    minutes: Mapped[int | None] = mapped_column(info=PLAIN)
    claim_hash: Mapped[str] = mapped_column(unique=True, info=PLAIN)
    claimed_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_CLAIM
    )
    claimed_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    recorded_at: Mapped[datetime] = mapped_column(info=PLAIN)
    recorded_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_BY
    )


class PresenceCorrection(Base):
    """Why a line was changed after the list was closed, in words; what changed is in the trail.

    It is about a person, or about the `line` of somebody without an account.
    """

    __tablename__ = "presence_correction"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    meeting_id: Mapped[UUID] = mapped_column(
        ForeignKey(Meeting.id, ondelete="CASCADE"), index=True, info=PLAIN
    )
    person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True, info=_WHY
    )
    line: Mapped[int | None] = mapped_column(info=PLAIN)
    by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_BY
    )
    at: Mapped[datetime] = mapped_column(info=PLAIN)
    reason: Mapped[str] = mapped_column(info=_WHY)


class OfflineBatch(Base):
    """What became of the ticks that a phone sent at once: for each its line, and a word that says taken or why not."""

    __tablename__ = "offline_batch"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    meeting_id: Mapped[UUID] = mapped_column(
        ForeignKey(Meeting.id, ondelete="CASCADE"), index=True, info=PLAIN
    )
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True, info=_BATCH)
    at: Mapped[datetime] = mapped_column(index=True, info=PLAIN)
    outcome: Mapped[list[dict[str, Any]]] = mapped_column(info=_BATCH)
