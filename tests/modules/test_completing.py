"""A module is complete when its rule is met in the record: pages done, a graded quiz passed, a meeting attended."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person
from modules.catalog import Module, read_modules
from modules.rules import learning
from modules.rules.completing import missing, record_if_complete
from modules.rules.learning import Learner, here_of
from tracking import vocabulary
from tracking.models import Milestone, Statement
from tracking.queries import module_record
from tracking.rules import record
from tracking.statements import Event, Result
from tracking.vocabulary import Verb

SLUG = "creative-programming"


@pytest.fixture(scope="module")
def course() -> Module:
    """The shipped module."""
    modules, _problems = read_modules(Path(__file__).parents[2] / "content")
    return next(module for module in modules if module.slug == SLUG)


def read_all(session: Session, person: Person, course: Module) -> None:
    """Mark every required page as done."""
    assert course.rule is not None
    for unit_id in course.rule.required_units:
        learning.mark_done(session, Learner(person.id, uuid4(), "fr"), here_of(course, course.unit(unit_id)))


def pass_one(session: Session, person: Person, course: Module) -> None:
    """Pass one graded quiz."""
    here = here_of(course, course.unit("loops-and-events"))
    activity = here.unit.activities[0]
    chosen = {q.id: [o.id for o in q.options if o.correct] for q in activity.questions}
    learning.answer(session, Learner(person.id, uuid4(), "fr"), here, activity, chosen=chosen)


def meet(session: Session, person: Person) -> None:
    """Attend a meeting of the module."""
    event = Event(
        act_id=uuid4(),
        person_id=person.id,
        verb=Verb.ATTENDED,
        object=vocabulary.meeting(uuid4()),
        at=clock.now(),
        result=Result(minutes=150),
        module=SLUG,
    )
    record(session, event)


STEPS = {
    "pages": read_all,
    "quiz": pass_one,
    "meeting": lambda session, person, _course: meet(session, person),
}


@pytest.mark.parametrize("without", list(STEPS))
def test_each_part_of_the_rule_is_needed(session: Session, ada: Person, course: Module, without: str) -> None:
    for name, step in STEPS.items():
        if name != without:
            step(session, ada, course)
    assert not record_if_complete(session, ada.id, course)


def test_pages_merely_marked_as_done_never_suffice(session: Session, ada: Person, course: Module) -> None:
    read_all(session, ada, course)
    left = missing(course, module_record(session, ada.id, SLUG))
    assert (left.units, left.graded, left.meetings) == ((), True, 1)


def test_when_the_rule_is_met_the_completion_is_recorded_once(
    session: Session, ada: Person, course: Module
) -> None:
    for step in STEPS.values():
        step(session, ada, course)
    assert record_if_complete(session, ada.id, course)
    assert not record_if_complete(session, ada.id, course)
    completed = select(Statement).where(Statement.verb == "completed", Statement.object_kind == "course")
    assert len(session.scalars(completed).all()) == 1


def test_a_completion_tells_minutes_online_and_in_person(
    session: Session, ada: Person, course: Module
) -> None:
    for step in STEPS.values():
        step(session, ada, course)
    record_if_complete(session, ada.id, course)
    known = module_record(session, ada.id, SLUG)
    assert course.rule is not None
    online = sum(unit.minutes for unit in course.units if unit.id in course.rule.required_units)
    assert (known.minutes_online, known.minutes_in_person) == (online, 150)


def test_a_recorded_completion_stays_when_a_page_is_undone(
    session: Session, ada: Person, course: Module
) -> None:
    for step in STEPS.values():
        step(session, ada, course)
    record_if_complete(session, ada.id, course)
    learning.undo_done(session, Learner(ada.id, uuid4(), "fr"), here_of(course, course.unit("welcome")))
    trained = select(Milestone).where(Milestone.kind == "trained", Milestone.module == SLUG)
    assert session.scalars(trained).one()


def test_nobody_becomes_trained_without_joining(session: Session, ada: Person, course: Module) -> None:
    meet(session, ada)
    assert not record_if_complete(session, ada.id, course)
