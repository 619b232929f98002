"""Declared hours of units completed: each unit once for each person, on the day she first completed it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy.orm import Session

from tracking.indicators.query import measured
from tracking.indicators.query.adding import Part, add_up
from tracking.indicators.query.measured import Measured
from tracking.indicators.query.scope import Scope
from tracking.projections.models import LessonDone

ONLINE: Final = "hours-online"


def measure(session: Session, scope: Scope) -> Mapping[str, Measured]:
    """Add up the declared minutes of the units that were first completed in the period."""
    parts = [Part(ONLINE, amount=LessonDone.minutes.expression)]
    sums = add_up(session, scope.rows(LessonDone, LessonDone.at, parts), parts, scope.axes)
    return {ONLINE: measured.of(sums, ONLINE, measured.hours)}
