"""The pure pieces: days, identifiers, files, answers."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest

from classcode.demonstration import reading
from classcode.demonstration.answering import answer_to
from classcode.demonstration.days import arrivals, evening_after, meeting_day
from classcode.demonstration.ids import drawn_from
from modules.activities.kinds import grade
from modules.catalog import Module, read_modules
from tests.modules.questions.samples import EVERY

ROOT = Path(__file__).parents[3]
TODAY = date(2026, 7, 14)


@pytest.fixture(scope="module")
def course() -> Module:
    modules, _problems = read_modules(ROOT / "content")
    return next(module for module in modules if module.slug == "creative-programming")


def test_people_arrive_before_today_and_also_lately_in_summer() -> None:
    days = arrivals(Random(1), TODAY, 400)

    assert days == sorted(days)
    assert max(days) < datetime(2026, 7, 14, tzinfo=UTC)
    assert sum(day.date() > date(2026, 6, 14) for day in days) > 20


def test_an_evening_after_is_never_before_now() -> None:
    now = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)

    assert all(evening_after(Random(seed), now, 0, 2) > now for seed in range(50))


def test_meetings_are_never_on_sunday_monday_or_friday() -> None:
    now = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
    days = [meeting_day(Random(seed), now)[0].weekday() for seed in range(100)]

    assert set(Counter(days)) <= {1, 2, 3, 5}


def test_ids_repeat_within_a_seed_and_are_random_again_afterwards() -> None:
    drawn = []
    for _ in range(2):
        with drawn_from(Random(3)):
            drawn.append(uuid.uuid4())

    assert drawn[0] == drawn[1]
    assert drawn[0].version == 4
    assert uuid.uuid4() != uuid.uuid4()


def test_each_conversation_is_about_a_unit_that_exists(course: Module) -> None:
    units = {unit.id for unit in course.units}

    assert {one.unit for one in reading.scripts()} <= units
    assert all(bool(one.again) == bool(one.answers_again) for one in reading.scripts())


def test_a_meeting_can_be_asked_for_in_each_language() -> None:
    assert {one.lang for one in reading.scripts() if one.kind == "meeting"} == {"fr", "en", "nl"}


def test_a_right_answer_is_right_and_a_wrong_one_wrong_for_every_question(course: Module) -> None:
    questions = [one for activity in course.activities for one in activity.questions]
    every_kind = [sample.question for sample in EVERY]

    for seed in range(5):
        for question in (*questions, *every_kind):
            right, wrong = (
                grade(question, answer_to(Random(seed), question, right=one)) for one in (True, False)
            )
            assert (right.correct, wrong.correct) in {(True, False), (None, None)}


@pytest.mark.parametrize(
    ("commune", "told"),
    [
        ("Rennes", "près de Rennes"),
        ("Albi", "près d'Albi"),
        ("Le Hinglé", "près du Hinglé"),
        ("Les Arcs", "près des Arcs"),
    ],
)
def test_a_commune_is_told_as_french_has_it(commune: str, told: str) -> None:
    assert reading.near("près de {commune}", commune) == told
