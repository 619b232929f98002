"""Communication 2.1.4 and Data 2.3.2: voided statements, who voids them, and where they are still found."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from tests.tracking.lrs.conftest import Credentials
from tests.tracking.lrs.exchange import body_of, error, found, get, post, put
from tests.tracking.lrs.logged import referring, statement, voiding
from tests.tracking.lrs.statement import ADA, BRUNO
from tracking.lrs.scopes import Scope

OF_BRUNO = {"account": {"homePage": "https://example.org", "name": "bruno"}}


def statuses(lrs: FlaskClient, identity: str) -> tuple[int, int]:
    """Return how a statement answers to its id as one in force, and as a voided one."""
    return get(lrs, statementId=identity).status_code, get(lrs, voidedStatementId=identity).status_code


IN_FORCE, VOIDED = (200, 404), (404, 200)


def test_s1_a_voided_statement_is_found_as_voided_only(lrs: FlaskClient) -> None:
    one = statement()
    post(lrs, one)
    assert statuses(lrs, one["id"]) == IN_FORCE
    undoing = voiding(one["id"])
    post(lrs, undoing)
    assert statuses(lrs, one["id"]) == VOIDED and statuses(lrs, undoing["id"]) == IN_FORCE


def test_s1_it_comes_back_as_it_was_stored_in_each_format(lrs: FlaskClient) -> None:
    one = statement()
    post(lrs, one, voiding(one["id"]))
    assert get(lrs, voidedStatementId=one["id"]).data == body_of(one["id"])
    answer = get(lrs, voidedStatementId=one["id"], format="ids").json
    assert answer is not None and answer["verb"] == {"id": one["verb"]["id"]}
    assert get(lrs, voidedStatementId=one["id"], attachments="true").status_code == 200


def test_s1_queries_answer_the_voiding_and_not_its_target(lrs: FlaskClient) -> None:
    one, other = statement(actor=BRUNO), statement(actor=BRUNO)
    undoing = voiding(one["id"])
    post(lrs, one, other, undoing)
    assert found(lrs) == [undoing["id"], other["id"]]
    assert found(lrs, ascending="true", since="2001-01-01T00:00:00Z") == [other["id"], undoing["id"]]


def test_s1_who_refers_to_a_voided_match_is_found_still(lrs: FlaskClient) -> None:
    one = statement(actor=BRUNO)
    reference, undoing = referring(one["id"], actor=ADA), voiding(one["id"])
    post(lrs, one, reference, undoing)
    assert found(lrs, agent=OF_BRUNO) == [undoing["id"], reference["id"]]


def test_s1_who_was_voided_is_not_found_by_what_it_refers_to(lrs: FlaskClient) -> None:
    one = statement(actor=BRUNO)
    reference = referring(one["id"], actor=ADA)
    undoing = voiding(reference["id"])
    post(lrs, one, reference, undoing)
    assert found(lrs, agent=OF_BRUNO) == [undoing["id"], one["id"]]


def test_data_2_3_2_a_voiding_before_its_target_voids_it_when_it_comes(lrs: FlaskClient) -> None:
    one = statement()
    post(lrs, voiding(one["id"]))
    assert statuses(lrs, one["id"]) == (404, 404)
    post(lrs, one)
    assert statuses(lrs, one["id"]) == VOIDED


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["target first", "voiding first"])
def test_data_2_3_2_both_may_come_in_one_list(lrs: FlaskClient, order: tuple[int, int]) -> None:
    one = statement()
    both = (one, voiding(one["id"]))
    post(lrs, *(both[place] for place in order))
    assert statuses(lrs, one["id"]) == VOIDED


def test_data_2_3_2_a_voiding_cannot_be_voided(lrs: FlaskClient) -> None:
    one = statement()
    undoing = voiding(one["id"])
    post(lrs, one, undoing)
    answer = lrs.post("/statements", json=voiding(undoing["id"]))
    assert answer.status_code == 200
    assert statuses(lrs, undoing["id"]) == IN_FORCE and statuses(lrs, one["id"]) == VOIDED


def test_data_2_3_2_a_voiding_of_what_nobody_sent_is_taken(lrs: FlaskClient) -> None:
    assert lrs.post("/statements", json=voiding(str(uuid4()))).status_code == 200


def test_data_2_3_2_voided_twice_is_voided(lrs: FlaskClient) -> None:
    one = statement()
    post(lrs, one, voiding(one["id"]), voiding(one["id"]))
    assert statuses(lrs, one["id"]) == VOIDED


def test_data_2_3_2_the_id_of_a_voided_statement_is_taken_for_ever(lrs: FlaskClient) -> None:
    one = statement()
    post(lrs, one, voiding(one["id"]))
    assert put(lrs, one).status_code == 204 and statuses(lrs, one["id"]) == VOIDED
    assert put(lrs, one | {"actor": BRUNO}).status_code == 409


def test_data_2_3_2_only_the_client_that_sent_it_may_void(lrs: FlaskClient, credentials: Credentials) -> None:
    one = statement()
    post(lrs, one)
    other = credentials(Scope.ALL)
    answer = put(lrs, voiding(one["id"]), headers=other)
    assert answer.status_code == 403 and statuses(lrs, one["id"]) == IN_FORCE
    assert (error(answer)["where"], error(answer)["clause"]) == ("object.id", "Data 2.3.2")


def test_data_2_3_2_a_stranger_who_voids_before_the_target_voids_nothing(
    lrs: FlaskClient, credentials: Credentials
) -> None:
    one = statement()
    assert put(lrs, voiding(one["id"]), headers=credentials(Scope.ALL)).status_code == 204
    post(lrs, one)
    assert statuses(lrs, one["id"]) == IN_FORCE


@pytest.mark.parametrize(
    "thing",
    [{"id": "https://example.org/page"}, BRUNO | {"objectType": "Agent"}],
    ids=["activity", "agent"],
)
def test_data_2_3_2_what_is_voided_is_a_statement(lrs: FlaskClient, thing: dict[str, str]) -> None:
    answer = lrs.post("/statements", json=voiding(str(uuid4())) | {"object": thing})
    assert answer.status_code == 400 and error(answer)["clause"] == "Data 2.3.2"


def test_data_2_3_2_another_verb_voids_nothing(lrs: FlaskClient) -> None:
    one = statement()
    post(lrs, one, referring(one["id"], verb={"id": "http://adlnet.gov/expapi/verbs/voided/"}))
    assert statuses(lrs, one["id"]) == IN_FORCE
