"""The table of public answers."""

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


class Stage(StrEnum):
    """Where a public answer stands; a `PUBLISHED` one is seen by everybody from its `visible_from` on."""

    PROPOSED = "proposed"
    SENT_BACK = "sent-back"
    PUBLISHED = "published"
    OBJECTED = "objected"
    HIDDEN = "hidden"


class PublicAnswer(Base):
    """A question and its answer, written to be read by everybody: they name nobody and quote no thread.

    `reason` is what a lead asked to be changed. `ticket_id` is the question that it came from, while that exists.
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
    written_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_WROTE
    )
    decided_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_DECIDED
    )
    changed_at: Mapped[datetime] = mapped_column(info=PLAIN)
    visible_from: Mapped[datetime | None] = mapped_column(info=PLAIN)
    reported_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
