"""What grading answers: for one question, and for an activity as a whole. Nothing here decides; kinds do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from classcode.errors import Invalid
from classcode.i18n import N_
from modules.catalog.definitions import Activity, Option


class NotAnAnswer(Invalid):
    """What was posted cannot answer this question; nothing was graded and nothing is lost."""


@dataclass(frozen=True)
class Graded:
    """One answer, graded: `response` is its xAPI form; `chosen` bear feedback; `missed` are right and not chosen.

    To be shown only to who answered: `missed` and `chosen` give the key away.
    """

    question_id: str
    correct: bool
    response: str
    chosen: tuple[Option, ...]
    missed: tuple[Option, ...]


@dataclass(frozen=True)
class Score:
    """An activity's result: `right` of `total` questions; `passed` is None for practice."""

    right: int
    total: int
    passed: bool | None

    @property
    def scaled(self) -> float:
        """The share of right answers from 0 to 1, four decimals, as xAPI's score.scaled."""
        return round(self.right / self.total, 4) if self.total else 0.0


def score(activity: Activity, answers: Sequence[Graded]) -> Score:
    """Return the result of an activity; raises `NotAnAnswer` unless every question is answered, once."""
    expected = [question.id for question in activity.questions]
    answered = [answer.question_id for answer in answers]
    for question_id in expected:
        if answered.count(question_id) != 1:
            raise NotAnAnswer(question_id, N_("Please answer this question."))
    if len(answered) != len(expected):
        raise NotAnAnswer(activity.id, N_("These answers belong to another activity."))
    right = sum(answer.correct for answer in answers)
    return Score(right, len(expected), _passed(right, len(expected), activity.pass_mark))


def _passed(right: int, total: int, pass_mark: float | None) -> bool | None:
    # Authors write two decimals: 0.67 means two out of three, which is 0.6667.
    return None if pass_mark is None else round(right / total, 2) >= round(pass_mark, 2)
