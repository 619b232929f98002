"""Who helped: facilitators who answered a question or led a meeting, and learners who became one of them.

They are few, and their rows carry no key of theirs: the database tells who helped where and when, each once, and the
keys are computed here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, Subquery, func, select, union
from sqlalchemy.orm import Session

from tracking.indicators.query import adding, measured
from tracking.indicators.query.adding import WHOLE, Part, add_up_once
from tracking.indicators.query.measured import NOT_SO, Measured
from tracking.indicators.query.scope import Columns, Scope, of_people, of_places
from tracking.indicators.tally import Cell, Count
from tracking.models import Milestone
from tracking.projections.keys import cell_key, record_key
from tracking.projections.models import MeetingCount, QuestionCount
from tracking.projections.reading import seed as seed_of
from tracking.standing import Reached

ACTIVE: Final = "facilitators-active"
BECAME: Final = "learners-become-facilitators"
FIRST: Final = (Part(BECAME),)


def measure(session: Session, scope: Scope) -> Mapping[str, Measured]:
    """Count who helped in the period, by where help was given, and which learners helped for the first time."""
    seed = seed_of(session)
    helped = session.execute(union(_answered(scope), _led(scope))).all()
    became = add_up_once(session, _became(scope), FIRST, scope.axes)
    active = NOT_SO if scope.asked.of_people else Measured(Cell(0), _cells(helped, scope.axes, seed))
    return {ACTIVE: active, BECAME: measured.of(became, BECAME, measured.people)}


def _answered(scope: Scope) -> Select[Any]:
    columns: Columns = {**of_people(), "module": QuestionCount.module.expression}
    at = QuestionCount.answered_at
    rows = select(
        QuestionCount.answered_by.label("actor"), *scope.grouped(columns, scope.month_of(at))
    ).where(scope.within(at), scope.of_module(QuestionCount.module), QuestionCount.answered_by.is_not(None))
    return scope.with_person(rows, QuestionCount.profile_id)


def _led(scope: Scope) -> Select[Any]:
    columns: Columns = {**of_places(), "module": MeetingCount.module.expression}
    at = MeetingCount.held_at
    rows = (
        select(MeetingCount.led_by.label("actor"), *scope.grouped(columns, scope.month_of(at)))
        .select_from(MeetingCount)
        .where(scope.within(at), scope.of_module(MeetingCount.module), MeetingCount.led_by.is_not(None))
    )
    return scope.with_place(rows)


def _cells(
    helped: Iterable[Any], axes: Iterable[str], seed: bytes
) -> Mapping[str, Mapping[str | None, Cell]]:
    groups: dict[str, dict[str | None, set[UUID]]] = defaultdict(lambda: defaultdict(set))
    for row in helped:
        groups[WHOLE][None].add(row.actor)
        for axis in axes:
            value = getattr(row, axis)
            groups[axis][None if value is None else str(value)].add(row.actor)
    return {
        axis: {value: _cell(actors, seed) for value, actors in rows.items()} for axis, rows in groups.items()
    }


def _cell(actors: set[UUID], seed: bytes) -> Cell:
    rests = Count(len(actors), cell_key(record_key(actor, seed) for actor in actors))
    return Cell(rests.people, rests)


def _became(scope: Scope) -> Select[Any]:
    """Return the learners, once registered, who helped for the first time in the period."""
    first = first_helps(scope)
    columns: Columns = {**of_people(), "module": func.nullif(Milestone.module, "")}
    told = (Milestone.actor.label("actor"), Milestone.key.label("key"), *adding.columns(FIRST))
    rows = (
        select(*scope.grouped(columns, scope.month_of(first.c.at)), *told)
        .join(first, first.c.actor == Milestone.actor)
        .where(
            Milestone.kind == Reached.REGISTERED,
            Milestone.module == (scope.asked.module or ""),
            Milestone.at < first.c.at,
            scope.within(first.c.at),
        )
    )
    return scope.with_person(rows, Milestone.profile_id)


def first_helps(scope: Scope) -> Subquery:
    """Return when each person (`actor`) first helped (`at`), in the module asked for or anywhere."""
    answered = select(QuestionCount.answered_by.label("actor"), QuestionCount.answered_at.label("at")).where(
        QuestionCount.answered_by.is_not(None), scope.of_module(QuestionCount.module)
    )
    led = select(MeetingCount.led_by.label("actor"), MeetingCount.held_at.label("at")).where(
        MeetingCount.led_by.is_not(None),
        MeetingCount.held_at.is_not(None),
        scope.of_module(MeetingCount.module),
    )
    every = answered.union_all(led).subquery()
    return select(every.c.actor, func.min(every.c.at).label("at")).group_by(every.c.actor).subquery()
