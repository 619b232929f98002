"""How many people were active in the days that end with a period, or with each of its months."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from sqlalchemy import CTE, Date, Integer, Subquery, and_, func, literal, select, union_all
from sqlalchemy.orm import Session

from tracking.indicators.periods import ZONE
from tracking.indicators.query import adding, measured
from tracking.indicators.query.adding import Part, add_up_at_end
from tracking.indicators.query.measured import Measured
from tracking.indicators.query.scope import Scope, of_people, place_among
from tracking.indicators.tally import MONTH
from tracking.models import ActiveDay

WEEK: Final = "active-7-days"
MONTHLY: Final = "active-30-days"
LONGEST: Final = timedelta(days=29)
"""From the first of thirty days to the last."""


def measure(session: Session, scope: Scope) -> Mapping[str, Measured]:
    """Count who was active in the last 7 and 30 days of the period, and of each month; today at the latest."""
    spans, latest = _spans(scope), _latest(scope)
    grouped = [spans.c.month.label(MONTH) if axis == MONTH else latest.c[axis] for axis in scope.axes]
    parts = [Part(WEEK, latest.c.day >= spans.c.first_of_7), Part(MONTHLY)]
    rows = select(*grouped, latest.c.actor, latest.c.key, *adding.columns(parts))
    rows = rows.join(spans, and_(spans.c.stretch == latest.c[MONTH], latest.c.day >= spans.c.first_of_30))
    sums = add_up_at_end(session, rows, parts, scope.axes, len(scope.months) - 1)
    return {id_: measured.of(sums, id_, measured.people) for id_ in (WEEK, MONTHLY)}


def _lasts(scope: Scope) -> list[date]:
    return [(end - timedelta(seconds=1)).astimezone(ZONE).date() for end in scope.last_days()]


def _latest(scope: Scope) -> Subquery:
    """Return the last active day of each person in each stretch, which goes from a month's end to the next.

    Whether she was active in days that begin within a stretch and last through its end, this one day tells.
    """
    lasts = _lasts(scope)
    stretch = place_among(ActiveDay.day, [last + timedelta(days=1) for last in lasts], 0)
    grouped = scope.grouped({**of_people(), "module": ActiveDay.module.expression}, stretch)
    told = (func.max(ActiveDay.key).label("key"), func.max(ActiveDay.day).label("day"))
    days = ActiveDay.day.between(lasts[0] - LONGEST, lasts[-1])
    rows = select(ActiveDay.actor.label("actor"), *grouped, *told).where(
        days, scope.of_module(ActiveDay.module)
    )
    rows = scope.with_person(rows, ActiveDay.profile_id)
    return rows.group_by(ActiveDay.actor, *(column.element for column in grouped)).subquery("latest")


def _spans(scope: Scope) -> CTE:
    """Return the first days of the seven and thirty that end with each month, for each stretch in them."""
    lines, lasts = [], _lasts(scope)
    for month, last in enumerate(lasts):
        days = {"first_of_7": last - timedelta(days=6), "first_of_30": last - LONGEST}
        named = [literal(day, Date).label(name) for name, day in days.items()]
        for stretch, end in enumerate(lasts[: month + 1]):
            if end >= days["first_of_30"]:
                whole = (literal(stretch, Integer).label("stretch"), literal(month, Integer).label("month"))
                lines.append(select(*whole, *named))
    return union_all(*lines).cte("spans")
