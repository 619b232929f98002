"""Communication 2.1.1, PUT of one statement under an id that the client gives. (9274.1.1 4.1.6.1)"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from tests.tracking.lrs.conftest import Credentials
from tests.tracking.lrs.exchange import NOBODY, body_of, count, error, kept, put
from tests.tracking.lrs.logged import statement
from tests.tracking.lrs.statement import BRUNO, DROPPED, having
from tracking.lrs.scopes import Scope


def test_s1_a_statement_is_kept_under_the_id_of_the_request(lrs: FlaskClient) -> None:
    identity = str(uuid4())
    answer = put(lrs, having("id", DROPPED), identity)
    assert (answer.status_code, answer.data) == (204, b"")
    assert kept(lrs, identity)["id"] == identity


def test_s1_its_own_id_may_be_the_same(lrs: FlaskClient) -> None:
    one = statement()
    assert put(lrs, one).status_code == 204
    assert kept(lrs, one["id"])["id"] == one["id"]


def test_s1_the_same_id_in_other_letters_is_the_same(lrs: FlaskClient) -> None:
    one = statement()
    assert put(lrs, one | {"id": one["id"].upper()}, one["id"]).status_code == 204
    assert put(lrs, one, one["id"].upper()).status_code == 204
    assert count() == 1 and kept(lrs, one["id"].upper())


def test_s1_another_id_than_the_requests_is_refused(lrs: FlaskClient) -> None:
    answer = put(lrs, statement(), str(uuid4()))
    assert answer.status_code == 400 and count() == 0
    assert (error(answer)["where"], error(answer)["clause"]) == ("id", "Communication 2.1.1")


def test_s1_the_id_is_needed(lrs: FlaskClient) -> None:
    answer = lrs.put("/statements", json=statement())
    assert answer.status_code == 400 and error(answer)["where"] == "?statementId" and count() == 0


@pytest.mark.parametrize(
    "identity", ["", "1", f"{{{NOBODY}}}", f"urn:uuid:{NOBODY}", "8f87ccdebb564c2eab8344982ef22df0"]
)
def test_s1_the_id_is_a_uuid_in_the_standard_form(lrs: FlaskClient, identity: str) -> None:
    assert (
        lrs.put("/statements", query_string={"statementId": identity}, json=having("id", DROPPED)).status_code
        == 400
    )


@pytest.mark.parametrize(
    "query",
    [{"StatementId": NOBODY}, {"statementid": NOBODY}, {"statementId": NOBODY, "format": "exact"}],
    ids=str,
)
def test_communication_3_2_other_parameters_and_other_letters_are_refused(
    lrs: FlaskClient, query: dict[str, str]
) -> None:
    assert lrs.put("/statements", query_string=query, json=having("id", DROPPED)).status_code == 400


@pytest.mark.parametrize(
    "value",
    [[], [statement()], "text", 1, None, True],
    ids=["list", "list of one", "text", "number", "null", "true"],
)
def test_s1_only_a_single_statement_is_taken(lrs: FlaskClient, value: Any) -> None:
    answer = put(lrs, value, NOBODY)
    assert answer.status_code == 400 and count() == 0


def test_s1_a_refusal_names_the_property_at_fault(lrs: FlaskClient) -> None:
    answer = put(lrs, statement(verb={"id": "no IRI"}))
    assert answer.status_code == 400
    assert (error(answer)["where"], error(answer)["clause"]) == ("verb.id", "Data 2.4.3")


def test_s2_b1_a_repeat_is_welcome_and_changes_nothing(lrs: FlaskClient) -> None:
    one = statement()
    assert put(lrs, one).status_code == 204
    before = body_of(one["id"])
    assert put(lrs, one).status_code == 204
    assert body_of(one["id"]) == before and count() == 1


def test_s2_b2_a_contradiction_is_a_conflict_and_changes_nothing(lrs: FlaskClient) -> None:
    one = statement()
    put(lrs, one)
    before = body_of(one["id"])
    answer = put(lrs, one | {"actor": BRUNO})
    assert answer.status_code == 409 and body_of(one["id"]) == before and count() == 1
    assert (error(answer)["where"], error(answer)["clause"]) == ("id", "Data 2.3.1")


@pytest.mark.parametrize(
    "changed",
    [
        {"verb": {"id": "http://adlnet.gov/expapi/verbs/experienced", "display": {"en": "looked at"}}},
        {"object": {"id": "https://example.org/page", "definition": {"name": {"en": "A page"}}}},
        {"authority": BRUNO},
        {"stored": "2001-01-01T00:00:00Z"},
        {"version": "1.0.1"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_data_2_3_1_what_may_differ_is_no_contradiction(lrs: FlaskClient, changed: dict[str, Any]) -> None:
    one = statement()
    put(lrs, one)
    assert put(lrs, one | changed).status_code == 204


def test_a_repeat_by_another_client_is_welcome_too(lrs: FlaskClient, credentials: Credentials) -> None:
    one = statement()
    put(lrs, one)
    before = body_of(one["id"])
    assert put(lrs, one, headers=credentials(Scope.STATEMENTS_WRITE)).status_code == 204
    assert body_of(one["id"]) == before


def test_9274_put_takes_statements_of_2_0(lrs2: FlaskClient) -> None:
    one = statement(context={"contextAgents": [{"objectType": "contextAgent", "agent": BRUNO}]})
    assert put(lrs2, one).status_code == 204
    assert kept(lrs2, one["id"])["version"] == "2.0.0"


def test_2_1_1_put_needs_the_scope_to_write(lrs: FlaskClient, credentials: Credentials) -> None:
    assert put(lrs, statement(), headers=credentials(Scope.STATEMENTS_READ)).status_code == 403
    assert put(lrs, statement(), headers=credentials(Scope.ALL_READ)).status_code == 403
    assert put(lrs, statement(), headers=credentials(Scope.STATEMENTS_WRITE)).status_code == 204
