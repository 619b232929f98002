"""How many people were active in the days that end with a period, or with each of its months."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from sqlalchemy import CTE, Date, Integer, literal, select, union_all
from sqlalchemy.orm import Session

from tracking.indicators.periods import ZONE
from tracking.indicators.query import adding, measured
from tracking.indicators.query.adding import Part, add_up_at_end
from tracking.indicators.query.measured import Measured
from tracking.indicators.query.scope import Scope, of_people
from tracking.models import ActiveDay

WEEK: Final = "active-7-days"
MONTHLY: Final = "active-30-days"


def measure(session: Session, scope: Scope) -> Mapping[str, Measured]:
    """Count who was active in the last 7 and 30 days of the period, and of each month; today at the latest."""
    spans = _spans(scope)
    grouped = scope.grouped({**of_people(), "module": ActiveDay.module.expression}, spans.c.month)
    parts = [Part(WEEK, ActiveDay.day >= spans.c.first_of_7), Part(MONTHLY)]
    told = (ActiveDay.actor.label("actor"), ActiveDay.key.label("key"), *adding.columns(parts))
    rows = select(*grouped, *told).join(spans, ActiveDay.day.between(spans.c.first_of_30, spans.c.last))
    rows = scope.with_person(rows.where(scope.of_module(ActiveDay.module)), ActiveDay.profile_id)
    sums = add_up_at_end(session, rows, parts, scope.axes, len(scope.months) - 1)
    return {id_: measured.of(sums, id_, measured.people) for id_ in (WEEK, MONTHLY)}


def _spans(scope: Scope) -> CTE:
    """Return the last day of each month, with the first days of the seven and the thirty that end with it."""
    lines = []
    for month, end in enumerate(scope.last_days()):
        last = (end - timedelta(seconds=1)).astimezone(ZONE).date()
        days = {
            "first_of_7": last - timedelta(days=6),
            "first_of_30": last - timedelta(days=29),
            "last": last,
        }
        named = (literal(day, Date).label(name) for name, day in days.items())
        lines.append(select(literal(month, Integer).label("month"), *named))
    return union_all(*lines).cte("spans")
