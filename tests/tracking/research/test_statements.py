"""Every kind of statement that our features write, as a study gets it; and what is only let through by mistake."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from classcode.people.models import Person
from modules.catalog import Module
from tests.make import Make
from tests.tracking.research.world import World
from tests.tracking.test_emitted import Year
from tracking.models import Statement
from tracking.research.names import Names
from tracking.research.statements import CLOSED, KINDS, VERBS, Said, Study, closed_response
from tracking.xapi.statements import check_statement
from tracking.xapi.versions import Version

BASE = "http://classcode.test"
HOME = f"{BASE}/research/1"
STUDY = Study(Names(b"k" * 32), BASE, HOME)
UUIDS = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
MONDAY = re.compile(r"\d{4}-\d\d-\d\dT00:00:00\.000Z")
PROPERTIES = {
    *("id", "actor", "verb", "object", "result", "context", "timestamp", "stored", "authority", "version"),
}


@pytest.fixture
def lived(
    session: Session, make: Make, ada: Person, bruno: Person, shipped: list[Module]
) -> list[tuple[Statement, dict[str, Any]]]:
    """What Ada and Bruno did in a year, beside what a study gets of it."""
    course = next(module for module in shipped if module.slug == "creative-programming")
    Year(make, ada, bruno, course).live()
    wanted = select(Statement).where(Statement.verb.in_(VERBS), Statement.object_kind.in_(KINDS))
    rows = session.scalars(wanted.order_by(Statement.seq)).all()
    return [(row, given_to_study(row.body, row.actor, row.verb, row.timestamp)) for row in rows]


def given_to_study(body: bytes, actor: UUID, verb: str, at: datetime) -> dict[str, Any]:
    return STUDY.of(orjson.loads(body), actor, Said(verb, at))


def test_each_kind_of_statement_stays_valid(lived: list[tuple[Statement, dict[str, Any]]]) -> None:
    assert len({(row.verb, row.object_kind) for row, _ in lived}) > 15
    for _, given_away in lived:
        check_statement(given_away, Version.V1)
        assert given_away.keys() <= PROPERTIES


def test_no_identifier_of_the_record_is_left(lived: list[tuple[Statement, dict[str, Any]]]) -> None:
    real = {one for row, _ in lived for one in UUIDS.findall(row.body.decode())}
    left = {one for _, given_away in lived for one in UUIDS.findall(orjson.dumps(given_away).decode())}
    assert real and left and not real & left


def test_every_instant_is_a_monday(lived: list[tuple[Statement, dict[str, Any]]]) -> None:
    for _, given_away in lived:
        told = orjson.dumps(given_away).decode()
        assert set(re.findall(r"\d{4}-\d\d-\d\dT[^\"]+", told)) == {given_away["timestamp"]}
        assert MONDAY.fullmatch(given_away["timestamp"])
        assert datetime.fromisoformat(given_away["timestamp"]).weekday() == 0


def test_context_keeps_the_way_up_in_a_course_and_nothing_else(
    lived: list[tuple[Statement, dict[str, Any]]],
) -> None:
    contexts = [one["context"] for _, one in lived if "context" in one]
    assert contexts
    for context in contexts:
        assert context.keys() <= {"contextActivities", "revision"}
        for things in context.get("contextActivities", {}).values():
            assert all(one["id"].startswith(f"{BASE}/modules/") for one in things)


def test_what_a_client_wrote_is_in_no_file(world: World) -> None:
    people = world.learners(5)
    foreign = world.answers(people[0], "a")
    world.answers(people[0], "b", n=2)
    world.session.execute(update(Statement).where(Statement.id == foreign).values(client_id=uuid4()))
    pack = world.pack(world.agreed())
    assert [one["response"] for one in pack.rows("answers")] == ["b"]
    assert len(list(pack.statements())) == 1


TEXT = st.text(max_size=30)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda some: st.lists(some) | st.dictionaries(TEXT, some),
    max_leaves=5,
)


@settings(deadline=None)
@given(TEXT, st.dictionaries(TEXT, JSON, max_size=3), TEXT.filter(lambda kind: kind not in CLOSED))
def test_what_nobody_thought_of_does_not_pass(response: str, more: dict[str, Any], kind: str) -> None:
    at = datetime.fromisoformat("2026-03-04T10:11:12+00:00")
    statement = {
        "id": str(UUID(int=1)),
        "actor": {"mbox": "mailto:ada@example.org", "name": "Ada"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
        "object": {
            "id": f"{BASE}/modules/m/u/a/q",
            "definition": {
                "interactionType": kind,
                "name": {"fr": response},
                "description": {"fr": response},
            },
        },
        "result": {"response": response, "extensions": more, "success": True},
        "context": {"platform": "x", "statement": more, "extensions": more, "registration": str(UUID(int=2))},
    }
    given_away = STUDY.of(statement, UUID(int=3), Said("answered", at))
    assert given_away["result"] == {"success": True} and "context" not in given_away
    assert given_away["object"]["definition"] == {"interactionType": kind}
    assert b"ada@" not in orjson.dumps(given_away)


@pytest.mark.parametrize(
    ("kind", "response", "kept"),
    [
        ("choice", "a", True),
        ("choice", "golf[,]tetris", True),
        ("matching", "ben[.]3[,]chris[.]2", True),
        ("true-false", "true", True),
        ("likert", "likert_3", True),
        ("choice", "I think so", False),
        ("choice", "été", False),
        ("numeric", "42", False),
        ("fill-in", "a", False),
        ("long-fill-in", "a", False),
        ("other", "a", False),
        (None, "a", False),
    ],
)
def test_an_answer_stays_only_where_it_was_chosen(kind: str | None, response: str, kept: bool) -> None:
    definition = {} if kind is None else {"interactionType": kind}
    told = {"object": {"definition": definition}, "result": {"response": response}}
    assert closed_response(told) == (response if kept else None)
