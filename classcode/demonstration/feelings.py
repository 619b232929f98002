"""What invented learners say in surveys: how able they feel, less before the course than after it.

It is drawn from who they are, and not from the stage's source of chance, so that the lives stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

from classcode.demonstration.answering import answer_to
from classcode.demonstration.stage import Stage
from modules.catalog import Activity, Question, QuestionKind
from modules.rules import learning
from modules.rules.learning import Here, Learner

SAYS_NOTHING: Final = 0.25
"""Share of learners who pass a survey by; a guess, as all that follows."""
LEAVES_OUT: Final = 0.06
"""Share of questions left out by those who answer."""
AT_FIRST: Final = (0.38, 0.18)
"""How able people feel at first, as a place on the scale from 0 to 1: the mean, and how far they differ."""
GAIN: Final = (0.24, 0.12)
"""How much further they are at the end of the course."""
DIFFERS: Final = 0.13
"""How far one question differs from another."""


def say(stage: Stage, act: Callable[[], Learner], here: Here, activity: Activity) -> None:
    """Let somebody answer a survey, or pass it by."""
    learner = act()
    own = Random(f"{learner.person_id}:{activity.id}")  # noqa: S311 - no secret hangs on it
    chosen = {
        question.id: _answer(own, question, felt(learner, here))
        for question in activity.questions
        if own.random() >= LEAVES_OUT
    }
    if chosen and own.random() >= SAYS_NOTHING:
        learning.answer(stage.session, learner, here, activity, chosen=chosen)


def felt(learner: Learner, here: Here) -> float:
    """Return how able somebody feels at this place of the course, about 0 (not at all) to 1 (entirely)."""
    own = Random(f"{learner.person_id}:felt")  # noqa: S311 - no secret hangs on it
    at_first, gain = own.gauss(*AT_FIRST), own.gauss(*GAIN)
    units = [unit.id for unit in here.module.units]
    return at_first + gain * units.index(here.unit.id) / max(len(units) - 1, 1)


def _answer(own: Random, question: Question, able: float) -> list[str]:
    if question.kind is not QuestionKind.LIKERT:
        return answer_to(own, question, right=True)
    last = len(question.options) - 1
    return [question.options[min(max(round(own.gauss(able, DIFFERS) * last), 0), last)].id]
