"""The people who were erased, in the counts that they still belong to: by calendar year, country and module alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracking.indicators.query.adding import WHOLE
from tracking.indicators.query.measured import Measured
from tracking.indicators.query.scope import Scope
from tracking.indicators.tally import Count
from tracking.projections.keys import BITS
from tracking.projections.models import FrozenCount
from tracking.standing import Reached

KINDS: Final = (
    Reached.REGISTERED,
    Reached.STARTED,
    Reached.ENGAGED,
    Reached.PARTICIPATING,
    Reached.TRAINED,
    Reached.CERTIFIED,
)
"""Who was initiated may have been trained later, of which a frozen count knows nothing."""


def added(session: Session, scope: Scope, found: Mapping[str, Measured]) -> Mapping[str, Measured]:
    """Add the erased to the totals, where the filter asks for whole calendar years and nothing finer than a country."""
    gone, joined = _counts(session, scope)
    if not scope.asked.takes_frozen:
        return found
    counted = {id_: _with(found[id_], count, count.people) for id_, count in gone.items()}
    registered = gone.get(Reached.REGISTERED, Count())
    return {**found, **counted, "enrolments": _with(found["enrolments"], registered, joined)}


def _counts(session: Session, scope: Scope) -> tuple[dict[str, Count], int]:
    """Return the people by milestone, in the module asked for or anywhere, and how often they joined a module."""
    period, module = scope.asked.period, scope.asked.module or ""
    rows = select(FrozenCount).where(
        FrozenCount.kind.in_(KINDS), FrozenCount.year.between(period.first.year, period.last.year)
    )
    if scope.asked.country is not None:
        rows = rows.where(FrozenCount.country == scope.asked.country)
    found: dict[str, Count] = {}
    joined = 0
    for row in session.scalars(rows):
        if row.module == module:
            found[row.kind] = plus(found.get(row.kind, Count()), Count(row.people, row.key))
        if row.kind == Reached.REGISTERED and row.module and module in {"", row.module}:
            joined += row.people
    return found, joined


def plus(one: Count, other: Count) -> Count:
    """Put two groups of people together that have nobody in common."""
    return Count(one.people + other.people, (one.key + other.key) % 2**BITS)


def _with(one: Measured, gone: Count, value: int) -> Measured:
    total = one.cell(WHOLE, None)
    whole = replace(total, value=(total.value or 0) + value, rests=plus(total.rests, gone))
    return replace(one, cells={**one.cells, WHOLE: {None: whole}})
