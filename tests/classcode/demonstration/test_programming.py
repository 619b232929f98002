"""In the demonstration learners program, some by counting first, and their open answers are read or wait."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.auth import visitors
from classcode.demonstration import programs, reading
from classcode.demonstration.neighbours import person_id_of
from modules.assessing.models import OpenAnswer
from modules.assessing.queries import waiting, written
from modules.catalog import Module, QuestionKind, read_modules
from modules.exercises.models import ProgramDraft, ProgramRun
from modules.exercises.queries import known_of
from modules.models import ActivityAttempt
from modules.programs.exercise import Exercise, judge
from modules.programs.language import check
from modules.rules.assessing import assesses_herself
from tests.classcode.demonstration.conftest import ROOT, TODAY
from tracking.models import Statement

MORNING = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC)
SLUG = "creative-programming"


@pytest.fixture(scope="module")
def course() -> Module:
    modules, _problems = read_modules(Path(ROOT) / "content")
    return next(module for module in modules if module.slug == SLUG)


@pytest.fixture(scope="module")
def exercises(course: Module) -> list[Exercise]:
    return [one for unit in course.units for one in unit.exercises]


def works(tree: object, exercise: Exercise) -> list[bool]:
    """Tell in which worlds a program works, once the exercise has let it through."""
    return [one.run.reached for one in judge(check(tree, exercise.kind, exercise.offer), exercise)]


def test_programs_are_written_for_every_exercise_of_the_course(exercises: list[Exercise]) -> None:
    assert {one.id for one in exercises} == set(reading.toml("programs"))


def test_what_is_right_works_in_every_world_and_what_is_tried_or_half_done_does_not(
    exercises: list[Exercise],
) -> None:
    for exercise in exercises:
        known = programs.written(exercise.id, exercise.kind)
        assert known
        assert all(works(known.right, exercise)), exercise.id
        assert not any(all(works(one, exercise)) for one in (*known.tries, known.half)), exercise.id


def test_who_counts_first_passes_the_first_world_and_fails_the_second(exercises: list[Exercise]) -> None:
    for exercise in (one for one in exercises if one.worlds[1:]):
        known = programs.written(exercise.id, exercise.kind)
        assert known
        assert works(known.tries[0], exercise) == [True, False], exercise.id


def test_some_repair_what_failed_some_see_it_at_once_and_some_leave_a_draft(session: Session) -> None:
    runs = session.execute(
        select(ProgramRun.person_id, ProgramRun.exercise, ProgramRun.passed).order_by(ProgramRun.number)
    ).all()
    said: dict[tuple[object, str], list[bool]] = {}
    for person_id, exercise, passed in runs:
        said.setdefault((person_id, exercise), []).append(passed)
    drafts = {tuple(one) for one in session.execute(select(ProgramDraft.person_id, ProgramDraft.exercise))}

    ways = Counter(tuple(one) for one in said.values())
    assert ways[True,] and ways[False, True] + ways[False, False, True]
    assert drafts > said.keys()
    assert {one.exercise for one in runs} == set(reading.toml("programs"))


def test_runs_of_the_year_are_in_the_record(session: Session) -> None:
    runs = len(session.scalars(select(ProgramRun.id)).all())
    bodies = session.scalars(select(Statement.body)).all()

    assert runs == sum(b"/activities/simulation" in one for one in bodies) > 0


def test_ada_has_repaired_a_program_and_left_another_half_done(session: Session, course: Module) -> None:
    ada = person_id_of(session, "ada")
    stairs = known_of(session, ada, SLUG, "loops-and-events")["two-stairs"]
    square = known_of(session, ada, SLUG, "when-it-breaks")["flat-square"]

    assert stairs.last and stairs.last.passed and stairs.last.number > 1
    assert square.last and not square.last.ever_passed
    assert square.draft.program and square.draft.version


def test_bruno_finds_two_plans_of_his_neighbours_among_the_answers_to_read(session: Session) -> None:
    bruno = visitors.find(session, visitors.open_session(session, person_id_of(session, "bruno")))
    assert bruno
    with clock.at(MORNING):
        found, total = waiting(session, bruno)
    names = {written(session, session.get_one(OpenAnswer, one.id)).name for one in found}

    assert total >= 2
    assert {"Soizic", "Amadou D."} <= names


def test_answers_were_read_with_levels_and_a_sentence_and_others_were_held_against_their_rubric(
    session: Session, course: Module
) -> None:
    read = session.scalars(select(ActivityAttempt).where(ActivityAttempt.readings.is_not(None))).all()
    plans = [one.readings["plan"] for one in read if one.readings]
    herself = {
        one.id for activity in course.activities for one in activity.questions if assesses_herself(one)
    }
    ideas = [
        values
        for attempt in session.scalars(select(ActivityAttempt))
        for name, values in attempt.answers.items()
        if name in herself
    ]

    assert plans and all(one["words"] and len(one["levels"]) == 3 for one in plans)
    assert {len(values) for values in ideas} == {1, 4}


def test_every_open_question_read_by_somebody_has_answers_in_each_language(course: Module) -> None:
    asked = [
        one
        for activity in course.activities
        for one in activity.questions
        if one.kind is QuestionKind.OPEN and one.rubric
    ]
    told = reading.toml("open")["answers"]

    assert all(set(told[one.id]) == {"fr", "en", "nl"} for one in asked)


def test_every_kind_of_question_was_answered(session: Session, course: Module) -> None:
    kinds = {one.id: one.kind for activity in course.activities for one in activity.questions}
    answered = {
        kinds[name]
        for answers in session.scalars(select(ActivityAttempt.answers))
        for name in answers
        if name in kinds
    }

    assert answered == set(kinds.values())
