"""At which unit of each module people stop: who did the one before, a month ago or more, and nothing after it.

Who skipped a unit and went on has not stopped there, and who finished the module has not stopped at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Select, and_, case, func, select
from sqlalchemy.orm import Session

from tracking.indicators.alerts import thresholds
from tracking.indicators.alerts.course import Course
from tracking.indicators.alerts.reading.shown import people, places_of
from tracking.indicators.alerts.reading.spans import before, until
from tracking.indicators.alerts.signs import Share
from tracking.indicators.tally import NOBODY, Count
from tracking.models import Milestone
from tracking.projections.keys import BITS
from tracking.projections.models import LessonDone, Profile
from tracking.standing import Reached


def stops(session: Session, now: datetime, courses: Iterable[Course], k: int) -> list[Share]:
    """Return of each unit which share of those who did the one before stopped there, by region and everywhere."""
    return [share for course in courses for share in _of(session, now, course, k)]


def _of(session: Session, now: datetime, course: Course, k: int) -> list[Share]:
    paths = [unit.path for unit in course.units]
    if len(paths) < 2:
        return []
    did: dict[tuple[str, str], Count] = defaultdict(lambda: NOBODY)
    stopped: dict[tuple[str, str], Count] = defaultdict(lambda: NOBODY)
    for row in session.execute(_rows(now, course, paths)):
        after = paths[paths.index(row.path) + 1]
        for place in places_of(row.region):
            did[place, after] = _added(did[place, after], row.people, int(row.key))
            stopped[place, after] = _added(stopped[place, after], row.stopped, int(row.stopped_key))
    return [
        Share(place, course.slug, unit, people(stopped[place, unit], k), people(whole, k))
        for (place, unit), whole in sorted(did.items())
    ]


def _added(count: Count, more: int, key: int) -> Count:
    """Add people to a count; a person did a unit once, so nobody is counted twice."""
    return Count(count.people + more, (count.key + key) % 2**BITS)


def _rows(now: datetime, course: Course, paths: list[str]) -> Select[str, str | None, int, int, int, Any]:
    """Count who did each unit but the last long enough ago, and of them who did nothing after it."""
    number = case({path: at for at, path in enumerate(paths)}, value=LessonDone.path)
    known = (LessonDone.module == course.slug, LessonDone.path.in_(paths))
    furthest = (
        select(LessonDone.actor, func.max(number).label("number"))
        .where(*known)
        .group_by(LessonDone.actor)
        .subquery()
    )
    finished = and_(
        Milestone.actor == LessonDone.actor,
        Milestone.module == course.slug,
        Milestone.kind == Reached.TRAINED,
    )
    long_ago = before(until(now, thresholds.STOPS_AFTER), thresholds.STOPS_LATELY - thresholds.STOPS_AFTER)
    ends = and_(furthest.c.number == number, Milestone.actor.is_(None))
    return (
        select(
            LessonDone.path,
            Profile.region,
            func.count().label("people"),
            func.sum(LessonDone.key).label("key"),
            func.sum(case((ends, 1), else_=0).cast(Integer)).label("stopped"),
            func.sum(case((ends, LessonDone.key), else_=0)).label("stopped_key"),
        )
        .join(Profile, Profile.id == LessonDone.profile_id)
        .join(furthest, furthest.c.actor == LessonDone.actor)
        .outerjoin(Milestone, finished)
        .where(*known, LessonDone.path != paths[-1])
        .where(LessonDone.at >= long_ago.starts, LessonDone.at < long_ago.ends)
        .group_by(LessonDone.path, Profile.region)
    )
