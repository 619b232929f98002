"""Behind who helped: answers to questions, and the attendances of meetings, which name who led them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import FromClause, Select, and_
from sqlalchemy.orm import Session

from classcode.i18n import N_
from tracking.indicators.explaining.resting.rows import (
    Behind,
    behind,
    in_module,
    rows_of,
    said_by,
    under_every_name,
)
from tracking.indicators.query import facilitators
from tracking.indicators.query.scope import Scope
from tracking.models import Milestone, Statement
from tracking.projections.models import MeetingCount, QuestionCount
from tracking.standing import Reached
from tracking.vocabulary import Kind, Verb

ROWS: Final[Mapping[str, str]] = {
    facilitators.ACTIVE: N_(
        "Questions to the desk by the day of their first answer, and meetings by the day on which they were held: "
        "each facilitator named in them, once. A meeting still counts when everybody who attended it was erased: "
        "then no statement is left behind it."
    ),
    facilitators.BECAME: N_(
        "The first answer to a question, or the first meeting led, of each facilitator who had joined a module "
        "before: by the day of that first time."
    ),
}


def statements(_session: Session, scope: Scope, id_: str) -> list[Behind]:
    """Return the answers and attendances that name the facilitators counted; all count for the facilitator."""
    if id_ == facilitators.ACTIVE:
        return [_answered(_answers(scope).subquery()), _led(_meetings(scope).subquery())]
    first = _became(scope)
    of = under_every_name(first)
    joined = (said_by(of, Verb.REGISTERED), in_module(of), Statement.timestamp == of.c.joined_at)
    answered = (said_by(of, Verb.RESPONDED), Statement.timestamp == of.c.at)
    return [behind(of, *joined), behind(of, *answered), _led(_first_meetings(first).subquery())]


def _answered(of: FromClause) -> Behind:
    here = and_(Statement.object_path == of.c.path, Statement.object_kind == Kind.QUESTION)
    return behind(of, here, Statement.verb == Verb.RESPONDED, Statement.timestamp == of.c.at)


def _led(of: FromClause) -> Behind:
    here = and_(Statement.object_path == of.c.path, Statement.object_kind == Kind.MEETING)
    return behind(of, here, Statement.verb == Verb.ATTENDED)


def _answers(scope: Scope) -> Select[Any]:
    at = QuestionCount.answered_at
    rows = rows_of(QuestionCount.answered_by.label("person"), QuestionCount.path, at.label("at")).where(
        scope.within(at), scope.of_module(QuestionCount.module), QuestionCount.answered_by.is_not(None)
    )
    return scope.with_person(rows, QuestionCount.profile_id)


def _meetings(scope: Scope) -> Select[Any]:
    at = MeetingCount.held_at
    rows = (
        rows_of(MeetingCount.led_by.label("person"), MeetingCount.path)
        .select_from(MeetingCount)
        .where(scope.within(at), scope.of_module(MeetingCount.module), MeetingCount.led_by.is_not(None))
    )
    return scope.with_place(rows)


def _became(scope: Scope) -> Select[Any]:
    first = facilitators.first_helps(scope)
    rows = rows_of(
        Milestone.actor.label("person"), Milestone.module, Milestone.at.label("joined_at"), first.c.at
    ).join(first, first.c.actor == Milestone.actor)
    return scope.with_person(
        rows.where(
            Milestone.kind == Reached.REGISTERED,
            Milestone.module == (scope.asked.module or ""),
            Milestone.at < first.c.at,
            scope.within(first.c.at),
        ),
        Milestone.profile_id,
    )


def _first_meetings(became: Select[Any]) -> Select[Any]:
    of = became.subquery()
    first = and_(MeetingCount.led_by == of.c.person, MeetingCount.held_at == of.c.at)
    return rows_of(of.c.person, MeetingCount.path).join(MeetingCount, first)
