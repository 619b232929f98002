"""Attempts, pools and surveys: what an attempt asks is what is graded, and what has no right answer does not count."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode.errors import Refused
from classcode.people.models import Person
from modules.activities.asking import asked
from modules.activities.graded import NotAnAnswer, attempts_left, reveals
from modules.catalog import Activity
from modules.catalog.definitions import Reveal
from modules.models import ActivityAttempt
from modules.queries import last_answers
from modules.rules import attempts, learning
from modules.rules.learning import Learner
from tests.modules.questions import samples
from tests.modules.questions.place import here
from tests.modules.questions.samples import SCORED, Sample, kind_of
from tracking.models import Statement

Chosen = dict[str, list[str]]
POOL = Activity(
    "pool",
    {"fr": "Au hasard"},
    True,
    1.0,
    tuple(replace(samples.SINGLE, id=f"q{number}") for number in range(8)),
    draws=3,
    shuffled=True,
)
CHECK = Activity("check", {"fr": "Bilan"}, True, 0.5, (replace(samples.SINGLE, id="q0"),))
MIXED = replace(
    CHECK,
    questions=(*CHECK.questions, replace(samples.LIKERT, id="q1"), replace(samples.OPEN, id="q2")),
)
SURVEY = Activity(
    "survey",
    {"fr": "Avis"},
    False,
    None,
    (replace(samples.LIKERT, id="q0"), replace(samples.OPEN, id="q1", rubric=())),
    survey=True,
)


def post(session: Session, person: Person, activity: Activity, chosen: Chosen) -> ActivityAttempt:
    learner = Learner(person.id, uuid4(), "fr")
    return learning.answer(session, learner, here(activity), activity, chosen=chosen)


def drawn(person: Person, number: int, answer: str = "b") -> Chosen:
    return {question.id: [answer] for question in asked(POOL, person.id, number)}


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(ActivityAttempt)) or 0


def test_what_is_drawn_is_graded_and_kept(session: Session, ada: Person) -> None:
    attempt = post(session, ada, POOL, drawn(ada, 1))
    assert (attempt.score, attempt.passed, set(attempt.hashes)) == (1.0, True, set(drawn(ada, 1)))


def test_the_next_attempt_asks_its_own_questions(session: Session, ada: Person) -> None:
    post(session, ada, POOL, drawn(ada, 1))
    number = next(number for number in range(2, 50) if set(drawn(ada, number)) != set(drawn(ada, number - 1)))
    for earlier in range(2, number):
        post(session, ada, POOL, drawn(ada, earlier))
    with pytest.raises(NotAnAnswer) as refusal:
        post(session, ada, POOL, drawn(ada, number - 1))
    assert refusal.value.field in drawn(ada, number)
    assert post(session, ada, POOL, drawn(ada, number)).number == number


def test_nobody_chooses_from_the_pool_what_to_answer(session: Session, ada: Person) -> None:
    every: Chosen = {question.id: ["b"] for question in POOL.questions}
    with pytest.raises(NotAnAnswer):
        post(session, ada, POOL, every)
    assert count(session) == 0


@pytest.mark.parametrize("sample", SCORED, ids=kind_of)
def test_a_right_answer_is_right_in_whatever_order_it_was_shown(
    session: Session, ada: Person, sample: Sample
) -> None:
    one = replace(CHECK, questions=(sample.question,), shuffled=True)
    for posted, score in ((sample.right, 1.0), (sample.wrong, 0.0)) * 3:
        assert post(session, ada, one, {"q": list(posted)}).score == score


def test_after_the_last_attempt_the_quiz_is_closed(session: Session, ada: Person) -> None:
    twice = replace(CHECK, attempts=2)
    for _attempt in range(2):
        post(session, ada, twice, {"q0": ["a"]})
    with pytest.raises(attempts.NoneLeft):
        post(session, ada, twice, {"q0": ["b"]})
    assert count(session) == 2


def test_another_learner_has_her_own_attempts(session: Session, ada: Person, bruno: Person) -> None:
    once = replace(CHECK, attempts=1)
    post(session, ada, once, {"q0": ["a"]})
    assert post(session, bruno, once, {"q0": ["b"]}).number == 1


def test_scales_and_open_questions_do_not_count(session: Session, ada: Person) -> None:
    attempt = post(session, ada, MIXED, {"q0": ["b"], "q1": ["1"], "q2": ["Voilà."]})
    assert (attempt.score, attempt.passed) == (1.0, True)
    body = session.scalars(select(Statement.body).where(Statement.verb == "passed")).one().decode()
    assert '"raw":1' in body
    assert '"max":1' in body


def test_outside_a_survey_a_scale_is_answered(session: Session, ada: Person) -> None:
    with pytest.raises(NotAnAnswer) as refusal:
        post(session, ada, MIXED, {"q0": ["b"], "q2": ["Voilà."]})
    assert refusal.value.field == "q1"


@pytest.mark.parametrize(
    ("chosen", "kept"), [({"q0": ["2"], "q1": [""]}, ["q0"]), ({"q0": [], "q1": ["Bien."]}, ["q1"])]
)
def test_in_a_survey_any_question_may_be_left_out(
    session: Session, ada: Person, chosen: Chosen, kept: list[str]
) -> None:
    attempt = post(session, ada, SURVEY, chosen)
    assert (list(attempt.answers), attempt.passed) == (kept, None)
    assert session.scalar(select(func.count()).where(Statement.verb == "answered")) == 1


def test_an_empty_survey_is_no_answer(session: Session, ada: Person) -> None:
    with pytest.raises(NotAnAnswer):
        post(session, ada, SURVEY, {"q0": [], "q1": [" "]})
    assert count(session) == 0


def test_a_survey_is_neither_passed_nor_failed(session: Session, ada: Person) -> None:
    post(session, ada, SURVEY, {"q0": ["1"]})
    judged = Statement.verb.in_(["passed", "failed"])
    assert session.scalar(select(func.count()).where(judged)) == 0


def test_the_newest_attempt_says_which_it_is(session: Session, ada: Person) -> None:
    for number in (1, 2):
        attempt = post(session, ada, POOL, drawn(ada, number, "a"))
    last = last_answers(session, ada.id, "small", "page")["pool"]
    assert (last.number, last.used, last.attempt_id) == (2, 2, attempt.id)


def test_a_draw_that_another_tab_has_used_meanwhile_is_refused(
    session: Session, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = iter([0, 1])
    monkeypatch.setattr(attempts, "_used", lambda *_where: next(counted))
    with pytest.raises(Refused):
        post(session, ada, POOL, drawn(ada, 1))


@pytest.mark.parametrize(("limit", "used", "left"), [(None, 9, None), (3, 1, 2), (3, 3, 0), (3, 4, 0)])
def test_attempts_are_counted_down(limit: int | None, used: int, left: int | None) -> None:
    assert attempts_left(replace(CHECK, attempts=limit), used) == left


REVEALED = {
    "not before it is right": (Reveal.RIGHT, False, False, None, False),
    "once it is right": (Reveal.RIGHT, True, False, None, True),
    "once it is passed": (Reveal.RIGHT, False, True, 2, True),
    "once no attempt is left": (Reveal.RIGHT, False, False, 0, True),
    "after any answer": (Reveal.ANSWERED, False, False, None, True),
    "never": (Reveal.NEVER, True, True, 0, False),
}


@pytest.mark.parametrize("name", REVEALED)
def test_the_key_is_told(name: str) -> None:
    how, right, passed, left, told = REVEALED[name]
    assert reveals(replace(CHECK, reveal=how), right=right, passed=passed, left=left) is told
