"""Communication 2.7, the activity profile resource: documents of one activity. (9274.1.1 4.1.6.6)"""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.tracking.lrs.kept import ACTIVITY_PROFILE, REGISTRATION, STATE

OTHER = {"activityId": "http://example.org/activities/2"}


def test_s3_put_stores_a_document_and_answers_204_without_a_body(lrs: FlaskClient) -> None:
    put = ACTIVITY_PROFILE.put(lrs, {"pace": "slow"})
    assert put.status_code == 204 and put.data == b""
    assert ACTIVITY_PROFILE.get(lrs).json == {"pace": "slow"}


def test_s3_another_activity_has_other_documents(lrs: FlaskClient) -> None:
    ACTIVITY_PROFILE.put(lrs, "here")
    assert ACTIVITY_PROFILE.get(lrs, **OTHER).status_code == 404
    assert ACTIVITY_PROFILE.put(lrs, "there", **OTHER).status_code == 204
    assert ACTIVITY_PROFILE.get(lrs).json == "here" and ACTIVITY_PROFILE.get(lrs, **OTHER).json == "there"


def test_s3_a_state_is_no_profile(lrs: FlaskClient) -> None:
    STATE.put(lrs, 1, "bookmark")
    assert ACTIVITY_PROFILE.names(lrs) == []


def test_s3_delete_takes_one_document(lrs: FlaskClient) -> None:
    ACTIVITY_PROFILE.put(lrs, 1, "one")
    ACTIVITY_PROFILE.put(lrs, 2, "two")
    assert ACTIVITY_PROFILE.delete(lrs, "one").status_code == 204
    assert ACTIVITY_PROFILE.names(lrs) == ["two"]


def test_s3_delete_needs_an_id(lrs: FlaskClient) -> None:
    ACTIVITY_PROFILE.put(lrs, 1, "one")
    assert lrs.delete(ACTIVITY_PROFILE.path, query_string=ACTIVITY_PROFILE.context).status_code == 400
    assert ACTIVITY_PROFILE.names(lrs) == ["one"]


@pytest.mark.parametrize("name", ["registration", "agent"])
def test_s3_a_profile_has_no_other_context(lrs: FlaskClient, name: str) -> None:
    context = {**STATE.context, "registration": REGISTRATION}
    assert ACTIVITY_PROFILE.get(lrs, **{name: context[name]}).status_code == 400


def test_s4_the_list_names_the_profiles_of_this_activity(lrs: FlaskClient) -> None:
    ACTIVITY_PROFILE.put(lrs, 1, "one")
    ACTIVITY_PROFILE.put(lrs, 2, "two")
    ACTIVITY_PROFILE.put(lrs, 3, "elsewhere", **OTHER)
    assert ACTIVITY_PROFILE.names(lrs) == ["one", "two"]


def test_s4_without_profiles_the_list_is_empty(lrs: FlaskClient) -> None:
    assert ACTIVITY_PROFILE.names(lrs) == []
