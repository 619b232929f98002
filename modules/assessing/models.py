"""The answers that wait for a facilitator, and who read them; words and levels stand in the attempt itself."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal

_READ = personal("so that a facilitator reads what the learner wrote", "deleted with the person")
_BY = personal("so that it is known who read an answer", "emptied when that person is erased")


class OpenAnswer(Base):
    """An open answer that asks for a reader: the newest of each learner and question, and every one that was read."""

    __tablename__ = "open_answer"
    __table_args__ = (
        UniqueConstraint("attempt_id", "question"),
        Index("ix_open_answer_whose", "person_id", "module", "activity"),
        Index("ix_open_answer_waiting", "read_at", "asked_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    attempt_id: Mapped[UUID] = mapped_column(
        ForeignKey("activity_attempt.id", ondelete="CASCADE"), info=_READ
    )
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), info=_READ)
    module: Mapped[str] = mapped_column(info=_READ)
    unit: Mapped[str] = mapped_column(info=_READ)
    activity: Mapped[str] = mapped_column(info=_READ)
    question: Mapped[str] = mapped_column(info=_READ)
    asked_at: Mapped[datetime] = mapped_column(info=_READ)
    read_at: Mapped[datetime | None] = mapped_column(info=_READ)
    reader_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_BY
    )
