"""The people whose first joining falls in the period, as they were then, with what the same people reached later.

Erased people are not among them: frozen counts know how many reached what, not whether they are the same.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import aliased

from tracking.indicators.periods import DATES
from tracking.indicators.query.scope import Scope
from tracking.indicators.tally import Cell, Count
from tracking.models import Milestone
from tracking.projections.keys import BITS
from tracking.standing import Reached

Later = aliased(Milestone, name="later")
"""What the same person reached, in the same module or anywhere."""


def followed_until(scope: Scope) -> datetime:
    """Return until when people are followed: now; where the dates are free, no longer than until the last of them.

    Of a month or a school year few periods hold one person. Of free dates hundreds do: read on two days, the mean of
    their differences would tell what she reached between (docs/disclosure.md, means over many different views).
    """
    return min(scope.now, scope.asked.period.ends) if scope.asked.period.key == DATES else scope.now


def followed(
    scope: Scope, *columns: ColumnElement[Any], kinds: tuple[str, ...], until: datetime
) -> Select[Any]:
    """Return the registered with their milestones of some kinds until an instant, in the module asked or anywhere."""
    same = and_(Later.actor == Milestone.actor, Later.module == Milestone.module)
    later = and_(same, Later.kind.in_(kinds), Later.at < until)
    rows = select(*columns).select_from(Milestone).outerjoin(Later, later)
    rows = rows.where(
        Milestone.kind == Reached.REGISTERED,
        Milestone.module == (scope.asked.module or ""),
        scope.within(Milestone.at),
    )
    return scope.with_person(rows, Milestone.profile_id)


def cell(count: Count) -> Cell:
    """Return the cell of a count of people."""
    return Cell(count.people, count)


def less(whole: Count, part: Count) -> Count:
    """Return who remains of some people without a part of them."""
    return Count(whole.people - part.people, (whole.key - part.key) % 2**BITS)
