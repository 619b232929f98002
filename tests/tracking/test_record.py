"""Writing the record: one statement per act, its exact text, what it enqueues, and what voiding undoes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.queues import Job
from tests.conftest import INFO
from tests.make import Make
from tracking import queries, vocabulary
from tracking.models import LearnerFact, Milestone, Pseudonym, Statement
from tracking.rules import COMPLETION, actor_of, note_fact, record, void
from tracking.statements import NAMESPACE, Event, Result, duration, statement_id
from tracking.vocabulary import Verb

IRI_BASE = INFO["iri_base"]
NOON = datetime(2026, 3, 2, 11, 0, 0, 123_456, tzinfo=UTC)
SLUG = "creative-programming"
Maker = Callable[[], UUID]


@pytest.fixture
def person(make: Make) -> Maker:
    return lambda: make.person().id


def done(person_id: UUID, unit: str = "u1", **more: Any) -> Event:
    values: dict[str, Any] = {
        "act_id": uuid4(),
        "person_id": person_id,
        "verb": Verb.COMPLETED,
        "object": vocabulary.unit(SLUG, unit),
        "at": NOON,
        "module": SLUG,
        "result": Result(minutes=75),
    }
    return Event(**(values | more))


def stored(session: Session, identity: UUID) -> dict[str, Any]:
    text = session.scalars(select(Statement.body).where(Statement.id == identity)).one()
    statement: dict[str, Any] = orjson.loads(text)
    return statement


def count(session: Session, table: Any) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_the_same_event_told_twice_is_one_statement_with_one_id(session: Session, person: Maker) -> None:
    event = done(person())
    assert record(session, event) == record(session, event) == statement_id(event)
    assert count(session, Statement) == 1


def test_two_acts_on_the_same_unit_are_two_statements(session: Session, person: Maker) -> None:
    learner = person()
    assert record(session, done(learner)) != record(session, done(learner))


def test_a_statement_names_its_actor_by_a_random_uuid_and_never_by_the_person(
    session: Session, person: Maker
) -> None:
    learner = person()
    statement = stored(session, record(session, done(learner)))
    pseudonym = session.scalars(select(Pseudonym.actor)).one()
    assert statement["actor"]["account"] == {"homePage": IRI_BASE, "name": str(pseudonym)}
    assert str(learner) not in orjson.dumps(statement).decode()


def test_a_statement_says_verb_object_duration_and_times_as_the_specification_asks(
    session: Session, person: Maker
) -> None:
    with clock.at(NOON + timedelta(hours=1)):
        statement = stored(session, record(session, done(person())))
    assert statement["verb"]["id"] == "http://adlnet.gov/expapi/verbs/completed"
    assert statement["object"]["id"] == f"{IRI_BASE}/modules/{SLUG}/u1"
    assert statement["result"]["duration"] == "PT1H15M"
    assert statement["timestamp"] == "2026-03-02T11:00:00.123Z"
    assert statement["stored"] == "2026-03-02T12:00:00.123Z"
    assert statement["version"] == "1.0.3"


def test_the_columns_beside_a_statement_are_those_we_search_by(session: Session, person: Maker) -> None:
    record(session, done(person()))
    row = session.scalars(select(Statement)).one()
    assert (row.verb, row.object_path, row.object_kind) == ("completed", f"modules/{SLUG}/u1", "lesson")
    assert (row.module, row.minutes, row.timestamp, row.voided) == (SLUG, 75, NOON, False)


def test_an_instructor_appears_under_her_own_pseudonym(session: Session, person: Maker) -> None:
    learner, helper = person(), person()
    statement = stored(session, record(session, done(learner, instructor_id=helper)))
    assert statement["context"]["instructor"]["account"]["name"] == str(actor_of(session, helper))


def test_whole_minutes_are_written_as_iso_durations() -> None:
    assert [duration(minutes) for minutes in (0, 5, 60, 135)] == ["PT0M", "PT5M", "PT1H", "PT2H15M"]


def test_what_may_complete_a_module_asks_for_another_look_at_its_rule(
    session: Session, person: Maker
) -> None:
    learner = person()
    record(session, done(learner))
    job = session.scalars(select(Job)).one()
    assert (job.topic, job.subject) == (COMPLETION, f"{learner}:{SLUG}")


def test_completing_the_module_itself_asks_for_nothing_more(session: Session, person: Maker) -> None:
    record(session, done(person(), object=vocabulary.module(SLUG)))
    assert count(session, Job) == 0


def test_a_voided_statement_stays_in_the_log_and_a_voiding_one_follows_it(
    session: Session, person: Maker
) -> None:
    learner = person()
    identity = record(session, done(learner))
    void(session, identity, learner)
    rows = session.scalars(select(Statement).order_by(Statement.seq)).all()
    assert [(row.verb, row.voided) for row in rows] == [("completed", True), ("voided", False)]
    voiding = orjson.loads(rows[1].body)
    assert voiding["object"] == {"objectType": "StatementRef", "id": str(identity)}
    assert UUID(voiding["id"]).version == 5 and NAMESPACE.version == 5


def test_voiding_twice_writes_one_voiding_statement(session: Session, person: Maker) -> None:
    learner = person()
    identity = record(session, done(learner))
    void(session, identity, learner)
    void(session, identity, learner)
    assert count(session, Statement) == 2


def test_a_voiding_statement_cannot_be_voided(session: Session, person: Maker) -> None:
    learner = person()
    void(session, record(session, done(learner)), learner)
    voiding = session.scalars(select(Statement.id).where(Statement.verb == Verb.VOIDED)).one()
    void(session, voiding, learner)
    assert count(session, Statement) == 2


def test_voiding_an_unknown_statement_writes_nothing(session: Session, person: Maker) -> None:
    void(session, uuid4(), person())
    assert count(session, Statement) == 0


def test_voiding_takes_its_milestones_back(session: Session, person: Maker) -> None:
    learner = person()
    joined = record(session, done(learner, verb=Verb.REGISTERED, object=vocabulary.module(SLUG), result=None))
    assert count(session, Milestone) == 2
    void(session, joined, learner)
    assert count(session, Milestone) == 0


def test_a_voided_unit_no_longer_counts_in_the_module(session: Session, person: Maker) -> None:
    learner = person()
    kept, undone = record(session, done(learner, "u1")), record(session, done(learner, "u2"))
    void(session, undone, learner)
    seen = queries.module_record(session, learner, SLUG)
    assert kept != undone and seen.completed == {f"modules/{SLUG}/u1"} and seen.minutes_online == 75


def test_a_unit_done_again_counts_its_minutes_once_as_last_declared(session: Session, person: Maker) -> None:
    learner = person()
    record(session, done(learner, result=Result(minutes=10)))
    record(session, done(learner, result=Result(minutes=20), at=NOON + timedelta(days=1)))
    assert queries.module_record(session, learner, SLUG).minutes_online == 20


def test_a_fact_told_again_unchanged_writes_nothing_and_a_changed_one_is_a_new_row(
    session: Session, person: Maker
) -> None:
    learner = person()
    for hours, value in ((0, "FR-BRE"), (1, "FR-BRE"), (2, "FR-NAQ"), (3, None)):
        with clock.at(NOON + timedelta(hours=hours)):
            note_fact(session, learner, "region", value)
    facts = session.execute(select(LearnerFact.value).order_by(LearnerFact.since)).scalars().all()
    assert facts == ["FR-BRE", "FR-NAQ", None]
