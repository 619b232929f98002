"""Reading what a learner has of a unit's exercises: her drafts and her newest runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from modules.exercises.models import ProgramDraft, ProgramRun
from modules.programs.language import Tree


@dataclass(frozen=True, slots=True)
class Draft:
    """A program under way; `version` 0 is none."""

    program: Tree | None = None
    saved_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class LastRun:
    """The newest judged program: what it did in each world, and whether any ever worked in all of them."""

    number: int
    worlds: list[dict[str, Any]]
    passed: bool
    hash: str
    ever_passed: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What a page is told of one exercise and one learner."""

    draft: Draft
    last: LastRun | None


def draft_of(session: Session, person_id: UUID, module: str, exercise: str) -> Draft:
    """Return the draft of an exercise, or an empty one of version 0."""
    row = session.get(ProgramDraft, (person_id, module, exercise))
    return Draft(row.program, row.saved_at, row.version) if row else Draft()


def known_of(session: Session, person_id: UUID, module: str, unit: str) -> dict[str, Known]:
    """Return drafts and newest runs of a module's exercises, by exercise, in two queries."""
    drafts = session.scalars(
        select(ProgramDraft).where(ProgramDraft.person_id == person_id, ProgramDraft.module == module)
    )
    found = {one.exercise: Draft(one.program, one.saved_at, one.version) for one in drafts}
    last = _last_runs(session, person_id, module, unit)
    return {one: Known(found.get(one, Draft()), last.get(one)) for one in found.keys() | last.keys()}


def _last_runs(session: Session, person_id: UUID, module: str, unit: str) -> dict[str, LastRun]:
    columns = (ProgramRun.exercise, ProgramRun.number, ProgramRun.worlds, ProgramRun.passed, ProgramRun.hash)
    rows = session.execute(
        select(*columns)
        .where(ProgramRun.person_id == person_id, ProgramRun.module == module, ProgramRun.unit == unit)
        .order_by(ProgramRun.at, ProgramRun.number)
    ).all()
    last: dict[str, LastRun] = {}
    for row in rows:
        ever = row.passed or (row.exercise in last and last[row.exercise].ever_passed)
        last[row.exercise] = LastRun(row.number, row.worlds, row.passed, row.hash, ever)
    return last


def run_of_act(session: Session, person_id: UUID, act_id: UUID) -> LastRun | None:
    """Return the run that an act made, so that sending it again answers the same; None where it made none."""
    row = session.scalar(
        select(ProgramRun).where(ProgramRun.person_id == person_id, ProgramRun.act_id == act_id)
    )
    if row is None:
        return None
    before = select(ProgramRun.id).where(
        ProgramRun.person_id == person_id,
        ProgramRun.module == row.module,
        ProgramRun.exercise == row.exercise,
        ProgramRun.passed.is_(True),
        ProgramRun.number <= row.number,
    )
    ever = session.scalar(before.limit(1)) is not None
    return LastRun(row.number, row.worlds, row.passed, row.hash, ever)
