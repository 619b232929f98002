"""A learner's second step with an open question: she holds her own answer against the rubric."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.errors import NotFound, Refused
from classcode.i18n import N_
from modules.activities.graded import NotAnAnswer
from modules.activities.open_answer import all_levels
from modules.assessing.rules import is_read_by_others
from modules.catalog import Activity, Question, QuestionKind
from modules.models import ActivityAttempt
from modules.rules.learning import Here, Learner


class Changed(Refused):
    """The question was edited after it was answered: its rubric may ask for something else."""

    message = N_("This question was updated since you answered it. Please answer it again.")


def assesses_herself(question: Question) -> bool:
    """Tell whether the learner holds her own answer to this question against a rubric."""
    return question.kind is QuestionKind.OPEN and not is_read_by_others(question) and bool(question.rubric)


def assess(
    session: Session, learner: Learner, here: Here, activity: Activity, *, chosen: dict[str, list[str]]
) -> ActivityAttempt:
    """Keep the levels that a learner gives her newest answers; raise `Invalid` where one is missing.

    Raise `NotFound` before she has answered, `Changed` where the question is no longer the same. No statement is made:
    what she thinks of her answer is hers.
    """
    attempt = session.scalar(
        select(ActivityAttempt)
        .where(
            ActivityAttempt.person_id == learner.person_id,
            ActivityAttempt.module == here.module.slug,
            ActivityAttempt.activity == activity.id,
        )
        .order_by(ActivityAttempt.at.desc(), ActivityAttempt.number.desc())
        .limit(1)
        .with_for_update()
    )
    if attempt is None:
        raise NotFound
    answers = {}
    for question in _posted(attempt, activity, chosen):
        levels = all_levels(question, chosen[question.id])
        pairs = [f"{criterion}={level}" for criterion, level in levels.items()]
        answers[question.id] = [attempt.answers[question.id][0], *pairs]
    attempt.answers = {**attempt.answers, **answers}
    return attempt


def _posted(attempt: ActivityAttempt, activity: Activity, chosen: dict[str, list[str]]) -> list[Question]:
    """Return the questions of which levels were posted, each of them answered before."""
    own = [one for one in activity.questions if assesses_herself(one) and attempt.answers.get(one.id)]
    if not own:
        raise NotFound
    posted = [one for one in own if any(chosen.get(one.id, ()))]
    if not posted:
        raise NotAnAnswer(own[0].id, N_("Please choose a level for each line."))
    if any(attempt.hashes.get(one.id) != one.hash for one in posted):
        raise Changed
    return posted
