"""What learners do becomes progress and statements at once; what they undo is voided, and nothing is done twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid
from classcode.people.models import Person
from modules.catalog import Module, read_modules
from modules.models import ActivityAttempt, UnitProgress
from modules.queries import last_answers, progress
from modules.rules import learning
from modules.rules.learning import Here, Learner, here_of
from tracking.models import Statement

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
SLUG = "creative-programming"


@pytest.fixture(scope="module")
def course() -> Module:
    """The shipped module."""
    modules, _problems = read_modules(Path(__file__).parents[2] / "content")
    return next(module for module in modules if module.slug == SLUG)


@pytest.fixture
def loops(course: Module) -> Here:
    """The unit that has a graded quiz."""
    return here_of(course, course.unit("loops-and-events"))


def acting(person: Person) -> Learner:
    """Return somebody acting with a fresh form."""
    return Learner(person.id, uuid4(), "fr")


def told(session: Session) -> list[str]:
    """Return the log as "verb kind", voided ones struck out."""
    rows = session.execute(
        select(Statement.verb, Statement.object_kind, Statement.voided).order_by(Statement.seq)
    )
    return [f"{'~' if row.voided else ''}{row.verb} {row.object_kind}" for row in rows]


def right(here: Here) -> dict[str, list[str]]:
    """Return the right answers of the unit's quiz."""
    return {q.id: [o.id for o in q.options if o.correct] for q in here.unit.activities[0].questions}


def wrong(here: Here) -> dict[str, list[str]]:
    """Return wrong answers to every question of the unit's quiz."""
    return {q.id: [next(o.id for o in q.options if not o.correct)] for q in here.unit.activities[0].questions}


def test_joining_twice_is_one_enrolment_and_one_statement(
    session: Session, ada: Person, course: Module
) -> None:
    first = learning.join(session, acting(ada), course)
    assert learning.join(session, acting(ada), course).registration == first.registration
    assert told(session) == ["registered course"]


def test_the_first_opening_joins_begins_and_opens(session: Session, ada: Person, loops: Here) -> None:
    learning.open_unit(session, acting(ada), loops)
    assert told(session) == ["registered course", "initialized course", "experienced lesson"]


def test_opening_a_unit_again_the_same_day_is_no_second_statement(
    session: Session, ada: Person, loops: Here
) -> None:
    with clock.at(NOON):
        learning.open_unit(session, acting(ada), loops)
    with clock.at(NOON + timedelta(hours=2)):
        learning.open_unit(session, acting(ada), loops)
    with clock.at(NOON + timedelta(days=1)):
        learning.open_unit(session, acting(ada), loops)
    assert told(session).count("experienced lesson") == 2


def test_marking_a_unit_as_done_counts_its_declared_minutes(
    session: Session, ada: Person, loops: Here
) -> None:
    learning.mark_done(session, acting(ada), loops)
    statement = session.scalars(select(Statement).where(Statement.verb == "completed")).one()
    assert statement.minutes == loops.unit.minutes
    assert '"duration":"PT25M"' in statement.body.decode()


def test_done_can_be_undone_and_done_again(session: Session, ada: Person, loops: Here) -> None:
    learning.mark_done(session, acting(ada), loops)
    learning.undo_done(session, acting(ada), loops)
    assert session.scalars(select(UnitProgress.done_at)).one() is None
    learning.mark_done(session, acting(ada), loops)
    assert told(session)[3:] == ["~completed lesson", "voided statement-ref", "completed lesson"]


def test_undoing_what_was_not_done_changes_nothing(session: Session, ada: Person, loops: Here) -> None:
    learning.undo_done(session, acting(ada), loops)
    assert told(session) == []


def test_a_right_quiz_is_passed_and_each_answer_is_told(session: Session, ada: Person, loops: Here) -> None:
    activity = loops.unit.activities[0]
    attempt = learning.answer(session, acting(ada), loops, activity, chosen=right(loops))
    assert (attempt.score, attempt.passed) == (1.0, True)
    assert told(session)[3:] == ["answered cmi.interaction"] * len(activity.questions) + ["passed assessment"]


def test_a_wrong_quiz_is_failed_and_can_be_tried_again(session: Session, ada: Person, loops: Here) -> None:
    activity = loops.unit.activities[0]
    first = learning.answer(session, acting(ada), loops, activity, chosen=wrong(loops))
    second = learning.answer(session, acting(ada), loops, activity, chosen=right(loops))
    assert (first.number, first.passed, second.number, second.passed) == (1, False, 2, True)
    assert told(session)[-1] == "passed assessment"


def test_a_missing_answer_is_refused_and_nothing_is_written(
    session: Session, ada: Person, loops: Here
) -> None:
    chosen = right(loops)
    chosen.popitem()
    with pytest.raises(Invalid):
        learning.answer(session, acting(ada), loops, loops.unit.activities[0], chosen=chosen)
    assert told(session) == []
    assert session.scalars(select(ActivityAttempt)).all() == []


def test_statements_hold_no_right_answer_and_no_text_of_a_question(
    session: Session, ada: Person, loops: Here
) -> None:
    activity = loops.unit.activities[0]
    learning.answer(session, acting(ada), loops, activity, chosen=wrong(loops))
    everything = b"".join(session.scalars(select(Statement.body))).decode()
    assert "correctResponsesPattern" not in everything
    assert activity.questions[0].text["fr"] not in everything


def test_every_statement_of_a_module_carries_the_enrolments_registration(
    session: Session, ada: Person, loops: Here
) -> None:
    learning.mark_done(session, acting(ada), loops)
    enrolment = learning.join(session, acting(ada), loops.module)
    for payload in session.scalars(select(Statement.body)):
        assert f'"registration":"{enrolment.registration}"' in payload.decode()


def test_progress_tells_what_is_open_and_done(
    session: Session, ada: Person, course: Module, loops: Here
) -> None:
    with clock.at(NOON):
        learning.mark_done(session, acting(ada), loops)
    with clock.at(NOON + timedelta(minutes=5)):
        learning.open_unit(session, acting(ada), here_of(course, course.unit("welcome")))
    known = progress(session, ada.id, SLUG)[SLUG]
    assert (known.done, known.latest) == (frozenset({"loops-and-events"}), "welcome")


def test_passing_once_stays_passed(session: Session, ada: Person, loops: Here) -> None:
    activity = loops.unit.activities[0]
    with clock.at(NOON):
        learning.answer(session, acting(ada), loops, activity, chosen=right(loops))
    with clock.at(NOON + timedelta(hours=1)):
        learning.answer(session, acting(ada), loops, activity, chosen=wrong(loops))
    last = last_answers(session, ada.id, SLUG, loops.unit.id)[activity.id]
    assert (last.passed, last.ever_passed) == (False, True)
