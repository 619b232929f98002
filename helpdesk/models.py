"""The tables of the desk: `Ticket` with its messages, trail and pairing reasons, and the bundles mailed before slots.

Meetings keep their own tables in `helpdesk.meetings.models`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal
from classcode.territory.models import Commune, Region
from helpdesk.tickets.states import State

WITH_LEARNER: Final = "deleted with who asked"
_ASK = personal("to answer a question and to find somebody near who can", WITH_LEARNER)
_HOLD = personal("to say who answers", "emptied when that person is erased")
_WROTE = personal("to hold the conversation", "deleted with who wrote it, and with who asked")
_WHY = personal("to explain why somebody was chosen", "deleted with the facilitator, and with who asked")


class Ticket(Base):
    """One question to the desk. `version` counts its moves, so that two at once cannot both win.

    `promised_by` is until when the next answer was promised: the first one, then one after each time the learner
    wrote again. `moved_at` is when the state last changed, `learner_mailed_at` when a mail last told of an answer.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        Index("ix_ticket_facilitator_state", "facilitator_id", "state"),
        Index("ix_ticket_region_state", "region_code", "state"),
        Index("ix_ticket_learner_opened", "learner_id", "opened_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    learner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), info=_ASK)
    module: Mapped[str] = mapped_column(info=PLAIN)
    unit: Mapped[str | None] = mapped_column(info=PLAIN)
    activity_attempt: Mapped[dict[str, Any] | None] = mapped_column(JSON, info=_ASK)
    subject: Mapped[str] = mapped_column(info=_ASK)
    language: Mapped[str] = mapped_column(info=PLAIN)
    region_code: Mapped[str] = mapped_column(ForeignKey(Region.code), info=PLAIN)
    commune_code: Mapped[str | None] = mapped_column(ForeignKey(Commune.code), info=_ASK)
    state: Mapped[str] = mapped_column(default=State.NEW, info=PLAIN)
    opened_at: Mapped[datetime] = mapped_column(info=PLAIN)
    promised_by: Mapped[datetime] = mapped_column(info=PLAIN)
    moved_at: Mapped[datetime] = mapped_column(info=PLAIN)
    facilitator_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), info=_HOLD
    )
    paired_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    first_answered_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    resolved_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    learner_mailed_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    version: Mapped[int] = mapped_column(default=1, info=PLAIN)


class Message(Base):
    """One message of a thread; an `internal` one is a note that who asked never sees."""

    __tablename__ = "ticket_message"
    __table_args__ = (Index("ix_ticket_message_ticket_written", "ticket_id", "written_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), info=PLAIN)
    author_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True, info=_WROTE
    )
    text: Mapped[str] = mapped_column(Text, info=_WROTE)
    written_at: Mapped[datetime] = mapped_column(info=PLAIN)
    internal: Mapped[bool] = mapped_column(default=False, info=PLAIN)
    reported_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    hidden_at: Mapped[datetime | None] = mapped_column(info=PLAIN)


class TicketStep(Base):
    """One line of a ticket's trail: what happened, when, and who did it (nobody: the desk). `id` orders it."""

    __tablename__ = "ticket_step"

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, info=PLAIN
    )
    ticket_id: Mapped[UUID] = mapped_column(
        ForeignKey("ticket.id", ondelete="CASCADE"), index=True, info=PLAIN
    )
    at: Mapped[datetime] = mapped_column(info=PLAIN)
    by_person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_HOLD
    )
    what: Mapped[str] = mapped_column(info=PLAIN)
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict, info=PLAIN)


class PairingReason(Base):
    """Why somebody was chosen for a ticket, or was not: one row per candidate each time the desk looked for one."""

    __tablename__ = "pairing_reason"
    __table_args__ = (Index("ix_pairing_reason_facilitator", "facilitator_id", "chosen", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    ticket_id: Mapped[UUID] = mapped_column(
        ForeignKey("ticket.id", ondelete="CASCADE"), index=True, info=PLAIN
    )
    facilitator_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), info=_WHY)
    at: Mapped[datetime] = mapped_column(info=PLAIN)
    chosen: Mapped[bool] = mapped_column(info=PLAIN)
    score: Mapped[int] = mapped_column(info=PLAIN)
    components: Mapped[dict[str, Any]] = mapped_column(info=_WHY)


class DeskBundle(Base):
    """The one mail before one slot of one facilitator; the unique pair says that it has been written."""

    __tablename__ = "desk_bundle"
    __table_args__ = (UniqueConstraint("facilitator_id", "slot_start"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    facilitator_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), info=_HOLD)
    slot_start: Mapped[datetime] = mapped_column(info=PLAIN)
    written_at: Mapped[datetime] = mapped_column(info=PLAIN)
