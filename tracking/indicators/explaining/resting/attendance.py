"""Behind who came to meetings and who did not: attendances, absences, and what was said afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, true
from sqlalchemy.orm import Session

from classcode.i18n import N_
from tracking.indicators.explaining.resting.rows import Behind, behind, rows_of, said_by, under_every_name
from tracking.indicators.query import attendance
from tracking.indicators.query.scope import Scope
from tracking.models import Statement
from tracking.projections.learners import MEETING_SURVEY
from tracking.projections.models import Opinion, Presence
from tracking.vocabulary import Kind, Verb

SAID: Final = attendance.SATISFACTION
ASKED: Final = f"{SAID}-response"
_PRESENCES: Final = N_(
    "Presences: one row for each person and meeting (attended, absent or excused). Counted by the day of the "
    "meeting and by who the person was."
)
_WITH_OPINIONS: Final = N_(
    "Presences of who attended, each with what that person said last of that meeting. Counted by the day of the "
    "meeting."
)
COUNTED: Final[Mapping[str, tuple[str, ...]]] = {
    "met": attendance.STATUSES["attended"],
    "attended": attendance.STATUSES["attended"],
    "hours-in-person": attendance.STATUSES["attended"],
    "absent": attendance.STATUSES["absent"],
    "attendance-rate": attendance.STATUSES["expected"],
    "no-show-rate": attendance.STATUSES["expected"],
    SAID: attendance.STATUSES["attended"],
    ASKED: attendance.STATUSES["attended"],
}
"""By indicator: the statuses of the presences that it counts, of a rate those below the line."""
ROWS: Final[Mapping[str, str]] = {
    id_: _WITH_OPINIONS if id_ in {SAID, ASKED} else _PRESENCES for id_ in COUNTED
}


def statements(_session: Session, scope: Scope, id_: str) -> list[Behind]:
    """Return the attendances and absences counted and, for satisfaction, the opinions."""
    of = under_every_name(_rows(scope, id_))
    verb = case((of.c.status == "attended", Verb.ATTENDED.value), else_=Verb.ABSENT.value)
    there = and_(Statement.object_path == of.c.meeting, Statement.object_kind == Kind.MEETING)
    found = [behind(of, said_by(of), there, Statement.verb == verb)]
    if id_ in {SAID, ASKED}:
        about = Statement.object_path == of.c.meeting + MEETING_SURVEY
        found.append(behind(of, said_by(of, Verb.ANSWERED), about, Statement.timestamp == of.c.said_at))
    return found


def _rows(scope: Scope, id_: str) -> Select[Any]:
    about = and_(Opinion.path == Presence.meeting, Opinion.actor == Presence.actor)
    said: ColumnElement[bool] = Opinion.path.is_not(None) if id_ == SAID else true()
    rows = (
        rows_of(
            Presence.actor.label("person"), Presence.meeting, Presence.status, Opinion.at.label("said_at")
        )
        .outerjoin(Opinion, about)
        .where(scope.within(Presence.at), scope.of_module(Presence.module))
        .where(Presence.status.in_(COUNTED[id_]), said)
    )
    return scope.with_person(rows, Presence.profile_id)
