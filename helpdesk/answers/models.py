"""The tables of public answers: what is written for everybody, and whom it helped."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal
from classcode.territory.models import Region

_WROTE = personal("to say who wrote a public answer, to the team", "emptied when that person is erased")
_DECIDED = personal("to say who published a public answer, to the team", "emptied when that person is erased")
_HELPED = personal("to count once whom a public answer helped", "deleted with the person")


class Stage(StrEnum):
    """Where a public answer stands; a `PUBLISHED` one is seen by everybody from its `visible_from` on."""

    PROPOSED = "proposed"
    SENT_BACK = "sent-back"
    PUBLISHED = "published"
    OBJECTED = "objected"
    WITHDRAWN = "withdrawn"
    HIDDEN = "hidden"


class PublicAnswer(Base):
    """A question and its answer, written to be read by everybody: they name nobody and quote no thread.

    `reason` is what a lead asked to be changed. `ticket_id` is the question that it came from, while that exists.
    `by_learner`: whoever had asked tells what helped her; without it, whoever answered her wrote it.
    """

    __tablename__ = "public_answer"
    __table_args__ = (Index("ix_public_answer_stage_visible", "stage", "visible_from"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    ticket_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("ticket.id", ondelete="SET NULL"), unique=True, info=PLAIN
    )
    region_code: Mapped[str] = mapped_column(ForeignKey(Region.code), info=PLAIN)
    module: Mapped[str] = mapped_column(info=PLAIN)
    unit: Mapped[str | None] = mapped_column(info=PLAIN)
    language: Mapped[str] = mapped_column(info=PLAIN)
    question: Mapped[str] = mapped_column(info=PLAIN)
    answer: Mapped[str] = mapped_column(Text, info=PLAIN)
    stage: Mapped[str] = mapped_column(default=Stage.PROPOSED, info=PLAIN)
    reason: Mapped[str | None] = mapped_column(info=PLAIN)
    by_learner: Mapped[bool] = mapped_column(default=False, info=PLAIN)
    written_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_WROTE
    )
    decided_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_DECIDED
    )
    changed_at: Mapped[datetime] = mapped_column(info=PLAIN)
    visible_from: Mapped[datetime | None] = mapped_column(info=PLAIN)
    reported_at: Mapped[datetime | None] = mapped_column(info=PLAIN)


class AnswerHelped(Base):
    """Somebody with an account said that a public answer helped her: once, until she takes it back."""

    __tablename__ = "answer_helped"

    answer_id: Mapped[UUID] = mapped_column(
        ForeignKey(PublicAnswer.id, ondelete="CASCADE"), primary_key=True, info=PLAIN
    )
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True, info=_HELPED
    )
    helped_at: Mapped[datetime] = mapped_column(info=_HELPED)
