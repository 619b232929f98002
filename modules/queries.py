"""Reading a learner's progress for pages: few queries, plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from modules.models import ActivityAttempt, Enrolment, UnitProgress


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody is in one module; all empty for who has not joined."""

    joined_at: datetime | None = None
    opened: dict[str, datetime] = field(default_factory=dict)
    done: frozenset[str] = frozenset()

    @property
    def latest(self) -> str | None:
        """The unit opened last: where to resume."""
        return max(self.opened, key=lambda unit: self.opened[unit], default=None)


# Built once, for putting a statement together costs four times as much as running it; and asked of the connection,
# since rows of plain columns need nothing of the ORM.
_PROGRESS = (
    select(
        Enrolment.module,
        Enrolment.joined_at,
        UnitProgress.unit,
        UnitProgress.opened_at,
        UnitProgress.done_at,
    )
    .select_from(Enrolment)
    .outerjoin(
        UnitProgress,
        (UnitProgress.person_id == Enrolment.person_id) & (UnitProgress.module == Enrolment.module),
    )
    .where(Enrolment.person_id == bindparam("person_id"))
)
_PROGRESS_IN = _PROGRESS.where(Enrolment.module == bindparam("module"))
_ANSWERS = (
    select(
        ActivityAttempt.activity,
        ActivityAttempt.answers,
        ActivityAttempt.hashes,
        ActivityAttempt.score,
        ActivityAttempt.passed,
    )
    .where(ActivityAttempt.person_id == bindparam("person_id"), ActivityAttempt.module == bindparam("module"))
    .where(ActivityAttempt.unit == bindparam("unit"))
    .order_by(ActivityAttempt.at)
)


def progress(session: Session, person_id: UUID, module: str | None = None) -> dict[str, Progress]:
    """Return the progress in each joined module, or in one, in one query."""
    asked = {"person_id": person_id, "module": module} if module else {"person_id": person_id}
    rows = session.connection().execute(_PROGRESS_IN if module else _PROGRESS, asked).all()
    found: dict[str, Progress] = {}
    for slug in {row.module for row in rows}:
        mine = [row for row in rows if row.module == slug]
        found[slug] = Progress(
            joined_at=mine[0].joined_at,
            opened={row.unit: row.opened_at for row in mine if row.unit},
            done=frozenset(row.unit for row in mine if row.done_at),
        )
    return found


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """The newest attempt at an activity, and whether any attempt passed it."""

    answers: dict[str, list[str]]
    hashes: dict[str, str]
    score: float
    passed: bool | None
    ever_passed: bool


def last_answers(session: Session, person_id: UUID, module: str, unit: str) -> dict[str, LastAnswer]:
    """Return the newest attempt at each activity of a unit, in one query."""
    rows = (
        session.connection().execute(_ANSWERS, {"person_id": person_id, "module": module, "unit": unit}).all()
    )
    found: dict[str, LastAnswer] = {}
    for row in rows:
        before = found.get(row.activity)
        ever = bool(row.passed) or bool(before and before.ever_passed)
        found[row.activity] = LastAnswer(row.answers, row.hashes, row.score, row.passed, ever)
    return found
