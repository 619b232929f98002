"""The tables of exercises: the program that a learner is writing, and the runs that the server judged."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal

_LEARN = personal("so that the learner finds her progress again", "deleted with the person")
_WRITE = personal("so that the learner finds her program again on any device", "deleted with the person")


class ProgramDraft(Base):
    """A program under way; `version` counts its savings, so that two devices never overwrite each other."""

    __tablename__ = "program_draft"

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, info=_WRITE
    )
    module: Mapped[str] = mapped_column(primary_key=True, info=_WRITE)
    exercise: Mapped[str] = mapped_column(primary_key=True, info=_WRITE)
    program: Mapped[dict[str, Any]] = mapped_column(info=_WRITE)
    version: Mapped[int] = mapped_column(info=PLAIN)
    saved_at: Mapped[datetime] = mapped_column(info=_WRITE)


class ProgramRun(Base):
    """One program judged in every world: how each run ended, and the exercise's hash of that day.

    The program itself stays with the newest run and with the first that worked; older ones are forgotten.
    """

    __tablename__ = "program_run"
    __table_args__ = (
        Index("ix_program_run_whose", "person_id", "module", "exercise", "at"),
        UniqueConstraint("person_id", "act_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=_LEARN)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), info=_LEARN)
    act_id: Mapped[UUID] = mapped_column(info=PLAIN)
    module: Mapped[str] = mapped_column(info=_LEARN)
    unit: Mapped[str] = mapped_column(info=_LEARN)
    exercise: Mapped[str] = mapped_column(info=_LEARN)
    number: Mapped[int] = mapped_column(info=_LEARN)
    at: Mapped[datetime] = mapped_column(info=_LEARN)
    program: Mapped[dict[str, Any] | None] = mapped_column(info=_LEARN)
    worlds: Mapped[list[dict[str, Any]]] = mapped_column(info=_LEARN)
    passed: Mapped[bool] = mapped_column(info=_LEARN)
    hash: Mapped[str] = mapped_column(info=PLAIN)
