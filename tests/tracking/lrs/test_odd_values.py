"""What fuzzing found, each once: values that one database takes and the other does not, or that do not come back."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.tracking.lrs.kept import ACTIVITY, NEW, as_json
from tests.tracking.lrs.statement import having
from tracking.models import Statement

NAMELESS = {"account": {"homePage": "http://example.org", "name": "a\0b"}}


def test_data_2_4_2_4_an_account_name_with_a_zero_character_is_refused_with_its_place(
    lrs: FlaskClient,
) -> None:
    answer = lrs.post("/statements", json=having("actor", NAMELESS))
    assert answer.status_code == 400
    assert answer.json is not None and answer.json["error"]["where"] == "actor.account.name"


def test_a_document_of_such_an_account_is_refused_too(lrs: FlaskClient) -> None:
    asked = {"activityId": ACTIVITY, "agent": as_json(NAMELESS), "stateId": "bookmark"}
    answer = lrs.put("/activities/state", query_string=asked, json={}, headers=NEW)
    assert answer.status_code == 400
    assert answer.json is not None and answer.json["error"]["where"] == "?agent.account.name"


def test_zero_characters_elsewhere_are_kept_as_they_came(lrs: FlaskClient) -> None:
    statement = having("object.definition", {"name": {"en": "a\0b"}})
    posted = lrs.post("/statements", json=statement).json
    assert posted is not None
    read = lrs.get("/statements", query_string={"statementId": posted[0]}).json
    assert read is not None and read["object"] == statement["object"]


def test_the_time_of_a_statement_from_before_the_year_1000_can_be_read_from_its_row(
    lrs: FlaskClient, session: Session
) -> None:
    assert lrs.post("/statements", json=having("timestamp", "0090-12-23T22:17:51Z")).status_code == 200
    assert [row.timestamp.year for row in session.scalars(select(Statement))] == [90]


def test_the_way_to_the_vocabulary_says_nothing_but_where_it_is(lrs: FlaskClient) -> None:
    answer = lrs.get("/verbs/resolved")
    assert (answer.status_code, answer.headers["Location"], answer.data) == (303, "/profile", b"")
