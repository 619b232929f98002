"""Which attempt comes next, what it asks, and which of the posted answers belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode.errors import Refused
from classcode.i18n import N_
from modules.activities.asking import asked
from modules.activities.graded import NotAnAnswer, attempts_left
from modules.catalog import Activity, Question
from modules.models import ActivityAttempt, Enrolment


class NoneLeft(Refused):
    """The author set a number of attempts, and all of them are used."""

    message = N_("You have used all the attempts at this activity. What you answered is kept.")


def next_number(
    session: Session, person_id: UUID, slug: str, activity: Activity, *, drawn_for: int | None = None
) -> int:
    """Return the number of the attempt to come while other tabs wait; raise `NoneLeft` where there is none.

    Raise `Refused` where the questions were `drawn_for` another attempt.
    """
    session.get(Enrolment, (person_id, slug), with_for_update=True)
    used = _used(session, person_id, slug, activity)
    if attempts_left(activity, used) == 0:
        raise NoneLeft
    if activity.draws is not None and drawn_for not in (None, used + 1):
        raise Refused
    return used + 1


def next_questions(session: Session, person_id: UUID, slug: str, activity: Activity) -> list[Question]:
    """Return what the next attempt asks of somebody, as `questions_of` does."""
    return questions_of(activity, person_id, _used(session, person_id, slug, activity) + 1)


def questions_of(activity: Activity, person_id: UUID, number: int) -> list[Question]:
    """Return what an attempt asks, as the author wrote it: only so can it be graded."""
    drawn = {question.id for question in asked(activity, person_id, number)}
    return [question for question in activity.questions if question.id in drawn]


def given(
    activity: Activity, questions: Sequence[Question], chosen: dict[str, list[str]]
) -> dict[str, list[str]]:
    """Return the answers to what was asked; in a survey whatever was left empty is left out."""
    names = {question.id for question in questions}
    filled = {name for name, values in chosen.items() if any(value.strip() for value in values)}
    if activity.draws is not None and filled - names:
        raise NotAnAnswer(questions[0].id, N_("The questions have changed meanwhile. Please answer these."))
    if not activity.survey:
        return {name: chosen.get(name, []) for name in (question.id for question in questions)}
    if not filled & names:
        raise NotAnAnswer(questions[0].id, N_("Please answer at least one question."))
    return {name: chosen[name] for name in chosen if name in filled & names}


def _used(session: Session, person_id: UUID, slug: str, activity: Activity) -> int:
    mine = (ActivityAttempt.person_id == person_id, ActivityAttempt.module == slug)
    return session.scalar(select(func.count()).where(*mine, ActivityAttempt.activity == activity.id)) or 0
