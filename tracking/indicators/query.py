"""The one query layer of the indicators: page, charts and every export read `figures` of the same filter.

It reads milestones, statements that were not voided, and the dated facts about learners; it hides nothing (see
`disclosure`). The number of queries is fixed, whatever the filter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Executable,
    SQLColumnExpression,
    Subquery,
    and_,
    case,
    func,
    select,
    true,
)
from sqlalchemy.orm import Session, aliased

from classcode import clock
from tracking.declared import REGION
from tracking.indicators import meetings, tally
from tracking.indicators.filters import Filter
from tracking.indicators.periods import Month
from tracking.indicators.tally import Figure, Frame, Grain, Measure
from tracking.models import LearnerFact, Milestone, Statement
from tracking.standing import Reached
from tracking.vocabulary import Kind, Verb

MILESTONES: Final = (Reached.REGISTERED, Reached.ENGAGED, Reached.PARTICIPATING, Reached.TRAINED)


@dataclass(frozen=True, slots=True)
class _Scope:
    """A filter in the terms of SQL: the month of an instant, and what the reader asked for."""

    asked: Filter
    months: tuple[Month, ...]

    def month_of(self, at: SQLColumnExpression[datetime]) -> ColumnElement[int]:
        """Return the index of the month in which an instant lies; databases know no zones, so bounds are given."""
        bounds = [(at < month.ends, index) for index, month in enumerate(self.months)]
        return case(*bounds, else_=len(self.months) - 1).label("month")

    def within(self, at: SQLColumnExpression[datetime]) -> ColumnElement[bool]:
        """Keep the instants of the period."""
        return and_(at >= self.asked.period.starts, at < self.asked.period.ends)


def figures(session: Session, asked: Filter) -> list[Figure]:
    """Return every indicator of the filter, in the order of the definitions."""
    scope = _Scope(asked, asked.period.months(clock.now()))
    grains = _milestones(session, scope) | _seats(session, scope)
    grains |= {"hours-online": _lessons(session, scope)} | _questions(session, scope)
    grains |= meetings.grains(session, asked, scope.months)
    kept = {id_: [one for one in some if asked.admits(one.region)] for id_, some in grains.items()}
    frame = Frame(tally.regions_of(kept.values()), tuple(month.key for month in scope.months))
    return [tally.figure(id_, kept[id_], measure, frame) for id_, measure in MEASURES.items()]


MEASURES: Final[Mapping[str, Measure]] = {
    "registered": tally.summed,
    "engaged": tally.summed,
    "participating": tally.summed,
    "trained": tally.summed,
    "questions": tally.summed,
    "first-answer": tally.middle,
    "answered-in-time": tally.share,
    "meetings-proposed": tally.summed,
    "meetings-held": tally.summed,
    "meetings-without-facilitator": tally.summed,
    "attended": tally.summed,
    "absent": tally.summed,
    "attendance-rate": tally.share,
    "hours-online": tally.summed,
    "hours-in-person": tally.summed,
}
"""How the grains of each indicator become a value."""


def region_at(
    actor: SQLColumnExpression[Any], at: SQLColumnExpression[datetime]
) -> ColumnElement[str | None]:
    """Return the region that an actor had declared at an instant, or else the first that she declared after it.

    People are asked for their region when they first need somebody near, which is after they joined.
    """
    mine = select(LearnerFact.value).where(LearnerFact.actor == actor, LearnerFact.kind == REGION)
    then = mine.where(LearnerFact.since <= at).order_by(LearnerFact.since.desc()).limit(1)
    later = (
        mine.where(LearnerFact.since > at, LearnerFact.value.is_not(None))
        .order_by(LearnerFact.since)
        .limit(1)
    )
    return func.coalesce(then.scalar_subquery(), later.scalar_subquery()).label("region")


def _grain(row: Any, amount: float = 1) -> Grain:
    """Make a grain of a row that names actor, region and month."""
    return Grain(row.actor, row.region, row.month, amount)


def _milestones(session: Session, scope: _Scope) -> dict[str, list[Grain]]:
    """Read who reached what, each person once: a milestone is the first time, in the module or anywhere."""
    where, month = region_at(Milestone.actor, Milestone.at), scope.month_of(Milestone.at)
    rows = session.execute(
        select(Milestone.kind, Milestone.actor, where, month)
        .where(Milestone.kind.in_(MILESTONES), Milestone.module == (scope.asked.module or ""))
        .where(scope.within(Milestone.at))
    )
    found: dict[str, list[Grain]] = {kind.value: [] for kind in MILESTONES}
    for row in rows:
        found[row.kind].append(_grain(row))
    return found


def _said(scope: _Scope, *verbs: Verb) -> ColumnElement[bool]:
    """Keep the statements with these verbs that hold, of the module asked for."""
    of_module = true() if scope.asked.module is None else Statement.module == scope.asked.module
    return and_(Statement.verb.in_(verbs), Statement.voided.is_(False), of_module)


def _seats(session: Session, scope: _Scope) -> dict[str, list[Grain]]:
    """Read attendances and absences, and from them the rate and the hours."""
    where, month = region_at(Statement.actor, Statement.timestamp), scope.month_of(Statement.timestamp)
    rows = session.execute(
        select(Statement.verb, Statement.minutes, Statement.actor, where, month)
        .where(_said(scope, Verb.ATTENDED, Verb.ABSENT))
        .where(scope.within(Statement.timestamp))
    ).all()
    came = [row for row in rows if row.verb == Verb.ATTENDED]
    missed = [row for row in rows if row.verb == Verb.ABSENT]
    return {
        "attended": [_grain(row) for row in came],
        "absent": [_grain(row) for row in missed],
        "attendance-rate": [_grain(row, row.verb == Verb.ATTENDED) for row in rows],
        "hours-in-person": [_grain(row, (row.minutes or 0) / 60) for row in came],
    }


def _lessons(session: Session, scope: _Scope) -> list[Grain]:
    """Read the hours of units, each counted once per person, on the day she first completed it."""
    first = _first_completions(scope).c
    each = (
        select(first.actor, region_at(first.actor, first.at), scope.month_of(first.at), first.minutes)
        .where(scope.within(first.at))
        .subquery()
    )
    mine = (each.c.actor, each.c.region, each.c.month)
    rows = session.execute(select(*mine, func.sum(each.c.minutes).label("minutes")).group_by(*mine))
    return [_grain(row, (row.minutes or 0) / 60) for row in rows]


def _first_completions(scope: _Scope) -> Subquery:
    at, minutes = func.min(Statement.timestamp).label("at"), func.max(Statement.minutes).label("minutes")
    return (
        select(Statement.actor, at, minutes)
        .where(_said(scope, Verb.COMPLETED), Statement.object_kind == Kind.LESSON)
        .where(Statement.timestamp < scope.asked.period.ends)
        .group_by(Statement.actor, Statement.object_path)
        .subquery()
    )


def _questions(session: Session, scope: _Scope) -> dict[str, list[Grain]]:
    """Read the questions of the period, each with the minutes until its first answer."""
    rows = session.execute(_asked_with_wait(scope)).all()
    promised = session.info["answer_days"] * 24 * 60
    return {
        "questions": [_grain(row) for row in rows],
        "first-answer": [_grain(row, row.waited / 60) for row in rows if row.waited is not None],
        "answered-in-time": list(_in_time(rows, promised)),
    }


def _asked_with_wait(scope: _Scope) -> Executable:
    answer = aliased(Statement)
    answered = and_(answer.verb == Verb.RESPONDED, answer.voided.is_(False), answer.minutes.is_not(None))
    waited = (
        select(func.min(answer.minutes))
        .where(answer.object_path == Statement.object_path, answered)
        .scalar_subquery()
        .label("waited")
    )
    where, month = region_at(Statement.actor, Statement.timestamp), scope.month_of(Statement.timestamp)
    return (
        select(Statement.timestamp, waited, Statement.actor, where, month)
        .where(_said(scope, Verb.ASKED))
        .where(scope.within(Statement.timestamp))
    )


def _in_time(rows: Iterable[Any], promised: int) -> Iterable[Grain]:
    """Judge each question by the promise, in minutes; one that still has time is not judged yet."""
    now = clock.now()
    for row in rows:
        passed = (now - row.timestamp).total_seconds() / 60
        if row.waited is not None or passed > promised:
            yield _grain(row, row.waited is not None and row.waited <= promised)
