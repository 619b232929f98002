"""Behind the figures of the desk: questions, first answers, settlings and opinions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import FromClause, Select, and_, or_
from sqlalchemy.orm import Session

from classcode.i18n import N_
from tracking.indicators.explaining.resting.rows import Behind, behind, rows_of, said_by, under_every_name
from tracking.indicators.query import desk
from tracking.indicators.query.scope import Scope
from tracking.models import Statement
from tracking.projections.models import Opinion, QuestionCount
from tracking.vocabulary import Kind, Verb

SAID: Final = desk.SATISFACTION
ASKED: Final = f"{SAID}-response"
PARTS: Final[Mapping[str, str]] = {
    "questions": "questions",
    desk.ANSWER: desk.ANSWER,
    "answered-in-time": "judged",
    "resolved": desk.SETTLING,
    desk.SETTLING: desk.SETTLING,
    SAID: f"{SAID}/said",
    ASKED: f"{SAID}/asked",
}
"""By indicator: what the query counts of questions, of a rate what is below the line (`desk.parts`)."""
WITH_ANSWERS: Final = frozenset({desk.ANSWER, "answered-in-time", ASKED})
WITH_SETTLINGS: Final = frozenset({"resolved", desk.SETTLING, ASKED})
ROWS: Final[Mapping[str, str]] = {
    id_: N_(
        "Questions to the desk: one row each, with its first answer and its settling, and what its author said "
        "last of the answer. Counted by the day on which it was asked and by who then asked."
    )
    for id_ in PARTS
}


def statements(session: Session, scope: Scope, id_: str) -> list[Behind]:
    """Return the questions counted, and their answers, settlings and opinions; all count for who asked."""
    rows = _rows(session, scope, id_)
    of = under_every_name(rows)
    found = [behind(of, said_by(of, Verb.ASKED), _about(of), Statement.timestamp == of.c.asked_at)]
    if id_ in WITH_ANSWERS:
        found.append(_answers(rows))
    if id_ in WITH_SETTLINGS:
        questions = rows.subquery()
        when = Statement.timestamp == questions.c.resolved_at
        found.append(behind(questions, _about(questions), Statement.verb == Verb.RESOLVED, when))
    if id_ in {SAID, ASKED}:
        found.append(behind(of, said_by(of, Verb.RATED), _about(of), Statement.timestamp == of.c.said_at))
    return found


def _answers(rows: Select[Any]) -> Behind:
    """Return the first answer of each question, and the one that told how long it had waited."""
    of = rows.subquery()
    first = or_(Statement.timestamp == of.c.answered_at, Statement.minutes.is_not(None))
    return behind(of, _about(of), Statement.verb == Verb.RESPONDED, first)


def _about(of: FromClause) -> Any:
    return and_(Statement.object_path == of.c.path, Statement.object_kind == Kind.QUESTION)


def _rows(session: Session, scope: Scope, id_: str) -> Select[Any]:
    parts = {part.what: part.holds for part in desk.parts(scope, session.info["answer_days"])}
    about = and_(Opinion.path == QuestionCount.path, Opinion.actor == QuestionCount.actor)
    told = (QuestionCount.path, QuestionCount.asked_at, QuestionCount.answered_at, QuestionCount.resolved_at)
    rows = (
        rows_of(QuestionCount.actor.label("person"), *told, Opinion.at.label("said_at"))
        .outerjoin(Opinion, about)
        .where(scope.within(QuestionCount.asked_at), scope.of_module(QuestionCount.module))
        .where(parts[PARTS[id_]])
    )
    return scope.with_person(rows, QuestionCount.profile_id)
