"""How many people reached what: each once, at her first time, in the module asked for or anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, func, select, union_all
from sqlalchemy.orm import Session, aliased

from tracking.indicators.query import adding, frozen, measured
from tracking.indicators.query.adding import Part, add_up, add_up_kinds
from tracking.indicators.query.measured import Measured
from tracking.indicators.query.scope import Scope, of_people
from tracking.models import Milestone
from tracking.standing import Reached

MILESTONES: Final = ("registered", "started", "engaged", "participating", "initiated", "trained", "certified")
"""The indicators that count people at a milestone of the same name."""
MODULE: Final = "module"
ENROLMENTS: Final = "enrolments"
JOINED: Final = (Part(ENROLMENTS),)


def measure(session: Session, scope: Scope) -> Mapping[str, Measured]:
    """Count the people at each milestone, and the enrolments; with the erased, where frozen counts can answer."""
    sums = add_up_kinds(session, _reached(scope), [axis for axis in scope.axes if axis != MODULE])
    found = {id_: measured.of(sums, id_, measured.people) for id_ in MILESTONES}
    joined = add_up(session, _joined(scope), JOINED, scope.axes)
    found[ENROLMENTS] = measured.of(joined, ENROLMENTS, measured.times)
    if MODULE in scope.by:
        found = _by_module(session, scope, found)
    return frozen.added(session, scope, found)


def _reached(scope: Scope, *, by_module: bool = False) -> CompoundSelect[Any]:
    """Return the milestones that are counted; who was initiated and is trained since is counted there alone.

    Two questions put together: asked of every row whether its person is trained, PostgreSQL would seek each row alone.
    """
    of_module = Milestone.module != "" if by_module else Milestone.module == (scope.asked.module or "")
    rows = _rows(scope, Milestone.kind.label("what")).where(of_module)
    others = [kind for kind in MILESTONES if kind != Reached.INITIATED]
    initiated = rows.where(Milestone.kind == Reached.INITIATED, ~trained(scope))
    return union_all(rows.where(Milestone.kind.in_(others)), initiated)


def trained(scope: Scope) -> ColumnElement[bool]:
    """Tell whether the person of a milestone is trained by the end of the period."""
    later = aliased(Milestone)
    also = select(later.actor).where(
        later.actor == Milestone.actor,
        later.kind == Reached.TRAINED,
        later.module == Milestone.module,
        later.at < scope.asked.period.ends,
    )
    return also.exists()


def _joined(scope: Scope) -> Select[Any]:
    of_module = and_(Milestone.module != "", scope.of_module(Milestone.module))
    rows = _rows(scope, Milestone.actor.label("actor"), *adding.columns(JOINED))
    return rows.where(Milestone.kind == Reached.REGISTERED, of_module)


def _rows(scope: Scope, *told: ColumnElement[Any]) -> Select[Any]:
    grouped = scope.grouped(
        {**of_people(), MODULE: func.nullif(Milestone.module, "")}, scope.month_of(Milestone.at)
    )
    rows = select(*grouped, Milestone.key.label("key"), *told).where(scope.within(Milestone.at))
    return scope.with_person(rows, Milestone.profile_id)


def _by_module(session: Session, scope: Scope, found: dict[str, Measured]) -> dict[str, Measured]:
    """Add the rows by module: who reached it in each, as when that module is asked for."""
    sums = add_up_kinds(session, _reached(scope, by_module=True), (MODULE,))
    for id_ in MILESTONES:
        each = measured.of(sums, id_, measured.people).cells.get(MODULE, {})
        found[id_] = replace(found[id_], cells={**found[id_].cells, MODULE: each})
    return found
