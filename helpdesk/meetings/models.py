"""The tables of meetings: `Meeting`, one `Seat` per person asked to come, and `MeetingStep`, who did what and when."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column, relationship

from classcode.db import PLAIN, Base, personal
from classcode.territory.models import Place, Region
from helpdesk.models import Ticket

_HOST = personal("to say who runs the meeting", "emptied when the person is erased")
_SEAT = personal("to keep a seat and to record who was there", "deleted with the person")
_TRAIL = personal("to tell who changed what about a meeting", "emptied when the person is erased")


class MeetingState(StrEnum):
    """How far a meeting has come; it is held once somebody's presence has been recorded."""

    PROPOSED = "proposed"
    HELD = "held"
    CANCELLED = "cancelled"


class Reply(StrEnum):
    """What somebody answered; `INVITED` means nothing yet."""

    INVITED = "invited"
    YES = "yes"
    NO = "no"


class Presence(StrEnum):
    """What the facilitator recorded about one person; a seat without it is not recorded yet."""

    ATTENDED = "attended"
    PARTLY = "partly"
    ABSENT = "absent"
    EXCUSED = "excused"


class Step(StrEnum):
    """What can happen to a meeting; replies and presences use their own words."""

    PROPOSED = "proposed"
    INVITED = "invited"
    REPLIED = "replied"
    RECORDED = "recorded"
    CANCELLED = "cancelled"


class Meeting(Base):
    """People of one module in one room. Instants are UTC; pages tell them in `zone`, the place's own.

    `taken` counts the seats held by a yes. It changes only together with the seat, by a conditional update, and the
    check constraint has the last word.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("taken >= 0 AND taken <= capacity", name="never_oversold"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_meeting_facilitator_starts", "facilitator_id", "starts_at"),
        Index("ix_meeting_region_starts", "region_code", "starts_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    ticket_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(Ticket.id, ondelete="SET NULL"), index=True, info=PLAIN
    )
    module: Mapped[str] = mapped_column(info=PLAIN)
    unit: Mapped[str | None] = mapped_column(info=PLAIN)
    language: Mapped[str] = mapped_column(info=PLAIN)
    region_code: Mapped[str] = mapped_column(ForeignKey(Region.code), info=PLAIN)
    place_id: Mapped[UUID] = mapped_column(ForeignKey(Place.id), index=True, info=PLAIN)
    facilitator_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), info=_HOST
    )
    starts_at: Mapped[datetime] = mapped_column(info=PLAIN)
    ends_at: Mapped[datetime] = mapped_column(info=PLAIN)
    zone: Mapped[str] = mapped_column(info=PLAIN)
    capacity: Mapped[int] = mapped_column(info=PLAIN)
    taken: Mapped[int] = mapped_column(default=0, info=PLAIN)
    state: Mapped[str] = mapped_column(default=MeetingState.PROPOSED, info=PLAIN)
    created_at: Mapped[datetime] = mapped_column(info=PLAIN)

    place: Mapped[Place] = relationship()
    seats: Mapped[list[Seat]] = relationship(
        back_populates="meeting", order_by="Seat.invited_at, Seat.person_id", cascade="all, delete-orphan"
    )

    @property
    def minutes(self) -> int:
        """How long the meeting is planned to last."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


class Seat(Base):
    """One person at one meeting: what she answered, then whether she was there.

    Both are kept, since only somebody who had said yes can be absent. The statement ids are what a change of mind or
    a correction voids.
    """

    __tablename__ = "seat"
    __table_args__ = (Index("ix_seat_person", "person_id", "reply"),)

    meeting_id: Mapped[UUID] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True, info=_SEAT
    )
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, info=_SEAT
    )
    invited_at: Mapped[datetime] = mapped_column(info=_SEAT)
    reply: Mapped[str] = mapped_column(default=Reply.INVITED, info=_SEAT)
    replied_at: Mapped[datetime | None] = mapped_column(info=_SEAT)
    reply_statement_id: Mapped[UUID | None] = mapped_column(info=_SEAT)
    presence: Mapped[str | None] = mapped_column(info=_SEAT)
    minutes_present: Mapped[int | None] = mapped_column(info=_SEAT)
    presence_statement_id: Mapped[UUID | None] = mapped_column(info=_SEAT)
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), info=_HOST)
    recorded_at: Mapped[datetime | None] = mapped_column(info=_SEAT)

    meeting: Mapped[Meeting] = relationship(back_populates="seats")

    @property
    def state(self) -> str:
        """The one word that tells where this person stands: her presence once recorded, her reply before."""
        return self.presence or self.reply


class MeetingStep(Base):
    """One line of a meeting's trail, in the order of `seq`. `detail` holds closed words and numbers alone."""

    __tablename__ = "meeting_step"

    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, info=PLAIN
    )
    meeting_id: Mapped[UUID] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True, info=PLAIN
    )
    at: Mapped[datetime] = mapped_column(info=PLAIN)
    by_person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), info=_TRAIL
    )
    about_person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), info=_TRAIL
    )
    what: Mapped[str] = mapped_column(info=PLAIN)
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict, info=_TRAIL)
