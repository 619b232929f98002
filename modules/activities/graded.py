"""What grading answers: for one question, and for an activity as a whole. Nothing here decides; kinds do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from classcode.errors import Invalid
from classcode.i18n import N_
from modules.catalog.definitions import Activity, Option, Question, QuestionKind, Reveal, Texts

NOT_SCORED = frozenset({QuestionKind.LIKERT, QuestionKind.OPEN})
"""Kinds that nobody gets right or wrong."""


class NotAnAnswer(Invalid):
    """What was posted cannot answer this question; nothing was graded and nothing is lost."""


class Wrong(StrEnum):
    """Why a piece is not where it should be; NOT says that nothing is wrong with it, or no more than "wrong"."""

    NOT = ""
    PLACE = "place"
    INDENT = "indent"
    EXTRA = "extra"


@dataclass(frozen=True)
class Part:
    """One thing that a learner put: what (`id`), where or which (`value`), and whether that is right.

    Choices: an option's id, twice. A field: "" or the gap's id, and what was typed or chosen. Matching: left and
    right. Ordering and Parsons: the piece and its place from 1, with its indent. Open: "" and the text, then each
    criterion and its level. `right` is None where nothing is right or wrong.
    """

    id: str
    value: str
    right: bool | None = None
    feedback: Texts = field(default_factory=dict)
    fault: Wrong = Wrong.NOT
    indent: int = 0


@dataclass(frozen=True)
class Graded:
    """One answer, graded: `response` is its xAPI form, None where it has words of the learner's own.

    `correct` is None where nothing is right or wrong. To be shown only to who answered; `solution` and `missed` are the
    key, to be shown only where `reveals` says so.
    """

    question_id: str
    correct: bool | None
    response: str | None
    chosen: tuple[Option, ...] = ()
    missed: tuple[Option, ...] = ()
    parts: tuple[Part, ...] = ()
    solution: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Score:
    """An activity's result: `right` of `total` questions that can be right; `passed` is None for practice."""

    right: int
    total: int
    passed: bool | None

    @property
    def scaled(self) -> float:
        """The share of right answers from 0 to 1, four decimals, as xAPI's score.scaled."""
        return round(self.right / self.total, 4) if self.total else 0.0


def score(activity: Activity, answers: Sequence[Graded], asked: Sequence[Question] | None = None) -> Score:
    """Return the result of an activity; raises `NotAnAnswer` unless every question that was asked is answered, once.

    Without `asked` all questions are meant; in a survey any may be left out.
    """
    expected = [question.id for question in (activity.questions if asked is None else asked)]
    answered = [answer.question_id for answer in answers]
    for question_id in expected:
        if answered.count(question_id) != 1 and not (activity.survey and question_id not in answered):
            raise NotAnAnswer(question_id, N_("Please answer this question."))
    if set(answered) - set(expected):
        raise NotAnAnswer(activity.id, N_("These answers belong to another activity."))
    judged = [answer.correct for answer in answers if answer.correct is not None]
    return Score(sum(judged), len(judged), _passed(sum(judged), len(judged), activity.pass_mark))


def _passed(right: int, total: int, pass_mark: float | None) -> bool | None:
    # Authors write two decimals: 0.67 means two out of three, which is 0.6667.
    return None if pass_mark is None or not total else round(right / total, 2) >= round(pass_mark, 2)


def attempts_left(activity: Activity, used: int) -> int | None:
    """Return how many attempts are left after so many; None where there is no end to them."""
    return None if activity.attempts is None else max(activity.attempts - used, 0)


def reveals(activity: Activity, *, right: bool | None, passed: bool, left: int | None = None) -> bool:
    """Tell whether the key of an answered question may be told: by the author's choice, and what has been reached.

    Attempts used up count as the end: nobody is left to guess for ever.
    """
    if activity.reveal is Reveal.NEVER:
        return False
    return activity.reveal is Reveal.ANSWERED or bool(right) or passed or left == 0
