"""One sitting of a quiz as its page draws it: what is asked, what was answered, what may be told of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from modules.activities.graded import attempts_left, reveals
from modules.catalog import Activity, Question, words
from modules.catalog.definitions import Reveal
from modules.queries import LastAnswer, Reading
from modules.quizpage.fields import question_view
from modules.quizpage.outcome import attempts_left as left_in_words
from modules.quizpage.outcome import is_updated, outcome
from modules.quizpage.telling import Telling, as_posted, result_view
from modules.quizpage.views import QuestionView, QuizView, ResultView


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who sits at a quiz: the questions as shown to her, her last answers, how many attempts she used.

    `fresh` is a new attempt at a quiz that draws its questions: the last answers were to others.
    """

    asked: tuple[Question, ...]
    last: LastAnswer | None = None
    used: int = 0
    fresh: bool = False


def quiz_view(activity: Activity, sitting: Sitting, lang: str) -> QuizView:
    """Return an activity with what its reader may see of her last answers."""
    last = None if sitting.fresh else sitting.last
    results = _results(activity, sitting.asked, last, lang) if last else {}
    left = attempts_left(activity, sitting.used)
    return QuizView(
        id=activity.id,
        title=words(activity.title, lang),
        graded=activity.graded,
        questions=_questions(sitting.asked, results, lang),
        results=results,
        outcome=outcome(activity, sitting.asked, last) if last else None,
        survey=activity.survey,
        left=left_in_words(activity, sitting.used),
        closed=left == 0 or bool(last and activity.draws is not None),
        again=bool(last and activity.draws is not None) and left != 0,
    )


def kept_view(
    activity: Activity, sitting: Sitting, chosen: Mapping[str, Sequence[str]], lang: str
) -> QuizView:
    """Return an activity with refused answers still in their fields and nothing graded."""
    results = {
        question.id: as_posted(question, chosen[question.id])
        for question in sitting.asked
        if question.id in chosen
    }
    return QuizView(
        id=activity.id,
        title=words(activity.title, lang),
        graded=activity.graded,
        questions=_questions(sitting.asked, results, lang),
        results=results,
        outcome=None,
        survey=activity.survey,
        left=left_in_words(activity, sitting.used),
    )


def _questions(
    asked: Sequence[Question], results: Mapping[str, ResultView], lang: str
) -> tuple[QuestionView, ...]:
    return tuple(
        question_view(one, lang, results[one.id].fields if one.id in results else None) for one in asked
    )


def _results(
    activity: Activity, asked: Sequence[Question], last: LastAnswer, lang: str
) -> dict[str, ResultView]:
    """Grade anew, by the questions as the module holds them: those that are asked stand in a mixed order."""
    telling = _telling(activity, last)
    whole = {question.id: question for question in activity.questions}
    told = {
        one.id: ResultView(updated=True)
        if is_updated((one,), last)
        else result_view(whole[one.id], last.answers[one.id], telling, lang)
        for one in asked
        if one.id in last.answers
    }
    return {name: _read(one, last.readings.get(name)) for name, one in told.items()}


def _read(result: ResultView, reading: Reading | None) -> ResultView:
    """Add what a facilitator said of an open answer."""
    if reading is None or result.updated:
        return result
    return replace(result, said_back=reading.words, fields={**result.fields, **reading.levels})


def _telling(activity: Activity, last: LastAnswer) -> Telling:
    """Return how much this quiz tells by now; an answer that cannot be wrong is told about at once."""
    left = attempts_left(activity, last.used)
    passed = last.ever_passed
    return Telling(
        when_right=reveals(activity, right=True, passed=passed, left=left),
        always=reveals(activity, right=False, passed=passed, left=left),
        when_open=activity.reveal is not Reveal.NEVER,
    )
