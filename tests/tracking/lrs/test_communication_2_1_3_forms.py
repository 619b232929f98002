"""Communication 2.1.3, the parameters `format` and `attachments`: as stored, by ids, canonical, with files.

What the formats do to each part of a statement is tested in test_communication_2_1_3_formats.py.
"""

from __future__ import annotations

import email
import email.policy
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.tracking.lrs import mixed
from tests.tracking.lrs.conftest import Credentials
from tests.tracking.lrs.exchange import as_text, body_of, get, post, put
from tests.tracking.lrs.logged import statement
from tests.tracking.lrs.statement import BRUNO
from tracking.log import reading
from tracking.lrs.scopes import Scope

IRI = "https://example.org/page"
NAMED = {"name": {"en": "A page", "fr": "Une page"}, "type": "https://example.org/type"}
SHOWN = {"id": "https://example.org/verb", "display": {"en": "saw", "fr": "a vu", "nl": "zag"}}


def one_of(answer: TestResponse) -> Any:
    assert answer.status_code == 200, answer.text
    parsed = orjson.loads(answer.data)
    return parsed["statements"][0] if "statements" in parsed else parsed


@pytest.mark.parametrize("query", [{}, {"format": "exact"}, {"attachments": "false"}], ids=str)
def test_exact_is_the_stored_bytes(lrs: FlaskClient, query: dict[str, str]) -> None:
    ids = post(lrs, statement(result={"score": {"scaled": 0.1}, "response": "é\u2028\n\\"}), statement())
    for one in ids:
        assert get(lrs, statementId=one, **query).data == body_of(one)
    listed = b",".join(body_of(one) for one in reversed(ids))
    assert get(lrs, **query).data == b'{"statements":[' + listed + b'],"more":""}'


def test_exact_says_what_this_statement_said_whatever_others_say(lrs: FlaskClient) -> None:
    (one,) = post(lrs, statement(object={"id": IRI, "definition": {"name": {"en": "Mine"}}}))
    post(lrs, statement(object={"id": IRI, "definition": NAMED}))
    assert one_of(get(lrs, statementId=one))["object"]["definition"] == {"name": {"en": "Mine"}}


def test_ids_is_what_identifies_and_nothing_else(lrs: FlaskClient) -> None:
    (one,) = post(
        lrs, statement(actor=BRUNO | {"name": "B"}, verb=SHOWN, object={"id": IRI, "definition": NAMED})
    )
    for answer in (get(lrs, statementId=one, format="ids"), get(lrs, format="ids")):
        told = one_of(answer)
        assert (told["actor"], told["verb"], told["object"]) == (BRUNO, {"id": SHOWN["id"]}, {"id": IRI})
        assert set(told) == {"id", "actor", "verb", "object", "timestamp", "stored", "authority", "version"}


def test_canonical_is_the_definition_of_all_statements_together(lrs: FlaskClient) -> None:
    (one,) = post(lrs, statement(object={"id": IRI}))
    post(
        lrs,
        statement(
            object={"id": IRI, "definition": {"name": {"en": "Old"}, "moreInfo": "https://a.example/"}}
        ),
    )
    post(lrs, statement(object={"id": IRI, "definition": NAMED}))
    told = one_of(get(lrs, statementId=one, format="canonical"))
    assert told["object"]["definition"] == NAMED | {
        "name": {"en": "A page"},
        "moreInfo": "https://a.example/",
    }


def test_canonical_hears_who_may_define_and_nobody_else(lrs: FlaskClient, credentials: Credentials) -> None:
    (one,) = post(lrs, statement(object={"id": IRI, "definition": NAMED}))
    other = statement(object={"id": IRI, "definition": {"name": {"en": "Theirs"}}})
    put(lrs, other, headers=credentials(Scope.STATEMENTS_WRITE))
    assert one_of(get(lrs, statementId=one, format="canonical"))["object"]["definition"]["name"] == {
        "en": "A page"
    }
    put(lrs, other | {"id": one[:-4] + "0000"}, headers=credentials(Scope.STATEMENTS_WRITE, Scope.DEFINE))
    assert one_of(get(lrs, statementId=one, format="canonical"))["object"]["definition"]["name"] == {
        "en": "Theirs"
    }


@pytest.mark.parametrize(
    ("languages", "name", "display"),
    [
        ("fr", {"fr": "Une page"}, {"fr": "a vu"}),
        ("fr-BE, fr;q=0.9, en;q=0.5", {"fr": "Une page"}, {"fr": "a vu"}),
        ("nl, fr;q=0.4, en;q=0.5", {"en": "A page"}, {"nl": "zag"}),
        ("de", {"en": "A page"}, {"en": "saw"}),
        ("*", {"en": "A page"}, {"en": "saw"}),
        ("", {"en": "A page"}, {"en": "saw"}),
    ],
    ids=str,
)
def test_canonical_speaks_one_language_the_one_that_is_asked_for(
    lrs: FlaskClient, languages: str, name: dict[str, str], display: dict[str, str]
) -> None:
    (one,) = post(lrs, statement(verb=SHOWN, object={"id": IRI, "definition": NAMED}))
    for query in ({"statementId": one}, {"limit": "1"}):
        told = one_of(get(lrs, {"Accept-Language": languages}, format="canonical", **query))
        assert (told["object"]["definition"]["name"], told["verb"]["display"]) == (name, display)


