"""Reading a learner's progress for pages: few queries, plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select
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
        ActivityAttempt.id,
        ActivityAttempt.activity,
        ActivityAttempt.number,
        ActivityAttempt.answers,
        ActivityAttempt.hashes,
        ActivityAttempt.score,
        ActivityAttempt.passed,
        ActivityAttempt.readings,
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
class Reading:
    """What a facilitator said of an open answer: a level for each criterion, and a sentence."""

    levels: Mapping[str, str]
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """The newest attempt at an activity, and whether any attempt passed it."""

    answers: dict[str, list[str]]
    hashes: dict[str, str]
    score: float
    passed: bool | None
    ever_passed: bool
    number: int = 1
    """Which attempt it is, as `asking.asked` wants it."""
    used: int = 1
    """How many attempts there are."""
    attempt_id: UUID | None = None
    readings: Mapping[str, Reading] = field(default_factory=dict)
    """What facilitators said of its open answers, by question; words that stayed the same keep it."""


def last_answers(session: Session, person_id: UUID, module: str, unit: str) -> dict[str, LastAnswer]:
    """Return the newest attempt at each activity of a unit, in one query."""
    rows = (
        session.connection().execute(_ANSWERS, {"person_id": person_id, "module": module, "unit": unit}).all()
    )
    found: dict[str, LastAnswer] = {}
    for row in rows:
        before = found.get(row.activity)
        ever = bool(row.passed) or bool(before and before.ever_passed)
        used = before.used + 1 if before else 1
        told = (row.answers, row.hashes, row.score, row.passed, ever)
        readings = {**(_still(before, row) if before else {}), **_readings(row.readings)}
        found[row.activity] = LastAnswer(
            *told, number=row.number, used=used, attempt_id=row.id, readings=readings
        )
    return found


def _still(before: LastAnswer, row: Row[Any]) -> dict[str, Reading]:
    """Return what was said of earlier answers that came again word for word, to the same question."""
    return {
        name: reading
        for name, reading in before.readings.items()
        if name in row.answers
        and before.answers[name][:1] == row.answers[name][:1]
        and before.hashes.get(name) == row.hashes.get(name)
    }


def _readings(kept: Mapping[str, Any] | None) -> dict[str, Reading]:
    return {
        question: Reading(told["levels"], told["words"], datetime.fromisoformat(told["at"]))
        for question, told in (kept or {}).items()
    }
