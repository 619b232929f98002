"""Behind the people active of late: the activities that they did on those days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from sqlalchemy import func
from sqlalchemy.orm import Session

from classcode.i18n import N_
from tracking.indicators.explaining.resting.rows import (
    ENGAGED,
    Behind,
    behind,
    rows_of,
    said_by,
    under_every_name,
    utc_day,
)
from tracking.indicators.periods import ZONE
from tracking.indicators.query import activity
from tracking.indicators.query.scope import Scope
from tracking.models import ActiveDay, Statement

DAYS: Final = {activity.WEEK: 7, activity.MONTHLY: 30}
ROWS: Final[Mapping[str, str]] = dict.fromkeys(
    DAYS,
    N_(
        "Active days: one row for each person, module and day (UTC) with an activity. Counted: the days that end "
        "with the last day of the period, today at the latest."
    ),
)


def statements(session: Session, scope: Scope, id_: str) -> list[Behind]:
    """Return the activities done on the days counted."""
    last = (scope.last_days()[-1] - timedelta(seconds=1)).astimezone(ZONE).date()
    rows = rows_of(ActiveDay.actor.label("person"), ActiveDay.module, ActiveDay.day).where(
        ActiveDay.day.between(last - timedelta(days=DAYS[id_] - 1), last),
        scope.of_module(ActiveDay.module),
    )
    of = under_every_name(scope.with_person(rows, ActiveDay.profile_id))
    that_day = utc_day(session, Statement.timestamp) == of.c.day
    here = func.coalesce(Statement.module, "") == of.c.module
    return [behind(of, said_by(of), ENGAGED, here, that_day)]
