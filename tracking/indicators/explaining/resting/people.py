"""Behind the people at a milestone, and the enrolments: the statements by which each was reached."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Select, and_, or_, true
from sqlalchemy.orm import Session

from classcode.i18n import N_
from tracking.indicators.explaining.resting.rows import (
    ENGAGED,
    Behind,
    behind,
    in_module,
    rows_of,
    said_by,
    under_every_name,
)
from tracking.indicators.query import people
from tracking.indicators.query.scope import Scope
from tracking.models import Milestone, Statement
from tracking.standing import FRONT_DOOR, Reached
from tracking.vocabulary import Kind, Verb

ROWS: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        people.MILESTONES,
        N_(
            "Milestones: one row for each person and kind, at her first time, in the module chosen or anywhere. "
            "Counted by the day of the milestone."
        ),
    ),
    people.ENROLMENTS: N_(
        "Milestones of joining: one row for each person and module. Counted by the day of the milestone."
    ),
}


def statements(_session: Session, scope: Scope, id_: str) -> list[Behind]:
    """Return the statements by which the people counted reached it; of participation, all those until then."""
    of = under_every_name(_reached(scope, id_))
    kind = Reached.REGISTERED if id_ == people.ENROLMENTS else Reached(id_)
    return [behind(of, said_by(of), in_module(of), *_told(of, kind))]


def _reached(scope: Scope, id_: str) -> Select[Any]:
    rows = rows_of(Milestone.actor.label("person"), Milestone.module, Milestone.at)
    if id_ == people.ENROLMENTS:
        of = (Milestone.kind == Reached.REGISTERED, Milestone.module != "", scope.of_module(Milestone.module))
    else:
        left = ~people.trained(scope) if id_ == Reached.INITIATED else true()
        of = (Milestone.kind == id_, Milestone.module == (scope.asked.module or ""), left)
    return scope.with_person(rows.where(scope.within(Milestone.at), *of), Milestone.profile_id)


def _told(of: FromClause, kind: Reached) -> tuple[ColumnElement[bool], ...]:
    """Return which of a person's statements reach a milestone; see `standing`."""
    met = Statement.verb == Verb.ATTENDED
    if kind is Reached.PARTICIPATING:
        return Statement.timestamp <= of.c.at, or_(ENGAGED, met)
    return Statement.timestamp == of.c.at, _REACHING[kind]


_REACHING: Final[Mapping[Reached, ColumnElement[bool]]] = {
    Reached.REGISTERED: Statement.verb == Verb.REGISTERED,
    Reached.STARTED: Statement.verb == Verb.INITIALIZED,
    Reached.ENGAGED: ENGAGED,
    Reached.INITIATED: or_(and_(ENGAGED, Statement.module == FRONT_DOOR), Statement.verb == Verb.ATTENDED),
    Reached.TRAINED: and_(Statement.verb == Verb.COMPLETED, Statement.object_kind == Kind.COURSE),
    Reached.CERTIFIED: Statement.verb == Verb.EARNED,
}
