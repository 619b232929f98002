"""Data 2.3 and 2.4.7 to 2.4.10: what the record sets in a statement, what it leaves, and what it keeps for ever."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from classcode import clock
from tests.tracking.lrs.conftest import Credentials, basic, new_client
from tests.tracking.lrs.exchange import as_text, body_of, get, kept, post, put
from tests.tracking.lrs.logged import statement
from tests.tracking.lrs.statement import BRUNO, DROPPED, having
from tracking.lrs.scopes import Scope

FULL = {
    "actor": {"objectType": "Group", "name": "L'équipe 🚀", "member": [BRUNO]},
    "result": {
        "score": {"scaled": 0.95, "raw": 95, "min": 0, "max": 100},
        "success": True,
        "duration": "PT1H30M0.123S",
        "response": "42",
        "extensions": {"https://example.org/x": {"deep": [1, 2.5, None, False, "é"], "empty": {}}},
    },
    "context": {
        "registration": "EC531277-B57B-4C15-8D91-D292C5B2B8F7",
        "contextActivities": {"parent": [{"id": "https://example.org/course"}]},
        "language": "fr-FR",
        "platform": "Une plate-forme",
    },
    "timestamp": "2026-03-02T12:00:00.123456+01:00",
}
SET = ("stored", "authority", "version")


def test_data_2_4_what_the_record_sets_is_there_when_the_client_said_nothing(lrs: FlaskClient) -> None:
    before = clock.now_to_the_millisecond()
    (identity,) = post(lrs, having("id", DROPPED))
    one = kept(lrs, identity)
    assert set(one) == {"id", "actor", "verb", "object", "timestamp", *SET}
    assert one["timestamp"] == one["stored"]
    assert before <= datetime.fromisoformat(one["stored"]) <= clock.now()


def test_data_2_3_1_all_that_the_client_said_stays_as_it_was(lrs: FlaskClient) -> None:
    one = statement(**FULL)
    lrs.post("/statements", data=as_text(one), content_type="application/json")
    back = kept(lrs, one["id"])
    assert {name: value for name, value in back.items() if name not in SET} == one
    assert list(back)[: len(one)] == list(one)


def test_data_2_4_8_stored_is_the_records_own_with_its_zone_and_milliseconds(lrs: FlaskClient) -> None:
    one = statement(stored="2001-01-01T00:00:00Z")
    post(lrs, one)
    stored = kept(lrs, one["id"])["stored"]
    assert stored.endswith("Z") and len(stored) == len("2026-01-01T00:00:00.000Z")
    assert datetime.fromisoformat(stored).year > 2001


def test_data_2_4_8_all_of_a_request_are_stored_at_the_same_moment(lrs: FlaskClient) -> None:
    ids = post(lrs, statement(), statement())
    assert len({kept(lrs, one)["stored"] for one in ids}) == 1


def test_data_2_4_7_a_timestamp_stays_and_one_ahead_is_taken(lrs: FlaskClient) -> None:
    one = statement(timestamp="2099-01-01T00:00:00.000+02:00")
    post(lrs, one)
    assert kept(lrs, one["id"])["timestamp"] == "2099-01-01T00:00:00.000+02:00"


def test_data_2_4_9_the_authority_is_the_clients_own(lrs_app: Flask) -> None:
    client = new_client(Scope.ALL)
    lrs = lrs_app.test_client()
    headers = {"Authorization": basic(client.key), "X-Experience-API-Version": "1.0.3"}
    one = statement()
    lrs.post("/statements", json=one, headers=headers)
    authority = get(lrs, headers, statementId=one["id"]).json["authority"]  # type: ignore[index]
    assert authority["objectType"] == "Agent" and set(authority["account"]) == {"homePage", "name"}


@pytest.mark.parametrize(
    "claimed",
    [
        {"objectType": "Agent", "mbox": "mailto:director@example.org"},
        {
            "objectType": "Group",
            "member": [{"account": {"homePage": "https://a.example", "name": "app"}}, BRUNO],
        },
    ],
    ids=["agent", "group"],
)
def test_data_2_4_9_an_authority_that_the_client_claims_is_overwritten(
    lrs: FlaskClient, claimed: dict[str, Any]
) -> None:
    plain, claiming = statement(), statement(authority=claimed)
    post(lrs, plain, claiming)
    assert kept(lrs, claiming["id"])["authority"] == kept(lrs, plain["id"])["authority"] != claimed


def test_data_2_4_9_two_clients_have_two_authorities(lrs: FlaskClient, credentials: Credentials) -> None:
    ours, theirs = statement(), statement()
    post(lrs, ours)
    put(lrs, theirs, headers=credentials(Scope.STATEMENTS_WRITE))
    assert kept(lrs, ours["id"])["authority"] != kept(lrs, theirs["id"])["authority"]


@pytest.mark.parametrize(
    ("speaking", "said", "kept_as"),
    [
        ("1.0.0", None, "1.0.0"),
        ("1.0.3", None, "1.0.0"),
        ("1.0.3", "1.0.2", "1.0.2"),
        ("1.0.3", "1.0.9", "1.0.9"),
        ("2.0.0", None, "2.0.0"),
        ("2.0.0", "1.0.3", "1.0.3"),
        ("2.0.0", "2.0.0", "2.0.0"),
    ],
)
def test_data_2_4_10_a_version_stays_and_is_set_where_there_is_none(
    lrs: FlaskClient, speaking: str, said: str | None, kept_as: str
) -> None:
    one = statement(**({"version": said} if said else {}))
    assert put(lrs, one, headers={"X-Experience-API-Version": speaking}).status_code == 204
    assert kept(lrs, one["id"])["version"] == kept_as


@pytest.mark.parametrize("said", ["0.9", "0.95", "1.1.0", "2.0.0", "1", ""])
def test_data_2_4_10_another_version_is_refused_in_1_0(lrs: FlaskClient, said: str) -> None:
    assert put(lrs, statement(version=said)).status_code == 400


def test_data_2_4_6_2_one_context_activity_becomes_a_list_of_one(lrs: FlaskClient) -> None:
    course = {"id": "https://example.org/course"}
    one = statement(context={"contextActivities": {"parent": course, "other": [course]}})
    inner = {
        "objectType": "SubStatement",
        "actor": BRUNO,
        "verb": one["verb"],
        "object": one["object"],
        "context": {"contextActivities": {"category": course}},
    }
    other = statement(object=inner)
    post(lrs, one, other)
    assert kept(lrs, one["id"])["context"]["contextActivities"] == {"parent": [course], "other": [course]}
    assert kept(lrs, other["id"])["object"]["context"]["contextActivities"] == {"category": [course]}


def test_data_2_3_1_what_is_stored_never_changes(lrs: FlaskClient) -> None:
    one = statement(object={"id": "https://example.org/page", "definition": {"name": {"en": "A page"}}})
    post(lrs, one)
    before = body_of(one["id"])
    post(lrs, statement(object={"id": "https://example.org/page", "definition": {"name": {"en": "Renamed"}}}))
    put(lrs, one)
    get(lrs, statementId=one["id"], format="canonical")
    assert body_of(one["id"]) == before == get(lrs, statementId=one["id"]).data


def test_9274_a_statement_of_2_0_is_read_unchanged_by_who_speaks_1_0(lrs: FlaskClient) -> None:
    one = statement(context={"contextAgents": [{"objectType": "contextAgent", "agent": BRUNO}]})
    assert put(lrs, one, headers={"X-Experience-API-Version": "2.0.0"}).status_code == 204
    assert kept(lrs, one["id"])["context"] == one["context"]
