"""Questions to the desk, by the day they were asked: how many, how long until answered and settled, what was said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, or_, union_all
from sqlalchemy.orm import Session

from tracking.indicators.query import measured, opinions
from tracking.indicators.query.adding import Part, add_up
from tracking.indicators.query.lapse import DAY, minutes_between
from tracking.indicators.query.measured import Measured
from tracking.indicators.query.middles import middles
from tracking.indicators.query.scope import Scope
from tracking.projections.models import Opinion, QuestionCount

ANSWER: Final = "first-answer"
SETTLING: Final = "resolution-time"
SATISFACTION: Final = "satisfaction-answers"
IDS: Final = (
    "questions",
    ANSWER,
    "answered-in-time",
    "resolved",
    SETTLING,
    *opinions.ids(SATISFACTION),
)


def measure(session: Session, scope: Scope) -> Mapping[str, Measured]:
    """Count the questions of the period, what became of them, the middle waits in hours, and the opinions."""
    counted = parts(scope, session.info["answer_days"])
    about = and_(Opinion.path == QuestionCount.path, Opinion.actor == QuestionCount.actor)
    rows = scope.rows(QuestionCount, QuestionCount.asked_at, counted).outerjoin(Opinion, about)
    sums = add_up(session, rows, counted, scope.axes)
    waits = middles(session, union_all(*_waits(scope, minutes_to_settle(session))), scope.axes)
    asked, kept, judged, broken, settled = (
        measured.of(sums, what, measured.times)
        for what in ("questions", "kept", "judged", "broken", SETTLING)
    )
    return {
        "questions": asked,
        ANSWER: measured.middle(waits, sums, ANSWER),
        "answered-in-time": measured.rate(kept, judged, broken),
        "resolved": settled,
        SETTLING: measured.middle(waits, sums, SETTLING),
        **opinions.measure(sums, SATISFACTION),
    }


def parts(scope: Scope, promised_days: int) -> list[Part]:
    """Return what is counted: a question that still has time is not held against the promise yet."""
    waited, promised = QuestionCount.waited, promised_days * DAY
    unanswered = and_(waited.is_(None), QuestionCount.asked_at < scope.now - timedelta(days=promised_days))
    settled = QuestionCount.resolved_at.is_not(None)
    return [
        Part("questions"),
        Part(ANSWER, waited.is_not(None)),
        Part("kept", and_(waited.is_not(None), waited <= promised)),
        Part("broken", or_(and_(waited.is_not(None), waited > promised), unanswered)),
        Part("judged", or_(waited.is_not(None), unanswered)),
        Part(SETTLING, settled),
        *opinions.parts(
            SATISFACTION,
            asked=and_(settled, QuestionCount.answered_at.is_not(None)),
            counted=QuestionCount.path.is_not(None),
        ),
    ]


def minutes_to_settle(session: Session) -> ColumnElement[Any]:
    """Return the whole minutes between a question and its settling."""
    return minutes_between(session, QuestionCount.asked_at, QuestionCount.resolved_at)


def _waits(scope: Scope, to_settle: ColumnElement[Any]) -> list[Select[Any]]:
    """Return the minutes until the first answer, and until the settling, of the questions that have them."""
    waited, at = QuestionCount.waited, QuestionCount.asked_at
    return [
        scope.amounts(ANSWER, QuestionCount, at, waited.expression).where(waited.is_not(None)),
        scope.amounts(SETTLING, QuestionCount, at, to_settle).where(QuestionCount.resolved_at.is_not(None)),
    ]
