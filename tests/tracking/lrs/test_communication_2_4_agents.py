"""Communication 2.4, the agents resource: an agent as a Person, each property a list. (9274.1.1 4.1.6.3)"""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from classcode import db
from tests.tracking.lrs.conftest import Credentials
from tests.tracking.lrs.kept import as_json
from tracking.log.keys import key_of
from tracking.log.models import XapiAgent
from tracking.lrs.scopes import Scope

ADA = {"mbox": "mailto:ada@example.org"}
IDENTIFIED = [
    ADA,
    {"mbox_sha1sum": "ebd31e95054c018b10727ccffd2ef2ec3a016ee9"},
    {"openid": "http://ada.example.org/"},
    {"account": {"homePage": "http://example.org", "name": "ada"}},
]


def asked(lrs: FlaskClient, agent: object) -> TestResponse:
    return lrs.get("/agents", query_string={"agent": as_json(agent)})


def person(lrs: FlaskClient, agent: dict[str, Any]) -> Any:
    answer = asked(lrs, agent)
    assert answer.status_code == 200 and answer.content_type == "application/json"
    return answer.json


def know(identifier: str, *names: str) -> None:
    row = XapiAgent(key=key_of(identifier), ifi=identifier, names=list(names), mailbox=True)
    with db.transaction() as session:
        session.add(row)


@pytest.mark.parametrize("agent", IDENTIFIED, ids=lambda agent: next(iter(agent)))
def test_s3_b3_an_agent_nobody_spoke_of_is_a_person_of_what_the_request_says(
    lrs: FlaskClient, agent: dict[str, Any]
) -> None:
    (kind, value), *_ = agent.items()
    assert person(lrs, {"objectType": "Agent", **agent}) == {"objectType": "Person", kind: [value]}
    assert person(lrs, {**agent, "name": "Ada"})["name"] == ["Ada"]


def test_s5_the_names_known_are_a_list_each_once(lrs: FlaskClient) -> None:
    know("mbox:mailto:ada@example.org", "Ada", "Ada Lovelace")
    assert person(lrs, ADA)["name"] == ["Ada", "Ada Lovelace"]
    assert person(lrs, {**ADA, "name": "Ada"})["name"] == ["Ada", "Ada Lovelace"]


def test_the_names_of_others_are_not_hers(lrs: FlaskClient) -> None:
    know("mbox:mailto:bruno@example.org", "Bruno")
    assert "name" not in person(lrs, ADA)


def test_s2_the_agent_is_needed(lrs: FlaskClient) -> None:
    assert lrs.get("/agents").status_code == 400


@pytest.mark.parametrize(
    "agent",
    [
        True,
        {},
        {"name": "Ada"},
        {**ADA, "openid": "http://ada.example.org/"},
        {"mbox": ["mailto:ada@example.org"]},
        {"objectType": "Person", "mbox": ["mailto:ada@example.org"]},
        {"objectType": "Group", **ADA},
    ],
    ids=str,
)
def test_s2_it_has_one_identifier_and_no_lists_and_is_neither_person_nor_group(
    lrs: FlaskClient, agent: object
) -> None:
    assert asked(lrs, agent).status_code == 400


def test_other_parameters_are_unknown(lrs: FlaskClient) -> None:
    """Communication 3.2.s3."""
    query = {"agent": as_json(ADA), "Agent": as_json(ADA)}
    assert lrs.get("/agents", query_string=query).status_code == 400


def test_head_answers_as_get(lrs: FlaskClient) -> None:
    """Communication 1.1."""
    answer = lrs.head("/agents", query_string={"agent": as_json(ADA)})
    assert answer.status_code == 200 and answer.data == b"" and answer.headers["ETag"]


@pytest.mark.parametrize(
    ("scope", "status"),
    [
        (Scope.STATEMENTS_READ, 200),
        (Scope.PROFILE, 200),
        (Scope.ALL_READ, 200),
        (Scope.STATEMENTS_READ_MINE, 403),
        (Scope.STATEMENTS_WRITE, 403),
        (Scope.STATE, 403),
    ],
)
def test_s3_b2_names_are_for_who_may_read_statements(
    lrs_app: Any, credentials: Credentials, scope: Scope, status: int
) -> None:
    query = {"agent": as_json(ADA)}
    answer = lrs_app.test_client().get("/agents", query_string=query, headers=credentials(scope))
    assert answer.status_code == status
