"""Communication 2.5, the activities resource: an activity with all that is known of it. (9274.1.1 4.1.6.4)"""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from classcode import db
from tests.tracking.lrs.conftest import Credentials
from tests.tracking.lrs.kept import ACTIVITY, as_json
from tracking.log.keys import key_of
from tracking.log.models import XapiActivity
from tracking.lrs.scopes import Scope

DEFINITION = {"name": {"en": "A meeting", "fr": "Une rencontre"}, "extensions": {"http://example.org/x": 1.5}}
BARE = {"objectType": "Activity", "id": ACTIVITY}


def know(iri: str, definition: dict[str, Any] | None) -> None:
    held = as_json(definition).encode() if definition else None
    with db.transaction() as session:
        session.add(XapiActivity(key=key_of(iri), iri=iri, definition=held))


def asked(lrs: FlaskClient, **query: str) -> Any:
    return lrs.get("/activities", query_string=query)


def test_s1_the_whole_activity_is_answered(lrs: FlaskClient) -> None:
    know(ACTIVITY, DEFINITION)
    answer = asked(lrs, activityId=ACTIVITY)
    assert answer.status_code == 200 and answer.content_type == "application/json"
    assert answer.json == {**BARE, "definition": DEFINITION}


@pytest.mark.parametrize("known", [True, False])
def test_s2_b1_without_a_definition_it_is_an_activity_all_the_same(lrs: FlaskClient, known: bool) -> None:
    """9274.1.1 makes it a MUST."""
    if known:
        know(ACTIVITY, None)
    assert asked(lrs, activityId=ACTIVITY).json == BARE


def test_s1_the_definition_of_another_is_not_its_own(lrs: FlaskClient) -> None:
    know("http://example.org/activities/2", DEFINITION)
    assert asked(lrs, activityId=ACTIVITY).json == BARE


@pytest.mark.parametrize(
    "query", [{}, {"activityId": ""}, {"activityId": "true"}, {"ActivityId": ACTIVITY}], ids=str
)
def test_s1_the_id_is_an_iri_and_needed(lrs: FlaskClient, query: dict[str, str]) -> None:
    assert asked(lrs, **query).status_code == 400


def test_other_parameters_are_unknown(lrs: FlaskClient) -> None:
    """Communication 3.2.s3."""
    assert asked(lrs, activityId=ACTIVITY, format="ids").status_code == 400


def test_head_answers_as_get(lrs: FlaskClient) -> None:
    """Communication 1.1."""
    answer = lrs.head("/activities", query_string={"activityId": ACTIVITY})
    assert answer.status_code == 200 and answer.data == b"" and answer.headers["ETag"]


@pytest.mark.parametrize(
    ("scope", "status"),
    [
        (Scope.STATEMENTS_READ, 200),
        (Scope.STATEMENTS_READ_MINE, 200),
        (Scope.PROFILE, 200),
        (Scope.DEFINE, 200),
        (Scope.ALL_READ, 200),
        (Scope.STATEMENTS_WRITE, 403),
        (Scope.STATE, 403),
    ],
)
def test_who_reads_statements_or_defines_activities_reads_them(
    lrs_app: Any, credentials: Credentials, scope: Scope, status: int
) -> None:
    query = {"activityId": ACTIVITY}
    answer = lrs_app.test_client().get("/activities", query_string=query, headers=credentials(scope))
    assert answer.status_code == status
