"""Choice questions are graded on the server, all or nothing, and only real answers are graded."""

from __future__ import annotations

import pytest

from modules.activities.choice import grade
from modules.activities.graded import Graded, NotAnAnswer, Score, score
from modules.activities.kinds import KINDS
from modules.activities.kinds import grade as grade_by_kind
from modules.catalog import Activity, Option, Question, QuestionKind


def question(kind: QuestionKind, right: str, question_id: str = "q") -> Question:
    options = tuple(Option(name, name in right, {"fr": name}, {"fr": f"about {name}"}) for name in "abc")
    return Question(question_id, kind, "0" * 12, {"fr": "?"}, options, {})


SINGLE = question(QuestionKind.SINGLE, "b")
MULTIPLE = question(QuestionKind.MULTIPLE, "ac")


def test_the_right_option_is_correct() -> None:
    assert grade(SINGLE, ["b"]).correct


def test_another_option_is_not_and_the_right_one_is_missed() -> None:
    graded = grade(SINGLE, ["a"])
    assert not graded.correct
    assert [option.id for option in graded.missed] == ["b"]


def test_every_chosen_option_bears_its_feedback() -> None:
    assert [option.feedback["fr"] for option in grade(MULTIPLE, ["b", "a"]).chosen] == ["about a", "about b"]


@pytest.mark.parametrize(
    ("posted", "correct"), [(["a", "c"], True), (["c", "a"], True), (["a"], False), (["a", "b", "c"], False)]
)
def test_multiple_wants_all_that_fit_and_nothing_else(posted: list[str], correct: bool) -> None:
    assert grade(MULTIPLE, posted).correct is correct


def test_the_response_joins_ids_in_the_order_of_the_question() -> None:
    assert grade(MULTIPLE, ["c", "a"]).response == "a[,]c"


@pytest.mark.parametrize("posted", [[], ["d"], ["a", "a"], [""], ["a[,]b"]])
def test_what_is_not_among_the_options_is_refused(posted: list[str]) -> None:
    for asked in (SINGLE, MULTIPLE):
        with pytest.raises(NotAnAnswer):
            grade(asked, posted)


def test_single_takes_exactly_one() -> None:
    with pytest.raises(NotAnAnswer) as refusal:
        grade(SINGLE, ["a", "b"])
    assert refusal.value.field == "q"


def test_every_kind_of_question_has_a_grader() -> None:
    assert set(KINDS) == set(QuestionKind)
    assert grade_by_kind(SINGLE, ["b"]) == grade(SINGLE, ["b"])


def activity(total: int, pass_mark: float | None) -> Activity:
    questions = tuple(question(QuestionKind.SINGLE, "b", f"q{number}") for number in range(total))
    return Activity("check", {"fr": "Check"}, pass_mark is not None, pass_mark, questions)


def answers(right: int, total: int) -> list[Graded]:
    return [Graded(f"q{number}", number < right, "", (), ()) for number in range(total)]


@pytest.mark.parametrize(
    ("right", "total", "pass_mark", "passed"),
    [
        (3, 4, 0.75, True),
        (2, 4, 0.75, False),
        (2, 3, 0.67, True),
        (4, 6, 0.67, True),
        (3, 6, 0.67, False),
        (0, 1, 1, False),
    ],
)
def test_an_activity_is_passed_at_its_mark(right: int, total: int, pass_mark: float, passed: bool) -> None:
    assert score(activity(total, pass_mark), answers(right, total)) == Score(right, total, passed)


def test_practice_is_neither_passed_nor_failed() -> None:
    assert score(activity(2, None), answers(0, 2)).passed is None


def test_the_scaled_score_is_a_share() -> None:
    assert Score(2, 3, True).scaled == 0.6667


def test_an_unanswered_question_refuses_the_whole() -> None:
    with pytest.raises(NotAnAnswer) as refusal:
        score(activity(3, 0.67), answers(2, 2))
    assert refusal.value.field == "q2"


def test_answers_to_other_questions_are_refused() -> None:
    with pytest.raises(NotAnAnswer):
        score(activity(2, None), answers(3, 3))


def test_a_question_counts_once() -> None:
    with pytest.raises(NotAnAnswer):
        score(activity(1, None), answers(1, 1) * 2)
