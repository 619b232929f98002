"""Meetings by the region of their place: proposed, held, with and without a facilitator, their seats, who was there.

A meeting has no gender and no language: where the filter asks for something that only a person has, none is counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Float,
    Select,
    SQLColumnExpression,
    cast,
    false,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from tracking.indicators.query import adding, measured
from tracking.indicators.query.adding import Part, Sum, Sums, add_up, add_up_once
from tracking.indicators.query.measured import NOT_SO, Measured
from tracking.indicators.query.scope import Scope, of_places
from tracking.indicators.tally import Cell
from tracking.projections.models import MeetingCount, Presence, ThingFact

PROPOSED: Final = "meetings-proposed"
COUNTED: Final = (
    PROPOSED,
    "meetings-held",
    "meetings-with-facilitator",
    "meetings-without-facilitator",
)
SEATS: Final = "seats"
HEADS: Final = "headcount"
OTHERS: Final = "others"
"""Guests and children, of whom a meeting tells how many."""
PRESENT: Final = (Part(HEADS),)


def measure(session: Session, scope: Scope) -> Mapping[str, Measured]:
    """Count the meetings of the period, their seats, and the heads in them: participants, guests and children."""
    held = _held()
    parts = (Part(PROPOSED, false()), *held)
    sums = add_up_once(session, _meetings(scope, held), parts, scope.axes)
    there = add_up(session, _present(scope), PRESENT, scope.axes)
    if scope.asked.of_people:
        return dict.fromkeys((*COUNTED, SEATS, HEADS), NOT_SO)
    found = {id_: measured.of(sums, id_, measured.things) for id_ in COUNTED}
    return found | {SEATS: measured.of(sums, SEATS, measured.known), HEADS: _heads(there, sums)}


def _held() -> list[Part]:
    """Return what is counted of a meeting on the day on which it was held."""
    guests, children = _latest("guests"), _latest("children")
    return [
        Part("meetings-held"),
        Part("meetings-with-facilitator", MeetingCount.led.is_(True)),
        Part("meetings-without-facilitator", MeetingCount.led.is_(False)),
        Part(SEATS, amount=_latest("capacity", ThingFact.since <= MeetingCount.held_at)),
        Part(OTHERS, amount=func.coalesce(guests, 0) + func.coalesce(children, 0)),
    ]


def _meetings(scope: Scope, held: Sequence[Part]) -> CompoundSelect[Any]:
    """Return each meeting by the day on which it was proposed, and again by the day on which it was held."""
    nothing = [replace(part, holds=false()) for part in held]
    return union_all(
        _rows(scope, MeetingCount.proposed_at, [Part(PROPOSED), *nothing]),
        _rows(scope, MeetingCount.held_at, [Part(PROPOSED, false()), *held]),
    )


def _latest(kind: str, *narrowed: ColumnElement[bool]) -> ColumnElement[Any]:
    """Return the number that was last declared of a meeting: guests once it is over, seats before it began."""
    return (
        select(cast(ThingFact.value, Float))
        .where(ThingFact.path == MeetingCount.path, ThingFact.kind == kind, *narrowed)
        .order_by(ThingFact.since.desc())
        .limit(1)
        .correlate(MeetingCount)
        .scalar_subquery()
    )


def _rows(scope: Scope, at: SQLColumnExpression[Any], parts: Sequence[Part]) -> Select[Any]:
    grouped = scope.grouped({**of_places(), "module": MeetingCount.module.expression}, scope.month_of(at))
    told = (literal(0, BigInteger).label("key"), *adding.columns(parts))
    rows = select(*grouped, *told).select_from(MeetingCount)
    return scope.with_place(rows.where(scope.within(at), scope.of_module(MeetingCount.module)))


def _present(scope: Scope) -> Select[Any]:
    """Return the people who were at the meetings held in the period, by the meeting's day and place."""
    at = MeetingCount.held_at
    grouped = scope.grouped({**of_places(), "module": MeetingCount.module.expression}, scope.month_of(at))
    told = (Presence.actor.label("actor"), Presence.key.label("key"), *adding.columns(PRESENT))
    rows = (
        select(*grouped, *told)
        .join(MeetingCount, MeetingCount.path == Presence.meeting)
        .where(Presence.status == "attended", scope.within(at), scope.of_module(MeetingCount.module))
    )
    return scope.with_place(rows)


def _heads(there: Sums, sums: Sums) -> Measured:
    """Add guests and children to the participants; the sum rests on the participants."""
    counted = measured.of(there, HEADS, measured.times)
    others = sums.get(OTHERS, {})
    cells = {
        axis: {
            value: _plus(counted.cell(axis, value), others.get(axis, {}).get(value, Sum()))
            for value in {**counted.cells.get(axis, {}), **others.get(axis, {})}
        }
        for axis in {**counted.cells, **others}
    }
    return replace(counted, cells=cells)


def _plus(cell: Cell, others: Sum) -> Cell:
    return replace(cell, value=(cell.value or 0) + (others.amount or 0))
