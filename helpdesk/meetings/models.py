"""The tables of meetings: `Meeting` with its dates, one `Seat` per person, the trail, and the mails already written.

Rooms with a purpose of their own (check-in, calendars, what comes after) keep their tables beside them.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from classcode.db import PLAIN, Base, personal
from classcode.territory.models import Place, Region, Room
from helpdesk.meetings.states import Answer, MeetingState, Presence, Reply, SeatRole, Step
from helpdesk.models import Ticket

__all__ = [
    "Answer",
    "DateAnswer",
    "Meeting",
    "MeetingDate",
    "MeetingMail",
    "MeetingState",
    "MeetingStep",
    "Presence",
    "Reply",
    "Seat",
    "SeatRole",
    "Step",
]

KEY_BYTES: Final = 32
"""Of the key from which a meeting's codes are made: 256 bits, as long as the SHA-256 that they are made with."""

_HOST = personal("to say who runs the meeting", "emptied when the person is erased")
_SEAT = personal("to keep a seat and to record who was there", "deleted with the person")
_TRAIL = personal("to tell who changed what about a meeting", "emptied when the person is erased")
_ADULT = personal("to say which adult answers for children who come", "emptied 30 days after the meeting")
_DATES = personal("to find the date on which most can come", "deleted with the person")


def new_key() -> str:
    """Return a key for the codes of one meeting, in hexadecimal."""
    return secrets.token_hex(KEY_BYTES)


class Meeting(Base):
    """People of one module in one room. Instants are UTC; pages tell them in `zone`, the place's own.

    While dates are being asked, `starts_at` and `ends_at` are those of the first date proposed. `taken` counts the
    seats that nobody else can have: each yes and each running offer of participants. It changes only together with a
    seat, by a conditional update, and the check constraint has the last word. `cancel_by` is until when a yes may be
    taken back as if it had not been said. `sequence` counts what calendars have to follow (RFC 5545, 3.8.7.4): changes,
    another host, hiding. `checkin_key` is what codes and slips of this meeting are made with. `children` is a number
    told afterwards.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("taken >= 0 AND taken <= capacity", name="never_oversold"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_meeting_facilitator_starts", "facilitator_id", "starts_at"),
        Index("ix_meeting_region_starts", "region_code", "starts_at"),
        Index("ix_meeting_organiser_starts", "organiser_id", "starts_at"),
        Index("ix_meeting_state_starts", "state", "starts_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    ticket_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(Ticket.id, ondelete="SET NULL"), index=True, info=PLAIN
    )
    module: Mapped[str] = mapped_column(info=PLAIN)
    unit: Mapped[str | None] = mapped_column(info=PLAIN)
    theme: Mapped[str | None] = mapped_column(info=PLAIN)
    about: Mapped[str] = mapped_column(Text, default="", info=_HOST)
    language: Mapped[str] = mapped_column(info=PLAIN)
    region_code: Mapped[str] = mapped_column(ForeignKey(Region.code), info=PLAIN)
    place_id: Mapped[UUID] = mapped_column(ForeignKey(Place.id), index=True, info=PLAIN)
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey(Room.id, ondelete="SET NULL"), info=PLAIN)
    organiser_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), info=_HOST
    )
    facilitator_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), info=_HOST
    )
    starts_at: Mapped[datetime] = mapped_column(info=PLAIN)
    ends_at: Mapped[datetime] = mapped_column(info=PLAIN)
    zone: Mapped[str] = mapped_column(info=PLAIN)
    capacity: Mapped[int] = mapped_column(info=PLAIN)
    taken: Mapped[int] = mapped_column(default=0, info=PLAIN)
    listed: Mapped[bool] = mapped_column(default=False, info=PLAIN)
    state: Mapped[str] = mapped_column(default=MeetingState.FIXED, info=PLAIN)
    cancel_by: Mapped[datetime] = mapped_column(info=PLAIN)
    sequence: Mapped[int] = mapped_column(default=0, info=PLAIN)
    checkin_key: Mapped[str] = mapped_column(default=new_key, info=PLAIN)
    responsible_adult: Mapped[str | None] = mapped_column(info=_ADULT)
    children: Mapped[int] = mapped_column(default=0, info=PLAIN)
    list_closed_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    list_closed_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_HOST
    )
    created_at: Mapped[datetime] = mapped_column(info=PLAIN)
    fixed_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    changed_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    reported_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    hidden_at: Mapped[datetime | None] = mapped_column(info=PLAIN)

    place: Mapped[Place] = relationship()
    room: Mapped[Room | None] = relationship()
    dates: Mapped[list[MeetingDate]] = relationship(
        back_populates="meeting", order_by="MeetingDate.starts_at", cascade="all, delete-orphan"
    )
    seats: Mapped[list[Seat]] = relationship(
        back_populates="meeting", order_by="Seat.invited_at, Seat.person_id", cascade="all, delete-orphan"
    )

    @property
    def minutes(self) -> int:
        """How long the meeting is planned to last."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