@pytest.mark.parametrize("form", ["exact", "ids"])
def test_other_formats_pay_no_heed_to_languages(lrs: FlaskClient, form: str) -> None:
    (one,) = post(lrs, statement(verb=SHOWN))
    plain = get(lrs, statementId=one, format=form).data
    assert get(lrs, {"Accept-Language": "fr"}, statementId=one, format=form).data == plain


def test_canonical_answers_more_activities_than_one_question_may_name(
    lrs: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_NAMED", 3)
    many = [{"id": f"https://example.org/{number}", "definition": NAMED} for number in range(8)]
    post(lrs, statement(context={"contextActivities": {"other": many}}))
    told = one_of(get(lrs, {"Accept-Language": "fr"}, format="canonical"))["context"]["contextActivities"][
        "other"
    ]
    assert [one["definition"]["name"] for one in told] == [{"fr": "Une page"}] * 8


def send(lrs: FlaskClient, *statements: Any, data: tuple[bytes, ...]) -> None:
    parts = b"".join(mixed.part(one) for one in data)
    body = mixed.part(orjson.dumps(statements), mixed.JSON) + parts + f"--{mixed.BOUNDARY}--\r\n".encode()
    answer = lrs.post("/statements", data=body, content_type=mixed.TYPE)
    assert answer.status_code == 200, answer.text


def parts_of(answer: TestResponse) -> list[Any]:
    assert answer.status_code == 200 and answer.content_type.startswith("multipart/mixed; boundary=")
    head = f"Content-Type: {answer.content_type}\r\n\r\n".encode()
    whole = email.message_from_bytes(head + answer.data, policy=email.policy.HTTP)
    parts = list(whole.iter_parts())
    assert parts[0].get_content_type() == "application/json"
    return parts


def test_attachments_come_as_they_were_sent_each_once(lrs: FlaskClient) -> None:
    one, other = statement(attachments=[mixed.attached()]), statement(attachments=[mixed.attached(b"\0\r\n")])
    again = statement(attachments=[mixed.attached()])
    send(lrs, one, other, again, data=(mixed.TEXT, b"\0\r\n"))
    first, *files = parts_of(get(lrs, attachments="true"))
    told = orjson.loads(first.get_payload(decode=True))
    assert [each["id"] for each in told["statements"]] == [again["id"], other["id"], one["id"]]
    assert {file["X-Experience-API-Hash"]: file.get_payload(decode=True) for file in files} == {
        mixed.sha256(data): data for data in (mixed.TEXT, b"\0\r\n")
    }
    assert all(file["Content-Transfer-Encoding"] == "binary" for file in files) and len(files) == 2


def test_attachments_of_one_statement_are_its_own(lrs: FlaskClient) -> None:
    one, other = statement(attachments=[mixed.attached()]), statement(attachments=[mixed.attached(b"other")])
    send(lrs, one, other, data=(mixed.TEXT, b"other"))
    first, file = parts_of(get(lrs, statementId=one["id"], attachments="true"))
    assert orjson.loads(first.get_payload(decode=True))["id"] == one["id"]
    assert file.get_payload(decode=True) == mixed.TEXT and file.get_content_type() == "text/plain"


def test_attachments_without_data_are_a_multipart_of_one(lrs: FlaskClient) -> None:
    (one,) = post(lrs, statement(attachments=[mixed.attached(fileUrl="https://example.org/file")]))
    assert len(parts_of(get(lrs, statementId=one, attachments="true"))) == 1
    assert len(parts_of(get(lrs, attachments="true"))) == 1


def test_attachments_stay_away_when_nobody_asks(lrs: FlaskClient) -> None:
    send(lrs, statement(attachments=[mixed.attached()]), data=(mixed.TEXT,))
    for query in ({}, {"attachments": "false"}):
        answer = get(lrs, **query)
        assert answer.content_type == "application/json" and mixed.TEXT not in answer.data


def test_attachments_go_with_formats_and_pages(lrs: FlaskClient) -> None:
    sent = [statement(attachments=[mixed.attached(data)]) for data in (b"1", b"2")]
    send(lrs, *sent, data=(b"1", b"2"))
    first, file = parts_of(get(lrs, attachments="true", format="ids", limit="1"))
    told = orjson.loads(first.get_payload(decode=True))
    assert file.get_payload(decode=True) == b"2" and "display" not in told["statements"][0]["verb"]
    first, file = parts_of(lrs.get(told["more"]))
    assert file.get_payload(decode=True) == b"1"


def test_communication_1_4_what_is_answered_is_utf_8(lrs: FlaskClient) -> None:
    (one,) = post(lrs, statement(actor=BRUNO | {"name": "Çağla 🚀"}))
    assert "Çağla 🚀".encode() in get(lrs, statementId=one).data
    assert as_text("Çağla 🚀") in get(lrs, statementId=one).get_data(as_text=True)
