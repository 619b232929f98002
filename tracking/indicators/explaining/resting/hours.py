"""Behind the declared hours of units: every statement that completed one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy.orm import Session

from classcode.i18n import N_
from tracking.indicators.explaining.resting.rows import Behind, behind, rows_of, said_by, under_every_name
from tracking.indicators.query import hours
from tracking.indicators.query.scope import Scope
from tracking.models import Statement
from tracking.projections.models import LessonDone
from tracking.vocabulary import Kind, Verb

ROWS: Final[Mapping[str, str]] = {
    hours.ONLINE: N_(
        "Units done: one row for each person and unit, with the unit’s declared minutes. Counted by the day of "
        "the first completion."
    )
}


def statements(_session: Session, scope: Scope, _id: str) -> list[Behind]:
    """Return the completions of the units counted, later ones too: the most minutes of all of them count."""
    rows = rows_of(LessonDone.actor.label("person"), LessonDone.path).where(
        scope.within(LessonDone.at), scope.of_module(LessonDone.module)
    )
    of = under_every_name(scope.with_person(rows, LessonDone.profile_id))
    unit = Statement.object_path == of.c.path
    return [behind(of, said_by(of, Verb.COMPLETED), unit, Statement.object_kind == Kind.LESSON)]
