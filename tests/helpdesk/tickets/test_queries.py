"""What travels with a question, and which commune somebody means."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from classcode.people.models import Person
from helpdesk.tickets.queries.attempts import last_attempt
from helpdesk.tickets.queries.communes import communes_meant
from tests.make import Make
from tracking import rules as record
from tracking import vocabulary
from tracking.statements import Event, Result
from tracking.vocabulary import Thing, Verb

MODULE, UNIT = "creative-programming", "loops-and-events"
MONDAY = datetime(2026, 11, 9, 10, 0, tzinfo=UTC)


def did(session: Session, who: Person, verb: Verb, thing: Thing, **more: object) -> None:
    minutes = more.pop("after", 0)
    at = MONDAY + timedelta(minutes=float(minutes))  # type: ignore[arg-type]
    event = Event(
        act_id=uuid4(),
        person_id=who.id,
        verb=verb,
        object=thing,
        at=at,
        module=MODULE,
        result=Result(**more),  # type: ignore[arg-type]
    )
    record.record(session, event)


def test_without_an_attempt_nothing_travels_and_nothing_is_written(session: Session, ada: Person) -> None:
    assert last_attempt(session, ada.id, MODULE, UNIT) is None
    assert not session.new and not session.dirty


def test_the_newest_attempt_travels_with_its_score_and_closed_answers(session: Session, ada: Person) -> None:
    quiz = vocabulary.activity(MODULE, UNIT, "loops-check")
    first, second = (vocabulary.question(quiz, name, "choice") for name in ("q1", "q2"))
    did(session, ada, Verb.PASSED, quiz, scaled=1.0)
    did(session, ada, Verb.ANSWERED, first, response="a[,]c", success=True, after=5)
    did(session, ada, Verb.ANSWERED, second, response="b", success=False, after=5)
    did(session, ada, Verb.FAILED, quiz, scaled=0.5, after=5)
    did(session, ada, Verb.ANSWERED, second, response="a", success=True, after=9)
    assert last_attempt(session, ada.id, MODULE, UNIT) == {
        "activity": "loops-check",
        "program": False,
        "passed": False,
        "scaled": 0.5,
        "at": "2026-11-09T10:05:00+00:00",
        "answers": [
            {"question": "q1", "right": True, "chosen": ["a", "c"]},
            {"question": "q2", "right": False, "chosen": ["b"]},
        ],
    }


def test_a_programming_exercise_travels_as_what_it_is(session: Session, ada: Person) -> None:
    maze = vocabulary.activity(MODULE, UNIT, "two-corridors")
    did(session, ada, Verb.PASSED, vocabulary.activity(MODULE, UNIT, "loops-check"), scaled=1.0)
    did(session, ada, Verb.ATTEMPTED, vocabulary.simulation(maze), scaled=0.5, after=5)
    did(session, ada, Verb.FAILED, maze, scaled=0.5, after=5)
    told = last_attempt(session, ada.id, MODULE, UNIT)
    assert told is not None
    assert (told["activity"], told["program"], told["answers"]) == ("two-corridors", True, [])


def test_a_programs_try_of_somebody_else_makes_no_exercise_of_a_quiz(
    session: Session, ada: Person, bruno: Person
) -> None:
    quiz = vocabulary.activity(MODULE, UNIT, "loops-check")
    did(session, bruno, Verb.ATTEMPTED, vocabulary.simulation(quiz), scaled=0.5)
    did(session, ada, Verb.FAILED, quiz, scaled=0.5)
    told = last_attempt(session, ada.id, MODULE, UNIT)
    assert told is not None
    assert told["program"] is False


def test_what_an_earlier_attempt_drew_does_not_travel_with_a_later_one(session: Session, ada: Person) -> None:
    quiz = vocabulary.activity(MODULE, UNIT, "loops-check")
    for number, name in ((1, "q1"), (2, "q2")):
        asked, attempt = vocabulary.question(quiz, name, "choice"), {"attempt": number}
        did(session, ada, Verb.ANSWERED, asked, response="a", success=False, after=number, extensions=attempt)
        did(session, ada, Verb.FAILED, quiz, scaled=0.0, after=number, extensions=attempt)
    told = last_attempt(session, ada.id, MODULE, UNIT)
    assert told is not None
    assert [one["question"] for one in told["answers"]] == ["q2"]


def test_attempts_of_others_and_on_other_units_stay_home(
    session: Session, ada: Person, bruno: Person
) -> None:
    did(session, bruno, Verb.PASSED, vocabulary.activity(MODULE, UNIT, "loops-check"), scaled=1.0)
    did(session, ada, Verb.PASSED, vocabulary.activity(MODULE, "loops", "loops-check"), scaled=1.0)
    assert last_attempt(session, ada.id, MODULE, UNIT) is None


@pytest.mark.parametrize(
    "text", ["Rennes", "rennes", "35000", "35000 Rennes", "Rennes (35000)", "RENNES 35200"]
)
def test_a_clear_name_or_postcode_is_one_commune(session: Session, make: Make, text: str) -> None:
    assert [commune.code for commune in communes_meant(session, text)] == ["FR-35238"]


def test_a_beginning_that_several_share_offers_them_all(session: Session, make: Make) -> None:
    assert {one.name for one in communes_meant(session, "saint")} == {"Saint-Malo", "Saint-Denis"}


@pytest.mark.parametrize("text", ["", "Atlantis", "99999", "75001 Rennes"])
def test_what_nobody_knows_is_no_commune(session: Session, make: Make, text: str) -> None:
    assert communes_meant(session, text) == []
