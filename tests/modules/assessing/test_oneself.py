"""A learner holds her own answer against the rubric: the levels join her newest words, and nothing is told of it."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode.errors import NotFound
from classcode.people.models import Person
from modules.activities.graded import NotAnAnswer
from modules.catalog import Activity
from modules.models import ActivityAttempt
from modules.rules import assessing
from modules.rules.learning import Learner
from tests.modules.assessing.opened import ACTIVITY, HERE, OWN, WRITTEN, answered
from tracking.models import Statement

CHOSEN = {"own": ["clear=yes", "short=no"], "lesson": [""]}


def assess(
    session: Session, person: Person, chosen: dict[str, list[str]], activity: Activity = ACTIVITY
) -> ActivityAttempt:
    learner = Learner(person.id, uuid4(), "fr")
    return assessing.assess(session, learner, HERE, activity, chosen=chosen)


def test_the_levels_join_the_words(session: Session, ada: Person) -> None:
    answered(session, ada)
    attempt = assess(session, ada, CHOSEN)
    assert attempt.answers == {**WRITTEN, "own": [WRITTEN["own"][0], "clear=yes", "short=no"]}


def test_she_may_change_her_mind(session: Session, ada: Person) -> None:
    answered(session, ada)
    assess(session, ada, CHOSEN)
    attempt = assess(session, ada, {"own": ["short=yes", "clear=no"]})
    assert attempt.answers["own"] == [WRITTEN["own"][0], "short=yes", "clear=no"]


def test_the_newest_attempt_is_assessed(session: Session, ada: Person) -> None:
    answered(session, ada)
    newest = answered(session, ada)
    assert assess(session, ada, CHOSEN).id == newest.id


def test_no_statement_tells_it(session: Session, ada: Person) -> None:
    answered(session, ada)
    before = session.scalar(select(func.count()).select_from(Statement))
    assess(session, ada, CHOSEN)
    assert session.scalar(select(func.count()).select_from(Statement)) == before


@pytest.mark.parametrize(
    "chosen", [{}, {"own": []}, {"own": ["clear=yes"]}, {"own": ["clear=yes", "short=maybe"]}]
)
def test_a_missing_or_unknown_level_is_refused(
    session: Session, ada: Person, chosen: dict[str, list[str]]
) -> None:
    attempt = answered(session, ada)
    with pytest.raises(NotAnAnswer) as refusal:
        assess(session, ada, chosen)
    assert (refusal.value.field, attempt.answers) == ("own", WRITTEN)


def test_a_question_for_facilitators_is_not_assessed_by_its_learner(session: Session, ada: Person) -> None:
    answered(session, ada)
    with pytest.raises(NotAnAnswer):
        assess(session, ada, {"lesson": ["clear=yes", "short=yes"]})


def test_before_an_answer_there_is_nothing_to_assess(session: Session, ada: Person) -> None:
    with pytest.raises(NotFound):
        assess(session, ada, CHOSEN)


def test_an_edited_question_is_answered_again_first(session: Session, ada: Person) -> None:
    answered(session, ada)
    edited = replace(ACTIVITY, questions=(ACTIVITY.questions[0], replace(OWN, hash="1" * 12)))
    with pytest.raises(assessing.Changed):
        assess(session, ada, CHOSEN, edited)
