"""The tables of accompaniments: `Accompaniment`, its steps, who was there, and the trail of what was changed.

What figures count is `territory.schools.models.SchoolStep`, written in the same transaction as a step's day.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from classcode.db import PLAIN, Base, personal
from classcode.territory.schools.models import School

_DID: Final = personal(
    "to tell who accompanies a school, and who changed what", "emptied when the person is erased"
)
_THERE: Final = personal(
    "to tell how many were there, and by name only who agreed", "deleted with the person"
)


class Accompaniment(Base):
    """A school that is followed over one school year, and who follows it."""

    __tablename__ = "accompaniment"
    __table_args__ = (
        UniqueConstraint("school_id", "school_year"),
        Index("ix_accompaniment_region_year", "region_code", "school_year"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"), info=PLAIN)
    school_year: Mapped[str] = mapped_column(String(9), info=PLAIN)
    """The name of a year of the school's system: 2026-2027."""
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), info=PLAIN)
    facilitator_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_DID
    )
    opened_at: Mapped[datetime] = mapped_column(info=PLAIN)

    school: Mapped[School] = relationship()
    steps: Mapped[list[AccompanimentStep]] = relationship(
        back_populates="accompaniment", order_by="AccompanimentStep.planned_on, AccompanimentStep.created_at"
    )


class AccompanimentStep(Base):
    """One step: what is planned for which day, and once it was done, the day, what was agreed and who was there.

    `version` counts the changes of its words, so that of two people who write at once the second is told.
    """

    __tablename__ = "accompaniment_step"
    __table_args__ = (CheckConstraint("headcount >= 0", name="headcount"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    accompaniment_id: Mapped[UUID] = mapped_column(ForeignKey(Accompaniment.id), index=True, info=PLAIN)
    title: Mapped[str] = mapped_column(String(120), info=PLAIN)
    planned_on: Mapped[date] = mapped_column(info=PLAIN)
    done_on: Mapped[date | None] = mapped_column(info=PLAIN)
    agreed: Mapped[str] = mapped_column(Text, default="", info=PLAIN)
    headcount: Mapped[int] = mapped_column(default=0, info=PLAIN)
    """People who were there and are not marked one by one."""
    version: Mapped[int] = mapped_column(default=1, info=PLAIN)
    created_at: Mapped[datetime] = mapped_column(info=PLAIN)
    withdrawn_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    reported_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    hidden_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    """Its words are out of sight of everybody but who moderates; it counts as before."""

    accompaniment: Mapped[Accompaniment] = relationship(back_populates="steps")
    present: Mapped[list[StepPresence]] = relationship(order_by="StepPresence.marked_at")


class StepPresence(Base):
    """That somebody with an account was there; `named` once she agreed to stand on the page for the head of school."""

    __tablename__ = "step_presence"

    step_id: Mapped[UUID] = mapped_column(ForeignKey(AccompanimentStep.id), primary_key=True, info=PLAIN)
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True, info=_THERE
    )
    named: Mapped[bool] = mapped_column(default=False, info=_THERE)
    marked_at: Mapped[datetime] = mapped_column(info=_THERE)


class AccompanimentTrail(Base):
    """One line of the trail, in the order of `seq`; `before` keeps the former words of what changed."""

    __tablename__ = "accompaniment_trail"

    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, info=PLAIN
    )
    accompaniment_id: Mapped[UUID] = mapped_column(ForeignKey(Accompaniment.id), index=True, info=PLAIN)
    step_id: Mapped[UUID | None] = mapped_column(ForeignKey(AccompanimentStep.id), info=PLAIN)
    at: Mapped[datetime] = mapped_column(info=PLAIN)
    by_person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_DID
    )
    what: Mapped[str] = mapped_column(String(16), info=PLAIN)
    version: Mapped[int] = mapped_column(default=0, info=PLAIN)
    before: Mapped[dict[str, Any]] = mapped_column(default=dict, info=PLAIN)
