"""The median by every axis at once, in one statement that both databases understand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    CompoundSelect,
    Float,
    Select,
    String,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from tracking.indicators.query.adding import WHOLE

Middles = Mapping[str, Mapping[str, Mapping[str | None, float]]]
"""By what is counted, by axis, by the axis's value: the middle amount."""


def middles(session: Session, rows: CompoundSelect[Any], axes: Sequence[str]) -> Middles:
    """Return the median of `amount`; of an even number of rows it lies halfway between the two in the middle."""
    raw = rows.cte("raw")
    found: dict[str, dict[str, dict[str | None, float]]] = defaultdict(lambda: defaultdict(dict))
    for row in session.execute(union_all(*(_of_axis(raw, axis) for axis in (WHOLE, *axes)))):
        found[row.what][row.axis][row.value] = row.middle
    return found


def _of_axis(raw: CTE, axis: str) -> Select[Any]:
    value = cast(raw.c[axis] if axis else null(), String).label("value")
    group = [raw.c.what, *([raw.c[axis]] if axis else [])]
    ranked = select(
        raw.c.what,
        value,
        raw.c.amount,
        func.row_number().over(partition_by=group, order_by=raw.c.amount).label("place"),
        func.count().over(partition_by=group).label("size"),
    ).subquery()
    places = ranked.c.place
    central = or_(places == (ranked.c.size + 1) // 2, places == (ranked.c.size + 2) // 2)
    middle = cast(func.avg(ranked.c.amount), Float).label("middle")
    return (
        select(literal(axis).label("axis"), ranked.c.what, ranked.c.value, middle)
        .where(central)
        .group_by(ranked.c.what, ranked.c.value)
    )
