"""Communication 2.3, the state resource: documents of an activity, an agent and a registration. (9274.1.1 4.1.6.2)"""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.tracking.lrs.kept import OTHER_AGENT, REGISTRATION, STATE, as_json

ANOTHER = {
    "agent": as_json(OTHER_AGENT),
    "activityId": "http://example.org/activities/2",
    "registration": REGISTRATION,
}


@pytest.mark.parametrize("name", ANOTHER)
def test_s3_another_context_is_another_document(lrs: FlaskClient, name: str) -> None:
    other = {name: ANOTHER[name]}
    STATE.put(lrs, "here")
    assert STATE.get(lrs, **other).status_code == 404
    assert STATE.put(lrs, "there", **other).status_code == 204
    assert STATE.get(lrs).json == "here" and STATE.get(lrs, **other).json == "there"


def test_s3_an_agent_is_who_her_identifier_says_whatever_else_is_said(lrs: FlaskClient) -> None:
    """Data 2.4.2.3: the same identifier is the same agent."""
    STATE.put(lrs, "hers", agent=as_json(OTHER_AGENT))
    named = {"name": "Bruno", "objectType": "Agent", **OTHER_AGENT}
    assert STATE.get(lrs, agent=as_json(named)).json == "hers"


def test_s3_a_registration_is_the_same_in_either_case(lrs: FlaskClient) -> None:
    STATE.put(lrs, 1, registration=REGISTRATION)
    assert STATE.get(lrs, registration=REGISTRATION.upper()).json == 1


@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
def test_s3_a_registration_is_a_uuid(lrs: FlaskClient, method: str) -> None:
    query = STATE.one(registration="true")
    assert lrs.open(STATE.path, method=method, query_string=query, json={}).status_code == 400


def test_s3_put_replaces_a_state_without_a_word_in_1_0_3(lrs: FlaskClient) -> None:
    """Communication 3.1.s3: states are exempt from concurrency headers."""
    for value in (1, 2):
        put = lrs.put(STATE.path, query_string=STATE.one(), json=value)
        assert put.status_code == 204 and put.data == b""
    assert STATE.get(lrs).json == 2


def test_s3_delete_takes_one_document(lrs: FlaskClient) -> None:
    STATE.put(lrs, 1, "one")
    STATE.put(lrs, 2, "two")
    assert STATE.delete(lrs, "one").status_code == 204
    assert STATE.names(lrs) == ["two"]


def test_s3_what_is_not_there_is_deleted_all_the_same(lrs: FlaskClient) -> None:
    assert STATE.delete(lrs).status_code == 204


def test_s4_the_list_names_the_states_of_this_activity_and_agent(lrs: FlaskClient) -> None:
    STATE.put(lrs, 1, "one")
    STATE.put(lrs, 2, "two")
    STATE.put(lrs, 3, "hers", agent=as_json(OTHER_AGENT))
    STATE.put(lrs, 4, "elsewhere", activityId=ANOTHER["activityId"])
    assert STATE.names(lrs) == ["one", "two"]


def test_s4_a_registration_narrows_the_list(lrs: FlaskClient) -> None:
    STATE.put(lrs, 1, "without")
    STATE.put(lrs, 2, "within", registration=REGISTRATION)
    assert STATE.names(lrs, registration=REGISTRATION) == ["within"]


def test_s4_without_a_registration_the_list_names_the_states_of_all_each_name_once(lrs: FlaskClient) -> None:
    STATE.put(lrs, 1, "page")
    STATE.put(lrs, 2, "page", registration=REGISTRATION)
    STATE.put(lrs, 3, "place", registration=REGISTRATION)
    assert STATE.names(lrs) == ["page", "place"]


def test_s4_a_context_without_states_has_an_empty_list(lrs: FlaskClient) -> None:
    assert STATE.names(lrs) == []


def test_s5_delete_without_an_id_takes_all_states_of_the_context(lrs: FlaskClient) -> None:
    STATE.put(lrs, 1, "one")
    STATE.put(lrs, 2, "two", registration=REGISTRATION)
    STATE.put(lrs, 3, "hers", agent=as_json(OTHER_AGENT))
    assert lrs.delete(STATE.path, query_string=STATE.context).status_code == 204
    assert STATE.names(lrs) == []
    assert STATE.names(lrs, agent=as_json(OTHER_AGENT)) == ["hers"]


def test_s5_a_registration_narrows_what_is_deleted(lrs: FlaskClient) -> None:
    STATE.put(lrs, 1, "one")
    STATE.put(lrs, 2, "two", registration=REGISTRATION)
    query = {**STATE.context, "registration": REGISTRATION}
    assert lrs.delete(STATE.path, query_string=query).status_code == 204
    assert STATE.names(lrs) == ["one"]


def test_s5_an_empty_id_is_no_order_to_delete_all(lrs: FlaskClient) -> None:
    STATE.put(lrs, 1, "one")
    assert lrs.delete(STATE.path, query_string=STATE.one("")).status_code == 400
    assert STATE.names(lrs) == ["one"]


def test_s5_an_etag_names_one_document_and_so_deletes_no_context(lrs: FlaskClient) -> None:
    STATE.put(lrs, 1, "one")
    tag = {"If-Match": STATE.get(lrs, "one").headers["ETag"]}
    assert lrs.delete(STATE.path, query_string=STATE.context, headers=tag).status_code == 412
    assert STATE.names(lrs) == ["one"]
