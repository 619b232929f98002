"""Reading the record of one learner: what she completed, passed and attended in a module, and her minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracking.models import Pseudonym, Statement
from tracking.vocabulary import Kind, Verb

_COUNTED = (Verb.COMPLETED, Verb.PASSED, Verb.ATTENDED)


@dataclass(frozen=True, slots=True)
class ModuleRecord:
    """What the record holds of one learner in one module; paths are those of `vocabulary`, minutes are declared."""

    completed: frozenset[str]
    passed: frozenset[str]
    meetings: int
    minutes_online: int
    minutes_in_person: int
    finished_at: datetime | None


def module_record(session: Session, person_id: UUID, slug: str) -> ModuleRecord:
    """Read what counts towards a module's rule, in one query."""
    rows = session.execute(
        select(
            Statement.verb,
            Statement.object_path,
            Statement.object_kind,
            Statement.minutes,
            Statement.timestamp,
        )
        .join(Pseudonym, Pseudonym.actor == Statement.actor)
        .where(Pseudonym.person_id == person_id, Statement.verb.in_(_COUNTED))
        .where(Statement.module == slug, Statement.voided.is_(False))
        .order_by(Statement.seq)
    ).all()
    lessons = [row for row in rows if row.verb == Verb.COMPLETED and row.object_kind == Kind.LESSON]
    met = [row for row in rows if row.verb == Verb.ATTENDED]
    finished = [
        row.timestamp for row in rows if row.verb == Verb.COMPLETED and row.object_kind == Kind.COURSE
    ]
    return ModuleRecord(
        completed=frozenset(row.object_path for row in lessons),
        passed=frozenset(row.object_path for row in rows if row.verb == Verb.PASSED),
        meetings=len({row.object_path for row in met}),
        minutes_online=sum({row.object_path: row.minutes or 0 for row in lessons}.values()),
        minutes_in_person=sum(row.minutes or 0 for row in met),
        finished_at=min(finished, default=None),
    )
