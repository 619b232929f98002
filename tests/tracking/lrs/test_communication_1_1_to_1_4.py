"""Communication 1.1 (HEAD), 1.2 (headers) and 1.4 (encoding) for statements; 1.3 and 1.5 have files of their own."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.tracking.lrs.exchange import NOBODY, as_text, count, error, found, get, kept, post
from tests.tracking.lrs.logged import statement, voiding
from tests.tracking.lrs.statement import BRUNO

FORM = "application/x-www-form-urlencoded"
ALIKE = ("Content-Type", "X-Experience-API-Version", "Last-Modified", "ETag")


@pytest.mark.parametrize(
    "query",
    [{}, {"limit": "1"}, {"format": "canonical"}, {"statementId": NOBODY}, {"foo": "1"}, {"agent": "{}"}],
    ids=str,
)
def test_communication_1_1_head_answers_as_get_without_a_body(
    lrs: FlaskClient, query: dict[str, Any]
) -> None:
    post(lrs, statement(), statement())
    asked, answered = lrs.get("/statements", query_string=query), lrs.head("/statements", query_string=query)
    assert answered.status_code == asked.status_code and answered.data == b""
    assert [answered.headers.get(name) for name in ALIKE] == [asked.headers.get(name) for name in ALIKE]


def test_communication_1_1_head_of_one_statement_names_its_length_and_age(lrs: FlaskClient) -> None:
    (one,) = post(lrs, statement())
    asked = get(lrs, statementId=one)
    answered = lrs.head("/statements", query_string={"statementId": one})
    for name in ("Content-Length", "Last-Modified"):
        assert answered.headers[name] == asked.headers[name]
    assert answered.headers["X-Experience-API-Consistent-Through"]


def test_communication_1_1_head_of_a_voided_statement(lrs: FlaskClient) -> None:
    one = statement()
    post(lrs, one, voiding(one["id"]))
    for name, status in (("statementId", 404), ("voidedStatementId", 200)):
        assert lrs.head("/statements", query_string={name: one["id"]}).status_code == status


@pytest.mark.parametrize("method", ["DELETE", "PATCH"])
def test_communication_1_0_statements_are_neither_deleted_nor_changed(lrs: FlaskClient, method: str) -> None:
    post(lrs, statement())
    answer = lrs.open("/statements", method=method)
    assert answer.status_code == 405 and answer.headers["Allow"] and count() == 1


def test_communication_1_2_headers_are_known_in_any_letters(lrs: FlaskClient) -> None:
    body = as_text(statement())
    answer = lrs.post(
        "/statements",
        data=body,
        headers={"content-TYPE": "APPLICATION/json; charset=UTF-8", "x-experience-api-VERSION": "1.0.3"},
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", FORM, "application/xml", "multipart/form-data; boundary=a"]
)
def test_communication_1_5_statements_of_another_type_are_refused(
    lrs: FlaskClient, content_type: str
) -> None:
    answer = lrs.post("/statements", data=as_text(statement()), content_type=content_type)
    assert answer.status_code == 400 and count() == 0


def test_communication_1_4_texts_are_read_as_utf_8(lrs: FlaskClient) -> None:
    name = "Ünï çødé 名前 🚀"
    one = statement(actor=BRUNO | {"name": name}, result={"response": "\u2028\u00a0é"})
    lrs.post("/statements", data=as_text(one).encode(), content_type="application/json")
    back = kept(lrs, one["id"])
    assert back["actor"]["name"] == name and back["result"]["response"] == "\u2028\u00a0é"


def test_communication_1_4_a_text_may_be_escaped_as_well(lrs: FlaskClient) -> None:
    one = statement()
    escaped = as_text(one).replace("Ada", "\\u00c9l\\u00e9onore \\ud83d\\ude80")
    assert lrs.post("/statements", data=escaped, content_type="application/json").status_code == 200
    assert kept(lrs, one["id"])["actor"]["name"] == "Éléonore 🚀"


@pytest.mark.parametrize("text", ["é".encode("latin-1"), "é".encode("utf-16"), b"\xed\xa0\x80"], ids=str)
def test_communication_1_4_other_encodings_are_refused(lrs: FlaskClient, text: bytes) -> None:
    body = as_text(statement()).encode().replace(b"Ada", text)
    assert lrs.post("/statements", data=body, content_type="application/json").status_code == 400
    assert count() == 0


def test_communication_1_4_half_a_character_is_refused(lrs: FlaskClient) -> None:
    body = as_text(statement()).replace("Ada", "\\ud83d")
    assert lrs.post("/statements", data=body, content_type="application/json").status_code == 400


def test_communication_1_4_parameters_are_read_as_utf_8(lrs: FlaskClient) -> None:
    agent = {"account": {"homePage": "https://example.org", "name": "élève 🚀"}}
    iri = "https://example.org/é"
    one, _other = post(lrs, statement(actor=agent, object={"id": iri}), statement())
    assert found(lrs, agent=agent) == found(lrs, activity=iri) == [one]


def test_a_zero_character_is_kept_in_texts_and_refused_where_people_are_found_by_it(lrs: FlaskClient) -> None:
    named, found_by = "a\0b", {"account": {"homePage": "https://example.org", "name": "a\0b"}}
    one = statement(actor=BRUNO | {"name": named})
    post(lrs, one)
    assert kept(lrs, one["id"])["actor"]["name"] == named
    answer = lrs.post("/statements", json=statement(actor=found_by))
    assert answer.status_code == 400 and error(answer)["where"] == "actor.account.name"


def test_communication_1_3_a_query_may_come_as_a_form(lrs: FlaskClient) -> None:
    sent = post(lrs, statement(), statement())
    answer = lrs.post("/statements?method=GET", data={"limit": "1"}, content_type=FORM)
    assert answer.status_code == 200 and answer.json is not None
    assert [one["id"] for one in answer.json["statements"]] == sent[1:]
    rest = lrs.get(answer.json["more"]).json
    assert rest is not None and [one["id"] for one in rest["statements"]] == sent[:1]


def test_communication_1_3_a_statement_may_come_in_a_form(lrs: FlaskClient) -> None:
    one = statement()
    form = {"statementId": one["id"], "content": as_text(one), "Content-Type": "application/json"}
    assert lrs.post("/statements?method=PUT", data=form, content_type=FORM).status_code == 204
    assert kept(lrs, one["id"])
