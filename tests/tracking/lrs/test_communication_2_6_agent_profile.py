"""Communication 2.6, the agent profile resource: documents of one agent. (9274.1.1 4.1.6.5)"""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.tracking.lrs.kept import AGENT_PROFILE, OTHER_AGENT, REGISTRATION, STATE, as_json

OTHER = {"agent": as_json(OTHER_AGENT)}


def test_s3_put_stores_a_document_and_answers_204_without_a_body(lrs: FlaskClient) -> None:
    put = AGENT_PROFILE.put(lrs, {"pace": "slow"})
    assert put.status_code == 204 and put.data == b""
    assert AGENT_PROFILE.get(lrs).json == {"pace": "slow"}


def test_s3_another_agent_has_other_documents(lrs: FlaskClient) -> None:
    AGENT_PROFILE.put(lrs, "here")
    assert AGENT_PROFILE.get(lrs, **OTHER).status_code == 404
    assert AGENT_PROFILE.put(lrs, "there", **OTHER).status_code == 204
    assert AGENT_PROFILE.get(lrs).json == "here" and AGENT_PROFILE.get(lrs, **OTHER).json == "there"


def test_s3_a_state_is_no_profile(lrs: FlaskClient) -> None:
    STATE.put(lrs, 1, "bookmark")
    assert AGENT_PROFILE.names(lrs) == []


def test_s3_delete_takes_one_document(lrs: FlaskClient) -> None:
    AGENT_PROFILE.put(lrs, 1, "one")
    AGENT_PROFILE.put(lrs, 2, "two")
    assert AGENT_PROFILE.delete(lrs, "one").status_code == 204
    assert AGENT_PROFILE.names(lrs) == ["two"]


def test_s3_delete_needs_an_id(lrs: FlaskClient) -> None:
    AGENT_PROFILE.put(lrs, 1, "one")
    assert lrs.delete(AGENT_PROFILE.path, query_string=AGENT_PROFILE.context).status_code == 400
    assert AGENT_PROFILE.names(lrs) == ["one"]


@pytest.mark.parametrize("name", ["registration", "activityId"])
def test_s3_a_profile_has_no_other_context(lrs: FlaskClient, name: str) -> None:
    context = {**STATE.context, "registration": REGISTRATION}
    assert AGENT_PROFILE.get(lrs, **{name: context[name]}).status_code == 400


def test_s4_the_list_names_the_profiles_of_this_agent(lrs: FlaskClient) -> None:
    AGENT_PROFILE.put(lrs, 1, "one")
    AGENT_PROFILE.put(lrs, 2, "two")
    AGENT_PROFILE.put(lrs, 3, "elsewhere", **OTHER)
    assert AGENT_PROFILE.names(lrs) == ["one", "two"]


def test_s4_without_profiles_the_list_is_empty(lrs: FlaskClient) -> None:
    assert AGENT_PROFILE.names(lrs) == []


def test_s3_a_group_is_no_agent_but_its_identifier_names_one(lrs: FlaskClient) -> None:
    """The note below table 1: a group's documents lie under an agent of the same identifier."""
    group = {"objectType": "Group", "mbox": "mailto:team@example.org"}
    assert AGENT_PROFILE.put(lrs, 1, agent=as_json(group)).status_code == 400
    assert AGENT_PROFILE.put(lrs, 1, agent=as_json({"mbox": group["mbox"]})).status_code == 204
