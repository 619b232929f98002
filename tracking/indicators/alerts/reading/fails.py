"""Which question of each module is still answered wrong: what each person answered last, if she did of late.

Answers have no projection: the statements themselves are read, once a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from tracking.indicators.alerts import thresholds
from tracking.indicators.alerts.course import Course
from tracking.indicators.alerts.reading.shown import People, by_place, people
from tracking.indicators.alerts.reading.spans import Span, until
from tracking.indicators.alerts.signs import Share
from tracking.models import MergedActor, Milestone, Statement
from tracking.projections.models import Profile
from tracking.standing import Reached
from tracking.vocabulary import Kind, Verb

AT_ONCE: Final = 1000
"""Rows that are held in memory."""


def fails(session: Session, now: datetime, courses: Iterable[Course], k: int) -> list[Share]:
    """Return of each question which share answered it wrong the last time, by region and everywhere."""
    span = until(now, thresholds.FAILED_LATELY)
    asked = ((course.slug, question.path) for course in courses for question in course.questions)
    return [share for slug, path in asked for share in _of(session, span, slug, path, k)]


def _of(session: Session, span: Span, module: str, path: str, k: int) -> list[Share]:
    """Read one question: by its path the log has an index, and what is held in memory stays one question's."""
    rows = session.execute(_answers(span, path), execution_options={"yield_per": AT_ONCE})
    return _shares(module, path, rows, k)


def _shares(module: str, path: str, rows: Iterable[Any], k: int) -> list[Share]:
    answered = list(_last(rows))
    whole = by_place((row.region, row.actor, row.key) for row in answered)
    wrong = by_place((row.region, row.actor, row.key) for row in answered if _is_wrong(row.body))
    return [
        Share(place, module, path, people(wrong.get(place, People()).count, k), people(some.count, k))
        for place, some in sorted(whole.items())
    ]


def _last(rows: Iterable[Any]) -> Iterator[Any]:
    """Yield what each person answered last."""
    for _actor, some in groupby(rows, key=lambda row: row.actor):
        *_earlier, last = some
        yield last


def _is_wrong(body: bytes) -> bool:
    return orjson.loads(body).get("result", {}).get("success") is False


def _answers(span: Span, path: str) -> Select[UUID, int, str | None, bytes]:
    """Ask for the answers to a question in a span, each person's one after the other in the order of time.

    Who she is, and where, is what the record knew when she joined.
    """
    actor = func.coalesce(MergedActor.kept, Statement.actor)
    joined = and_(Milestone.actor == actor, Milestone.kind == Reached.REGISTERED, Milestone.module == "")
    return (
        select(actor.label("actor"), Milestone.key, Profile.region, Statement.body)
        .select_from(Statement)
        .outerjoin(MergedActor, MergedActor.actor == Statement.actor)
        .join(Milestone, joined)
        .join(Profile, Profile.id == Milestone.profile_id)
        .where(Statement.object_path == path)
        .where(Statement.verb == Verb.ANSWERED, Statement.object_kind == Kind.INTERACTION)
        .where(Statement.voided.is_(False))
        .where(Statement.timestamp >= span.starts, Statement.timestamp < span.ends)
        .order_by(actor, Statement.timestamp, Statement.seq)
    )
