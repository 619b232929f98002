"""The tables of the course: which revision is current, who joined, how far each learner is, what she answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal

_LEARN = personal("so that the learner finds her progress again", "deleted with the person")


class CurrentRevision(Base):
    """The revision of a module that every process shows; a broken one never gets here."""

    __tablename__ = "current_revision"

    module: Mapped[str] = mapped_column(primary_key=True, info=PLAIN)
    revision: Mapped[str] = mapped_column(info=PLAIN)
    published_at: Mapped[datetime] = mapped_column(info=PLAIN)


class Enrolment(Base):
    """That a learner joined a module; its UUID is the `registration` of her statements there."""

    __tablename__ = "enrolment"

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, info=_LEARN
    )
    module: Mapped[str] = mapped_column(primary_key=True, info=_LEARN)
    registration: Mapped[UUID] = mapped_column(unique=True, info=_LEARN)
    joined_at: Mapped[datetime] = mapped_column(info=_LEARN)


class UnitProgress(Base):
    """A learner and a unit: when she opened it last, and when she marked it as done, if she did."""

    __tablename__ = "unit_progress"

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, info=_LEARN
    )
    module: Mapped[str] = mapped_column(primary_key=True, info=_LEARN)
    unit: Mapped[str] = mapped_column(primary_key=True, info=_LEARN)
    opened_at: Mapped[datetime] = mapped_column(info=_LEARN)
    done_at: Mapped[datetime | None] = mapped_column(info=_LEARN)
    done_statement: Mapped[UUID | None] = mapped_column(info=_LEARN)


class ActivityAttempt(Base):
    """One posted set of answers: values by question, the score (0 to 1), and the questions' hashes of that day.

    Words of the learner's own stand in `answers` and nowhere else.
    """

    __tablename__ = "activity_attempt"
    __table_args__ = (Index("ix_activity_attempt_whose", "person_id", "module", "activity", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=_LEARN)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), info=_LEARN)
    module: Mapped[str] = mapped_column(info=_LEARN)
    unit: Mapped[str] = mapped_column(info=_LEARN)
    activity: Mapped[str] = mapped_column(info=_LEARN)
    number: Mapped[int] = mapped_column(info=_LEARN)
    at: Mapped[datetime] = mapped_column(info=_LEARN)
    answers: Mapped[dict[str, Any]] = mapped_column(info=_LEARN)
    hashes: Mapped[dict[str, Any]] = mapped_column(info=PLAIN)
    score: Mapped[float] = mapped_column(info=_LEARN)
    passed: Mapped[bool | None] = mapped_column(info=_LEARN)
    readings: Mapped[dict[str, Any] | None] = mapped_column(JSON, info=_LEARN)
    """By open question, what a facilitator said of it: levels by criterion, words, and when."""
