"""The quizzes of a page, each as one reader finds it: what her attempt asks, and what she answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from modules import drawn
from modules.activities.asking import asked
from modules.catalog import Activity, Module, Unit
from modules.drawn import DrawnQuiz
from modules.queries import LastAnswer, last_answers
from modules.quizpage.quiz import Sitting, kept_view, quiz_view

Quizzes = dict[str, DrawnQuiz]
"""Drawn quizzes by activity id."""


def for_nobody(unit: Unit, lang: str) -> Quizzes:
    """Return a page's quizzes as they look to who cannot answer."""
    views = {one.id: quiz_view(one, Sitting(asked(one, None, 1)), lang) for one in unit.activities}
    return {name: DrawnQuiz(view, drawn.draw(view, closed=True)) for name, view in views.items()}


@dataclass(frozen=True, slots=True)
class Desk:
    """A learner at a page: the module, the unit, who she is, and the language she reads."""

    module: Module
    unit: Unit
    person_id: UUID
    lang: str


def for_learner(session: Session, desk: Desk, again: str | None = None) -> Quizzes:
    """Return a page's quizzes with what she answered; `again` names the one that she begins anew."""
    if not desk.unit.activities:
        return {}
    last = last_answers(session, desk.person_id, desk.module.slug, desk.unit.id)
    place = (desk.module.slug, desk.module.revision)
    return {
        one.id: drawn.quiz(place, one, desk.lang, _sitting(desk, one, last.get(one.id), anew=one.id == again))
        for one in desk.unit.activities
    }


def with_refused(
    session: Session, desk: Desk, activity: Activity, chosen: Mapping[str, Sequence[str]]
) -> Quizzes:
    """Return a page's quizzes, one of them with answers that were refused still in their fields."""
    quizzes = for_learner(session, desk, activity.id)
    last = last_answers(session, desk.person_id, desk.module.slug, desk.unit.id).get(activity.id)
    view = kept_view(activity, _sitting(desk, activity, last, anew=True), chosen, desk.lang)
    return quizzes | {activity.id: DrawnQuiz(view, drawn.draw(view))}


def with_levels(
    session: Session, desk: Desk, activity: Activity, chosen: Mapping[str, Sequence[str]]
) -> Quizzes:
    """Return a page's quizzes, one of them with levels that were refused beside the answers they are for."""
    quizzes = for_learner(session, desk)
    last = last_answers(session, desk.person_id, desk.module.slug, desk.unit.id).get(activity.id)
    if last is None:
        return quizzes
    answers = {name: [*given[:1], *chosen.get(name, ())] for name, given in last.answers.items()}
    own = {one.id for one in activity.questions if one.rubric}
    kept = replace(last, answers=last.answers | {name: answers[name] for name in own & set(answers)})
    view = quiz_view(activity, _sitting(desk, activity, kept, anew=False), desk.lang)
    return quizzes | {activity.id: DrawnQuiz(view, drawn.draw(view))}


def _sitting(desk: Desk, activity: Activity, last: LastAnswer | None, *, anew: bool) -> Sitting:
    """Return a learner's sitting: her last attempt, or a new one where the quiz draws its questions."""
    used = last.used if last else 0
    another = anew and activity.draws is not None and (activity.attempts is None or used < activity.attempts)
    if last is None or another:
        return Sitting(asked(activity, desk.person_id, used + 1), last, used, fresh=True)
    ids = set(last.answers) if activity.draws is not None else None
    return Sitting(asked(activity, desk.person_id, last.number, ids), last, used)
