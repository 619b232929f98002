"""Reading what a learner has of a unit's exercises: her drafts and her newest runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Subquery,
    bindparam,
    case,
    cast,
    func,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

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


Columns = tuple[ColumnElement[Any] | InstrumentedAttribute[Any], ...]


def _newest() -> Subquery:
    """Return a learner's runs in a unit, each exercise's newest as number one, with whether any ever passed."""
    of_one, order = ProgramRun.exercise, (ProgramRun.at.desc(), ProgramRun.number.desc())
    newest = func.row_number().over(partition_by=of_one, order_by=order)
    ever = func.max(case((ProgramRun.passed, 1), else_=0)).over(partition_by=of_one)
    columns = (ProgramRun.exercise, ProgramRun.number, ProgramRun.worlds, ProgramRun.passed, ProgramRun.hash)
    return (
        select(*columns, ever.label("ever"), newest.label("place"))
        .where(ProgramRun.person_id == bindparam("person_id"), ProgramRun.module == bindparam("module"))
        .where(ProgramRun.unit == bindparam("unit"))
        .subquery()
    )


def _known() -> CompoundSelect[Any]:
    """Return the statement of drafts (`version` is set) and newest runs (`number` is set), a row for each."""
    run = _newest().c
    draft: Columns = (ProgramDraft.program, ProgramDraft.saved_at, ProgramDraft.version)
    ran: Columns = (run.number, run.worlds, run.passed, run.hash, run.ever)
    drafts = select(ProgramDraft.exercise, *draft, *map(_nothing, ran)).where(
        ProgramDraft.person_id == bindparam("person_id"), ProgramDraft.module == bindparam("module")
    )
    return union_all(drafts, select(run.exercise, *map(_nothing, draft), *ran).where(run.place == 1))


def _nothing(column: ColumnElement[Any] | InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    return cast(null(), column.type).label(column.key)


_KNOWN: Final = _known()
"""Built once, for putting it together costs more than running it."""


def known_of(session: Session, person_id: UUID, module: str, unit: str) -> dict[str, Known]:
    """Return drafts of a module's exercises and newest runs of a unit's, by exercise, in one query."""
    asked = {"person_id": person_id, "module": module, "unit": unit}
    found: dict[str, Known] = {}
    for row in session.connection().execute(_KNOWN, asked):
        before = found.get(row.exercise, Known(Draft(), None))
        if row.version is not None:
            known = replace(before, draft=Draft(row.program, row.saved_at, row.version))
        else:
            last = LastRun(row.number, row.worlds, row.passed, row.hash, bool(row.ever))
            known = replace(before, last=last)
        found[row.exercise] = known
    return found


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
