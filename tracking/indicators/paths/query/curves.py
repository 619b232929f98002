"""How the share of a cohort that reached a milestone grows with the months since they registered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import BigInteger, case, cast, func, select
from sqlalchemy.orm import Session

from tracking.indicators import tally
from tracking.indicators.paths.cohorts import FOLLOWED, Cohort, cohorts, month_ends
from tracking.indicators.paths.query.people import Later, cell, followed, less
from tracking.indicators.paths.shapes import Curve
from tracking.indicators.query.frozen import plus
from tracking.indicators.query.scope import Scope, place_among
from tracking.indicators.tally import NOBODY, Cell, Count
from tracking.models import Milestone
from tracking.projections.keys import BITS

Reaching = Mapping[int | None, Count]
"""Of one cohort: how many reached the milestone so many months after they registered; None: not so far."""


def measure(session: Session, scope: Scope, reach: str) -> tuple[Curve[Cell], ...]:
    """Follow the cohorts of the period through twelve months, in one question."""
    asked = cohorts(scope.asked.period, scope.now)
    found = _counts(session, scope, reach, asked)
    return tuple(_curve(scope, one, found[number]) for number, one in enumerate(asked))


def _counts(session: Session, scope: Scope, reach: str, asked: tuple[Cohort, ...]) -> Mapping[int, Reaching]:
    months = month_ends(asked)
    joined = place_among(Milestone.at, months, 0)
    reached = case((Later.at.is_not(None), place_among(Later.at, months, 0)))
    cohort = place_among(Milestone.at, [one.ends for one in asked], 0)
    told = (cohort.label("cohort"), (reached - joined).label("months"), Milestone.key.label("key"))
    rows = followed(scope, *told, kinds=(reach,), until=months[-1]).where(Milestone.at >= asked[0].starts)
    each: Any = rows.subquery("each")
    sums = (func.count(), cast(func.sum(each.c.key), BigInteger))
    added = select(each.c.cohort, each.c.months, *sums).group_by(each.c.cohort, each.c.months)
    found: dict[int, dict[int | None, Count]] = defaultdict(dict)
    for number, after, people, key in session.execute(added):
        # Who met before she joined had met when she joined.
        month = None if after is None else max(0, after)
        found[number][month] = plus(found[number].get(month, NOBODY), Count(people, key % 2**BITS))
    return found


def _curve(scope: Scope, cohort: Cohort, found: Reaching) -> Curve[Cell]:
    whole = NOBODY
    for some in found.values():
        whole = plus(whole, some)
    months = tuple(
        tally.share(cell(so_far), cell(whole), cell(less(whole, so_far)))
        if cohort.passed(month, scope.now)
        else None
        for month, so_far in enumerate(_so_far(found))
    )
    return Curve(cohort, cell(whole), months)


def _so_far(found: Reaching) -> Iterator[Count]:
    """Yield how many had reached it by the end of each month."""
    so_far = NOBODY
    for month in range(FOLLOWED + 1):
        so_far = plus(so_far, found.get(month, NOBODY))
        yield so_far
