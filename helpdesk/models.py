"""The tables of the desk: `Ticket` with messages, trail and pairing reasons; absences, promises, links over water.

Rooms with a purpose of their own (meetings, mailbox, attachments, ...) keep their tables beside them.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal
from classcode.territory.models import Commune, Region
from helpdesk.tickets.states import RUNNING, State

WITH_LEARNER: Final = "deleted with who asked"
_ASK = personal("to answer a question and to find somebody near who can", WITH_LEARNER)
_HOLD = personal("to say who answers", "emptied when that person is erased")
_WROTE = personal("to hold the conversation", "deleted with who wrote it, and with who asked")
_NAME = personal("to say who looked behind a pseudonym, and why", WITH_LEARNER)
_AWAY = personal("so that no question waits for somebody who is away", "deleted with the facilitator")
_DECIDED = personal("to say who decided", "emptied when that person is erased")
_WHY = personal("to explain why somebody was chosen", "deleted with the facilitator, and with who asked")


RUNS: Final = f"state IN ({', '.join(repr(str(one)) for one in sorted(RUNNING))})"
"""In SQL: somebody waits for the desk. A list that says the same in its query is read from the index on it."""


class Source(StrEnum):
    """How words came in: on a page, by mail, by the form for those without an account, or said in person."""

    WEB = "web"
    MAIL = "mail"
    FORM = "form"
    IN_PERSON = "in-person"


class Ticket(Base):
    """One question to the desk. `version` counts its moves, so that two at once cannot both win.

    `promised_by` is until when the next answer was promised: the first one, then one after each time the learner
    wrote again, each counted from `promise_since`. `offered_until` is until when a proposed question stays with whom
    it was proposed to. `clock_used` (microseconds), `clock_since` and `resolve_by` are the clock of the resolution
    target, paused while the last two are empty (`helpdesk.tickets.promise`). `moved_at` is when the state last changed,
    `learner_mailed_at` when a mail last told of an answer. `lent_by_id` is who was away when somebody else got it.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        Index("ix_ticket_facilitator_state", "facilitator_id", "state"),
        Index("ix_ticket_region_state", "region_code", "state"),
        Index("ix_ticket_learner_opened", "learner_id", "opened_at"),
        Index("ix_ticket_state_offered", "state", "offered_until"),
        Index("ix_ticket_state_moved", "state", "moved_at"),
        # The desk's lists read in the order of the promise, and never pass by what is over.
        Index(
            "ix_ticket_running",
            "promised_by",
            "region_code",
            "facilitator_id",
            sqlite_where=text(RUNS),
            postgresql_where=text(RUNS),
        ),
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
    closed_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    learner_mailed_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    promise_since: Mapped[datetime] = mapped_column(info=PLAIN)
    offered_until: Mapped[datetime | None] = mapped_column(info=PLAIN)
    clock_used: Mapped[int] = mapped_column(BigInteger, default=0, info=PLAIN)
    clock_since: Mapped[datetime | None] = mapped_column(info=PLAIN)
    resolve_by: Mapped[datetime | None] = mapped_column(info=PLAIN)
    theme: Mapped[str | None] = mapped_column(info=PLAIN)
    unnamed: Mapped[bool] = mapped_column(default=False, info=_ASK)
    source: Mapped[str] = mapped_column(default=Source.WEB, info=PLAIN)
    logged_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), info=_HOLD
    )
    lent_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_HOLD
    )
    follows_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("ticket.id", ondelete="SET NULL"), index=True, info=PLAIN
    )
    merged_into_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("ticket.id", ondelete="SET NULL"), index=True, info=PLAIN
    )
    state_before_merge: Mapped[str | None] = mapped_column(info=PLAIN)
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
    source: Mapped[str] = mapped_column(default=Source.WEB, info=PLAIN)
    mail_id: Mapped[str | None] = mapped_column(unique=True, info=_WROTE)
    split_from_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("ticket.id", ondelete="SET NULL"), index=True, info=PLAIN
    )
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


class DeskMail(Base):
    """One bundled mail of the desk to one person; the unique triple says that it has been written.

    `kind` is "slot" (what waits before a slot that starts at `window`) or "alert" (what nobody holds, in an hour).
    """

    __tablename__ = "desk_mail"
    __table_args__ = (UniqueConstraint("person_id", "kind", "window"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), info=_HOLD)
    kind: Mapped[str] = mapped_column(info=PLAIN)
    window: Mapped[datetime] = mapped_column(info=PLAIN)
    written_at: Mapped[datetime] = mapped_column(info=PLAIN)


class NameLift(Base):
    """A lead looked behind the pseudonym of a question asked without a name; the learner sees who, when and why."""

    __tablename__ = "name_lift"
    __table_args__ = (UniqueConstraint("ticket_id", "by_person_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), info=_NAME)
    by_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), info=_NAME)
    reason: Mapped[str] = mapped_column(info=_NAME)
    at: Mapped[datetime] = mapped_column(info=PLAIN)


class Absence(Base):
    """Days on which a facilitator answers nothing, both ends included, and who answers instead, if she named somebody.

    `handed_over_at` and `given_back_at` say that the desk has moved her open questions there and back.
    """

    __tablename__ = "absence"
    __table_args__ = (Index("ix_absence_facilitator_ends", "facilitator_id", "ends_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    facilitator_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), info=_AWAY)
    starts_on: Mapped[date] = mapped_column(info=_AWAY)
    ends_on: Mapped[date] = mapped_column(info=_AWAY)
    substitute_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), info=_AWAY
    )
    declared_at: Mapped[datetime] = mapped_column(info=PLAIN)
    ended_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    handed_over_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    given_back_at: Mapped[datetime | None] = mapped_column(info=PLAIN)


class DeskPolicy(Base):
    """What the desk promises from `since` on, in a region or everywhere: days to an answer, days to settle it."""

    __tablename__ = "desk_policy"
    __table_args__ = (Index("ix_desk_policy_region_since", "region_code", "since"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    region_code: Mapped[str | None] = mapped_column(ForeignKey(Region.code), info=PLAIN)
    answer_days: Mapped[int] = mapped_column(info=PLAIN)
    resolve_days: Mapped[int] = mapped_column(info=PLAIN)
    since: Mapped[datetime] = mapped_column(info=PLAIN)
    by_person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), info=_DECIDED
    )


class WaterLink(Base):
    """Two regions with water between them whose people a lead lets the desk pair; `region_a` sorts first."""

    __tablename__ = "water_link"

    region_a: Mapped[str] = mapped_column(ForeignKey(Region.code), primary_key=True, info=PLAIN)
    region_b: Mapped[str] = mapped_column(ForeignKey(Region.code), primary_key=True, info=PLAIN)
    declared_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), info=_DECIDED
    )
    declared_at: Mapped[datetime] = mapped_column(info=PLAIN)
