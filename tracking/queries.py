"""Reading the record of one learner: what she completed, passed and attended in a module, and her minutes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, Subquery, select
from sqlalchemy.orm import Session, aliased

from tracking.models import MergedActor, Pseudonym, Statement
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


def actors_of(person_id: UUID) -> CompoundSelect[UUID]:
    """Ask for all actors of a person: her own, and those of accounts that were made one with hers."""
    hers = select(Pseudonym.actor).where(Pseudonym.person_id == person_id)
    return hers.union_all(select(MergedActor.actor).where(MergedActor.kept.in_(hers)))


def every_name() -> Subquery:
    """Ask for everybody in the record: each `actor` beside the `person`, an actor too, for whom it counts."""
    one = aliased(Pseudonym)
    own = select(one.actor.label("person"), one.actor.label("actor"))
    return own.union_all(select(MergedActor.kept, MergedActor.actor)).subquery()


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
        .where(Statement.actor.in_(actors_of(person_id)), Statement.verb.in_(_COUNTED))
        .where(Statement.module == slug, Statement.voided.is_(False))
        .order_by(Statement.seq)
    ).all()
    lessons = [row for row in rows if row.verb == Verb.COMPLETED and row.object_kind == Kind.LESSON]
    met = _once(row for row in rows if row.verb == Verb.ATTENDED)
    finished = [
        row.timestamp for row in rows if row.verb == Verb.COMPLETED and row.object_kind == Kind.COURSE
    ]
    return ModuleRecord(
        completed=frozenset(row.object_path for row in lessons),
        passed=frozenset(row.object_path for row in rows if row.verb == Verb.PASSED),
        meetings=len(met),
        minutes_online=sum(_once(lessons).values()),
        minutes_in_person=sum(met.values()),
        finished_at=min(finished, default=None),
    )


def _once(rows: Iterable[Any]) -> dict[str, int]:
    """Return the minutes of each thing, the most that were told: nobody does a thing with two accounts at once."""
    found: dict[str, int] = {}
    for row in rows:
        found[row.object_path] = max(found.get(row.object_path, 0), row.minutes or 0)
    return found
