"""Communication 2.1.2, POST of one statement or a list of them: all are kept, or none. (9274.1.1 4.1.6.1)"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
import pytest
from flask.testing import FlaskClient

from tests.tracking.lrs import mixed
from tests.tracking.lrs.conftest import Credentials
from tests.tracking.lrs.exchange import NOBODY, body_of, count, error, kept, post
from tests.tracking.lrs.logged import referring, statement, voiding
from tests.tracking.lrs.statement import BRUNO, DROPPED, having
from tracking.log import reading
from tracking.lrs.scopes import Scope


def test_s1_one_statement_is_answered_with_its_id_in_a_list(lrs: FlaskClient) -> None:
    one = statement()
    answer = lrs.post("/statements", json=one)
    assert (answer.status_code, answer.json, answer.content_type) == (200, [one["id"]], "application/json")


def test_s1_a_list_is_answered_with_its_ids_in_order(lrs: FlaskClient) -> None:
    sent = [statement() for _ in range(7)]
    assert post(lrs, *sent) == [one["id"] for one in sent]
    assert count() == 7


def test_s1_who_gives_no_id_is_given_one(lrs: FlaskClient) -> None:
    ids = post(lrs, having("id", DROPPED), having("id", DROPPED))
    assert len(set(ids)) == 2 and all(UUID(one).version == 4 for one in ids)
    assert [kept(lrs, one)["id"] for one in ids] == ids


def test_s1_an_empty_list_is_kept_as_nothing(lrs: FlaskClient) -> None:
    answer = lrs.post("/statements", json=[])
    assert (answer.status_code, answer.json) == (200, []) and count() == 0


@pytest.mark.parametrize("value", ["text", 1, None, True, {}, [[]], [None], [{}]], ids=str)
def test_s1_what_is_no_statement_is_refused(lrs: FlaskClient, value: Any) -> None:
    assert lrs.post("/statements", json=value).status_code == 400


@pytest.mark.parametrize("body", [b"", b"{", b"[{]", b"\xff", b'{"a":NaN}', b"\xef\xbb\xbf[]"], ids=str)
def test_communication_1_5_what_is_no_json_is_refused(lrs: FlaskClient, body: bytes) -> None:
    answer = lrs.post("/statements", data=body, content_type="application/json")
    assert answer.status_code == 400 and error(answer)["clause"].startswith("Communication 1.5")


@pytest.mark.parametrize("place", range(3))
def test_s1_a_list_with_one_bad_statement_is_refused_whole_naming_it(lrs: FlaskClient, place: int) -> None:
    sent = [statement() for _ in range(3)]
    sent[place]["actor"] = {"mbox": "ada@example.org"}
    answer = lrs.post("/statements", json=sent)
    assert answer.status_code == 400 and count() == 0
    assert error(answer)["where"] == f"[{place}].actor.mbox"


@pytest.mark.parametrize("place", range(3))
def test_s2_a_list_with_one_contradiction_is_refused_whole_naming_it(lrs: FlaskClient, place: int) -> None:
    sent = [statement() for _ in range(3)]
    post(lrs, sent[place])
    sent[place] = sent[place] | {"actor": BRUNO}
    answer = lrs.post("/statements", json=sent)
    assert answer.status_code == 409 and count() == 1
    assert (error(answer)["where"], error(answer)["clause"]) == (f"[{place}].id", "Data 2.3.1")


def test_s2_a_contradiction_of_a_statement_alone_is_named_without_a_place(lrs: FlaskClient) -> None:
    one = statement()
    post(lrs, one)
    answer = lrs.post("/statements", json=one | {"actor": BRUNO})
    assert answer.status_code == 409 and error(answer)["where"] == "id"


def test_s2_repeats_among_new_ones_are_welcome(lrs: FlaskClient) -> None:
    first, second, third = statement(), statement(), statement()
    post(lrs, first)
    before = body_of(first["id"])
    assert post(lrs, second, first, third) == [second["id"], first["id"], third["id"]]
    assert count() == 3 and body_of(first["id"]) == before


def test_s2_the_same_id_twice_in_a_list_is_refused_whole(lrs: FlaskClient) -> None:
    one = statement()
    answer = lrs.post("/statements", json=[statement(), one, one | {"id": one["id"].upper()}])
    assert answer.status_code == 400 and count() == 0
    assert (error(answer)["where"], error(answer)["clause"]) == ("[2].id", "Communication 2.1.2")


@pytest.mark.parametrize("query", [f"statementId={NOBODY}", "limit=1", "format=exact", "method=GET"])
def test_communication_3_2_post_takes_no_parameter_of_its_own(lrs: FlaskClient, query: str) -> None:
    assert lrs.post(f"/statements?{query}", json=statement()).status_code == 400
    assert count() == 0


def test_data_2_3_2_voiding_another_clients_statement_is_refused_naming_which(
    lrs: FlaskClient, credentials: Credentials
) -> None:
    theirs = statement()
    post(lrs, theirs)
    headers = credentials(Scope.STATEMENTS_WRITE)
    for batch, where in (
        ([statement(), voiding(theirs["id"])], "[1].object.id"),
        (voiding(theirs["id"]), "object.id"),
    ):
        answer = lrs.post("/statements", json=batch, headers=headers)
        assert answer.status_code == 403 and error(answer)["where"] == where
        assert error(answer)["clause"] == "Data 2.3.2"
    assert count() == 1 and kept(lrs, theirs["id"])


def test_referring_to_another_clients_statement_is_allowed(
    lrs: FlaskClient, credentials: Credentials
) -> None:
    theirs = statement()
    post(lrs, theirs)
    answer = lrs.post(
        "/statements", json=referring(theirs["id"]), headers=credentials(Scope.STATEMENTS_WRITE)
    )
    assert answer.status_code == 200


def test_a_batch_larger_than_one_question_to_the_database_is_compared_whole(
    lrs: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_NAMED", 4)
    sent = [statement() for _ in range(9)]
    assert post(lrs, *sent) == post(lrs, *sent)
    answer = lrs.post("/statements", json=[*sent[:-1], sent[-1] | {"actor": BRUNO}])
    assert answer.status_code == 409 and error(answer)["where"] == "[8].id"


def test_communication_1_5_2_a_batch_may_come_with_the_data_of_its_attachments(lrs: FlaskClient) -> None:
    one, other = statement(attachments=[mixed.attached()]), statement()
    body = (
        mixed.part(orjson.dumps([one, other]), mixed.JSON)
        + mixed.part()
        + f"--{mixed.BOUNDARY}--\r\n".encode()
    )
    answer = lrs.post("/statements", data=body, content_type=mixed.TYPE)
    assert (answer.status_code, answer.json) == (200, [one["id"], other["id"]])


def test_2_1_2_a_statement_nested_too_deeply_is_refused(lrs: FlaskClient) -> None:
    deep: Any = {}
    for _ in range(300):
        deep = {"a": deep}
    answer = lrs.post(
        "/statements", json=[statement(), statement(result={"extensions": {"https://a.example": deep}})]
    )
    assert answer.status_code == 400 and count() == 0


def test_2_1_2_post_needs_the_scope_to_write(lrs: FlaskClient, credentials: Credentials) -> None:
    for scope, status in ((Scope.STATEMENTS_READ, 403), (Scope.ALL_READ, 403), (Scope.STATEMENTS_WRITE, 200)):
        assert lrs.post("/statements", json=statement(), headers=credentials(scope)).status_code == status