class MeetingDate(Base):
    """One of the two to six dates between which people choose."""

    __tablename__ = "meeting_date"
    __table_args__ = (
        UniqueConstraint("meeting_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="date_ends_after_start"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), info=PLAIN)
    starts_at: Mapped[datetime] = mapped_column(info=PLAIN)
    ends_at: Mapped[datetime] = mapped_column(info=PLAIN)

    meeting: Mapped[Meeting] = relationship(back_populates="dates")
    answers: Mapped[list[DateAnswer]] = relationship(back_populates="date", cascade="all, delete-orphan")


class DateAnswer(Base):
    """Whether one date suits one person. The statement id is what a change of mind voids."""

    __tablename__ = "meeting_date_answer"

    date_id: Mapped[UUID] = mapped_column(
        ForeignKey("meeting_date.id", ondelete="CASCADE"), primary_key=True, info=_DATES
    )
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True, info=_DATES
    )
    answer: Mapped[str] = mapped_column(info=_DATES)
    answered_at: Mapped[datetime] = mapped_column(info=_DATES)
    statement_id: Mapped[UUID | None] = mapped_column(info=_DATES)

    date: Mapped[MeetingDate] = relationship(back_populates="answers")


class Seat(Base):
    """One person at one meeting: what she answered, then whether she was there.

    Both are kept, since only somebody who had said yes can be absent. `role` tells an organiser who comes too: she
    takes no participant's seat and is not counted as one. `waiting_since` is her place in the queue, `offered_until`
    how long a free seat is kept for her; both are empty unless she waits or has an offer. `late` marks a no after
    `cancel_by`. `declared_at` and `declared_how` are what she said herself on the spot; `presence` is what stands once
    somebody who runs the meeting told it, or the list was closed. The statement ids are what a correction voids.
    """

    __tablename__ = "seat"
    __table_args__ = (
        Index("ix_seat_person", "person_id", "reply"),
        Index("ix_seat_meeting_waiting", "meeting_id", "waiting_since"),
        Index("ix_seat_offered", "offered_until"),
    )

    meeting_id: Mapped[UUID] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True, info=_SEAT
    )
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, info=_SEAT
    )
    role: Mapped[str] = mapped_column(default=SeatRole.PARTICIPANT, info=_SEAT)
    invited_at: Mapped[datetime] = mapped_column(info=_SEAT)
    reply: Mapped[str] = mapped_column(default=Reply.INVITED, info=_SEAT)
    replied_at: Mapped[datetime | None] = mapped_column(info=_SEAT)
    reply_statement_id: Mapped[UUID | None] = mapped_column(info=_SEAT)
    waiting_since: Mapped[datetime | None] = mapped_column(info=_SEAT)
    offered_until: Mapped[datetime | None] = mapped_column(info=_SEAT)
    late: Mapped[bool] = mapped_column(default=False, info=_SEAT)
    declared_at: Mapped[datetime | None] = mapped_column(info=_SEAT)
    declared_how: Mapped[str | None] = mapped_column(info=_SEAT)
    presence: Mapped[str | None] = mapped_column(info=_SEAT)
    minutes_present: Mapped[int | None] = mapped_column(info=_SEAT)
    checked_how: Mapped[str | None] = mapped_column(info=_SEAT)
    presence_statement_id: Mapped[UUID | None] = mapped_column(info=_SEAT)
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), info=_HOST)
    recorded_at: Mapped[datetime | None] = mapped_column(info=_SEAT)

    meeting: Mapped[Meeting] = relationship(back_populates="seats")

    @property
    def state(self) -> str:
        """The one word that tells where this person stands: her presence once recorded, her reply before."""
        return self.presence or self.reply


class MeetingMail(Base):
    """What mails told one person: a reminder or the question afterwards, each written once; when the meeting begins.

    `starts_at` is the meeting's at that moment: a meeting that moves is reminded of anew. Two kinds say whether the
    last event that was mailed to her stands in her calendar or was taken out of it.
    """

    __tablename__ = "meeting_mail"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id", "kind", "starts_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), info=PLAIN)
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True, info=_SEAT
    )
    kind: Mapped[str] = mapped_column(info=PLAIN)
    starts_at: Mapped[datetime] = mapped_column(info=PLAIN)
    written_at: Mapped[datetime] = mapped_column(info=PLAIN)


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
