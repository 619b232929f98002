"""A Monday, somebody whose record opens the door, and short ways to apply and to be let in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person
from helpdesk.availability.weekly import Weekly
from helpdesk.growth.models import FacilitatorPath
from helpdesk.growth.rules import applying, deciding
from helpdesk.growth.rules.applying import Application
from tests.make import Make
from tracking import rules as record
from tracking import vocabulary
from tracking.statements import Event
from tracking.vocabulary import Verb

MONDAY = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
MODULE = "creative-programming"
EVENING = Weekly(1, time(19), time(21))


@pytest.fixture(autouse=True)
def monday() -> Iterator[datetime]:
    """Live each test on the same Monday morning, unless it says otherwise."""
    with clock.at(MONDAY):
        yield MONDAY


def learn(
    session: Session,
    person: Person,
    *,
    days: int = 5,
    meetings: int = 1,
    finished: bool = True,
    helped: int = 1,
) -> None:
    """Let somebody do in the past what the criteria look at; `helped` others find her public answer helpful."""
    quiz = vocabulary.activity(MODULE, "loops", "quiz")
    for day in range(days):
        _deed(session, person, Verb.PASSED, quiz, at=MONDAY - timedelta(days=60 - day))
    for number in range(meetings):
        _deed(
            session,
            person,
            Verb.ATTENDED,
            vocabulary.meeting(uuid4()),
            at=MONDAY - timedelta(days=20 - number),
        )
    answer = vocabulary.public_answer(uuid4())
    for number in range(helped):
        if number == 0:
            _deed(session, person, Verb.SHARED, answer, at=MONDAY - timedelta(days=15))
        reader = Make(session).person(f"reader-{uuid4().hex}")
        _deed(session, reader, Verb.FOUND_HELPFUL, answer, at=MONDAY - timedelta(days=8 - number))
    if finished:
        _deed(session, person, Verb.COMPLETED, vocabulary.module(MODULE), at=MONDAY - timedelta(days=10))


def _deed(session: Session, person: Person, verb: Verb, thing: vocabulary.Thing, *, at: datetime) -> None:
    event = Event(act_id=uuid4(), person_id=person.id, verb=verb, object=thing, at=at, module=MODULE)
    record.record(session, event)


def wish(**changed: Any) -> Application:
    """Return an application for Bretagne, one evening, in French."""
    plain: dict[str, Any] = {
        "region_code": "FR-BRE",
        "languages": ("fr",),
        "slots": (EVENING,),
        "accepted": True,
        "motivation": "I like to explain.",
        "background": "Twenty years of networks.",
    }
    return Application(**(plain | changed))


@pytest.fixture
def denise(make: Make) -> Person:
    """Denise leads Bretagne."""
    return make.lead("denise", "FR-BRE")


@pytest.fixture
def lena(make: Make) -> Person:
    """Lena comes from computing and has no record here."""
    return make.person("lena", commune="FR-35238")


Enter = Callable[..., FacilitatorPath]


@pytest.fixture
def enter(session: Session, denise: Person) -> Enter:
    """Let somebody in: `enter(lena)`, with a mentor: `enter(lena, bruno)`."""

    def entering(who: Person, mentor: Person | None = None) -> FacilitatorPath:
        path = applying.apply(session, who.id, wish())
        deciding.approve(session, path, by=denise.id, mentor_id=mentor.id if mentor else None)
        return path

    return entering
