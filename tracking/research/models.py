"""The tables of research: a study with its key while it lasts, and the files that were made for it.

That somebody agrees to research is a dated fact of the record (`consent`); no row here names a learner.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from classcode.db import PLAIN, Base, personal
from tracking.research.states import FileState, StudyState

_ASKED: Final = personal("to say who asked for a study", "emptied when that person is erased")
_DECIDED: Final = personal("to say who decided", "emptied when that person is erased")
_ANSWERS: Final = personal(
    "so that learners know who is responsible for a study", "emptied five years after its end"
)
_ORDERED: Final = personal(
    "to give a file to who ordered it alone", "deleted with the person, or after 7 days"
)


class ResearchStudy(Base):
    """One study: what it may see, who asked and who agreed. The key makes its pseudonyms and goes at its end.

    `starts_on` and `ends_on` are the first and the last day of the data, `closes_on` the last day of the study.
    `may_leave_out` is the percentage of people that an export may leave out to keep the others in groups of `k`.
    `levels` is how coarse the last export was, by column: a later one is never finer, since pseudonyms would join both.
    """

    __tablename__ = "research_study"
    __table_args__ = (
        CheckConstraint("state IN ('asked', 'agreed', 'refused', 'ended')", name="state_known"),
        CheckConstraint("(state = 'agreed') = (key IS NOT NULL)", name="agreed_has_a_key"),
        CheckConstraint("starts_on <= ends_on", name="days_in_order"),
        CheckConstraint("may_leave_out BETWEEN 0 AND 20", name="leaves_out_few"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    title: Mapped[str] = mapped_column(info=PLAIN)
    responsible: Mapped[str] = mapped_column(info=_ANSWERS)
    purpose: Mapped[str] = mapped_column(info=PLAIN)
    agreement: Mapped[str] = mapped_column(info=PLAIN)
    starts_on: Mapped[date] = mapped_column(info=PLAIN)
    ends_on: Mapped[date] = mapped_column(info=PLAIN)
    closes_on: Mapped[date] = mapped_column(info=PLAIN)
    variables: Mapped[list[str]] = mapped_column(info=PLAIN)
    k: Mapped[int] = mapped_column(info=PLAIN)
    may_leave_out: Mapped[int] = mapped_column(info=PLAIN)
    state: Mapped[str] = mapped_column(default=StudyState.ASKED, index=True, info=PLAIN)
    asked_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_ASKED
    )
    asked_at: Mapped[datetime] = mapped_column(info=PLAIN)
    decided_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_DECIDED
    )
    decided_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    reason: Mapped[str] = mapped_column(default="", info=PLAIN)
    key: Mapped[bytes | None] = mapped_column(LargeBinary, info=PLAIN)
    levels: Mapped[dict[str, Any]] = mapped_column(default=dict, info=PLAIN)
    ended_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    key_destroyed_at: Mapped[datetime | None] = mapped_column(info=PLAIN)


class ResearchFile(Base):
    """One file of a study, made later: the row is the job. `report` says what was coarsened and how large groups are.

    `sha2` is the file's address once it is made; `problem` why it was not.
    """

    __tablename__ = "research_file"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'made', 'failed')", name="state_known"),
        CheckConstraint("(state = 'made') = (sha2 IS NOT NULL)", name="made_has_a_file"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    study_id: Mapped[UUID] = mapped_column(
        ForeignKey(ResearchStudy.id, ondelete="CASCADE"), index=True, info=PLAIN
    )
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True, info=_ORDERED
    )
    state: Mapped[str] = mapped_column(default=FileState.WAITING, info=PLAIN)
    problem: Mapped[str] = mapped_column(default="", info=PLAIN)
    name: Mapped[str] = mapped_column(default="", info=PLAIN)
    sha2: Mapped[str | None] = mapped_column(index=True, info=PLAIN)
    size: Mapped[int | None] = mapped_column(info=PLAIN)
    report: Mapped[dict[str, Any]] = mapped_column(default=dict, info=PLAIN)
    ordered_at: Mapped[datetime] = mapped_column(info=_ORDERED)
    made_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    expires_at: Mapped[datetime] = mapped_column(index=True, info=PLAIN)

    study: Mapped[ResearchStudy] = relationship()
