"""The table of ordered files: what a lead asked for, how far it is, and where the file lies until it goes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal

_HERS = personal("to prepare a file of figures for her", "deleted with the person, or after 30 days")


class OrderState(StrEnum):
    """How an order stands."""

    WAITING = "waiting"
    MADE = "made"
    FAILED = "failed"


class ExportOrder(Base):
    """One file that is made later: the row is the job. `asked` is the filter as the query of a page's address.

    `every`: with rows by every criterion. `regions` are those that she could see then, None for all: whoever sees less
    today no longer gets the file. `progress` goes from 0 to 100. `sha2` is the file's address once it is made.
    """

    __tablename__ = "export_order"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'made', 'failed')", name="state_known"),
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress_in_percent"),
        CheckConstraint("(state = 'made') = (sha2 IS NOT NULL)", name="made_has_a_file"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True, info=_HERS
    )
    asked: Mapped[str] = mapped_column(info=_HERS)
    every: Mapped[bool] = mapped_column(info=PLAIN)
    regions: Mapped[str | None] = mapped_column(info=_HERS)
    fmt: Mapped[str] = mapped_column(info=PLAIN)
    language: Mapped[str] = mapped_column(info=PLAIN)
    state: Mapped[str] = mapped_column(default=OrderState.WAITING, info=PLAIN)
    progress: Mapped[int] = mapped_column(default=0, info=PLAIN)
    name: Mapped[str] = mapped_column(default="", info=PLAIN)
    sha2: Mapped[str | None] = mapped_column(index=True, info=PLAIN)
    size: Mapped[int | None] = mapped_column(info=PLAIN)
    asked_at: Mapped[datetime] = mapped_column(info=_HERS)
    expires_at: Mapped[datetime] = mapped_column(index=True, info=PLAIN)
