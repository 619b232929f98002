"""Communication 3.2: how errors are answered, which parameters are taken, and that nothing of the inside shows."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from classcode import db
from classcode.config import Config
from tests.tracking.lrs.conftest import VERSION, Credentials
from tracking.lrs import arguments, here
from tracking.lrs.app import create
from tracking.lrs.failures import MESSAGES
from tracking.xapi.errors import Invalid
from tracking.xapi.versions import Version


@pytest.fixture
def asked(lrs_app: Flask) -> Iterator[Callable[[str], dict[str, str]]]:
    """Read a query's parameters as a view would: `asked("a=1")`; the known ones are a and b."""
    contexts = []

    def read(query: str) -> dict[str, str]:
        contexts.append(lrs_app.test_request_context(f"/?{query}"))
        contexts[-1].push()
        request.environ[here.VERSION] = Version.V1
        return arguments.read(frozenset({"a", "b"}))

    yield read
    for context in reversed(contexts):
        context.pop()


def test_an_error_says_what_where_and_by_which_clause(lrs: FlaskClient) -> None:
    error = lrs.get("/activities?activityId=no-iri").get_json()["error"]
    assert (error["where"], error["clause"]) == ("?activityId", "Data 4.3")
    assert error["message"].startswith("This has to be an IRI")


@pytest.mark.parametrize(
    ("wanted", "begins"),
    [("fr-BE,fr;q=0.9", "Il n’y a rien"), ("nl", "Hier is"), ("de", "There"), ("*", "There"), ("", "There")],
)
def test_an_error_speaks_the_language_that_is_asked_english_otherwise(
    lrs: FlaskClient, wanted: str, begins: str
) -> None:
    message = lrs.get("/nothing", headers={"Accept-Language": wanted}).get_json()["error"]["message"]
    assert message.startswith(begins)


def test_communication_3_2_s2_b1_an_unknown_parameter_is_refused(lrs: FlaskClient) -> None:
    assert lrs.get("/activities?activityId=a:b&foo=bar").status_code == 400


def test_communication_3_2_s3_b8_a_parameter_in_another_case_is_unknown(lrs: FlaskClient) -> None:
    assert lrs.get("/activities?ActivityId=a:b").status_code == 400


def test_a_parameter_given_twice_is_refused(lrs: FlaskClient) -> None:
    answer = lrs.get("/activities?activityId=a:b&activityId=a:c")
    assert answer.get_json()["error"]["where"] == "?activityId"


def test_a_parameter_with_a_zero_character_is_refused(asked: Callable[[str], Any]) -> None:
    with pytest.raises(Invalid):
        asked("a=%00")


def test_bytes_that_are_no_text_stay_as_they_are_written(asked: Callable[[str], Any]) -> None:
    assert asked("a=%ff") == {"a": "%FF"}


@pytest.mark.parametrize("read", [arguments.text, arguments.iri, arguments.agent, arguments.actor])
def test_what_is_needed_and_missing_or_empty_is_refused(
    asked: Callable[[str], Any], read: Callable[[Any, str], Any]
) -> None:
    for query in ("", "a="):
        with pytest.raises(Invalid, match="missing"):
            read(asked(query), "a")


def test_what_may_be_missing_is_none(asked: Callable[[str], Any]) -> None:
    given = asked("")
    readers = (arguments.uuid, arguments.timestamp, arguments.natural, arguments.boolean)
    assert [read(given, "a") for read in readers] == [None, None, None, False]


def test_each_kind_of_parameter_is_read_as_what_it_is(asked: Callable[[str], Any]) -> None:
    same = "fd41c918-b88b-4b20-a0a5-a4c32391aaa0"
    assert arguments.uuid(asked(f"a={same.upper()}"), "a") == UUID(same)
    assert arguments.natural(asked("a=0"), "a") == 0
    assert arguments.boolean(asked("a=true"), "a")
    assert not arguments.boolean(asked("a=false"), "a")
    moment = arguments.timestamp(asked("a=2026-09-01T10:00:00%2B02:00"), "a")
    assert moment == datetime(2026, 9, 1, 8, tzinfo=UTC)
    assert arguments.agent(asked('a={"mbox":"mailto:a@b.fr"}'), "a") == {"mbox": "mailto:a@b.fr"}


@pytest.mark.parametrize(
    ("read", "wrong"),
    [
        (
            arguments.uuid,
            ["", "1", "{fd41c918-b88b-4b20-a0a5-a4c32391aaa0}", "fd41c918b88b4b20a0a5a4c32391aaa0"],
        ),
        (arguments.timestamp, ["", "yesterday", "2026-13-01T00:00:00Z", "1e9", "2026-01-01T00:00:00-00:00"]),
        (arguments.natural, ["", "-1", "1.5", "1e3", "٣", "0x1", "1" * 4000]),
        (arguments.boolean, ["", "True", "1", "yes", "null"]),
        (arguments.iri, ["thing", "//host/x", "http://with space"]),
        (
            arguments.agent,
            ["{", "[]", "1", "null", '"a"', "{}", '{"mbox":1}', '{"account":[]}', '{"member":{}}'],
        ),
        (arguments.actor, ['{"objectType":"Group","member":[{"mbox":"mailto:a@b.fr"}]}', "[" * 5000]),
    ],
)
def test_any_other_type_is_refused_and_breaks_nothing(
    asked: Callable[[str], Any], read: Callable[[Any, str], Any], wrong: list[str]
) -> None:
    for said in wrong:
        with pytest.raises(Invalid) as refused:
            read({"a": said}, "a") if said else read(asked("a="), "a")
        assert refused.value.where.startswith("?a")


def test_a_method_that_a_resource_does_not_know_is_405(lrs: FlaskClient) -> None:
    answer = lrs.delete("/about")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert answer.get_json()["error"]["message"] == MESSAGES[405]


def test_a_failure_shows_nothing_of_the_inside_and_is_logged(
    probe: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = probe.get("/broken")
    assert (answer.status_code, answer.get_json()) == (500, {"error": {"message": MESSAGES[500]}})
    assert answer.headers[VERSION] == "1.0.3"
    assert "a secret of the inside" in caplog.text


def test_a_database_that_is_away_is_503_and_says_when_to_come_back(lrs: FlaskClient, engine: Engine) -> None:
    with db.transaction() as session:
        session.execute(text("ALTER TABLE lrs_client RENAME TO gone"))
    answer = lrs.get("/activities?activityId=a:b")
    expected = (
        503 if engine.dialect.name == "sqlite" else 500
    )  # PostgreSQL tells a missing table from a missing server
    assert answer.status_code == expected
    assert ("Retry-After" in answer.headers) == (expected == 503)


def test_a_request_larger_than_the_client_may_send_is_413_at_once(
    probe: FlaskClient, credentials: Any
) -> None:
    answer = probe.put("/echo", data=b"x" * 1001, headers=credentials(largest=1000))
    assert (answer.status_code, "1000 bytes" in answer.text) == (413, True)
    assert probe.put("/echo", data=b"x" * 1000, headers=credentials(largest=1000)).status_code == 200


def test_a_body_without_a_length_is_cut_where_the_client_may_send_no_more(
    probe: FlaskClient, credentials: Any
) -> None:
    endless = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    answers = [
        probe.put(
            "/echo",
            input_stream=BytesIO(b"x" * size),
            environ_overrides=endless,
            headers=credentials(largest=1000),
        ).status_code
        for size in (1000, 1001)
    ]
    assert answers == [200, 413]


def test_every_answer_carries_the_security_headers(probe: FlaskClient) -> None:
    for path in ("/about", "/nothing", "/broken", "/echo"):
        headers = probe.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in headers
        assert "Strict-Transport-Security" not in headers


def test_over_https_browsers_are_told_to_stay_there(config: Config, engine: Engine) -> None:
    assert engine.url
    browser = create(replace(config, base_url="https://classcode.test")).test_client()
    assert "max-age" in browser.get("/about").headers["Strict-Transport-Security"]


def test_the_site_carries_the_record_below_xapi(client: FlaskClient, credentials: Credentials) -> None:
    client.set_cookie("classcode", "a cookie of the site")
    assert client.get("/xapi/about").get_json()["version"]
    assert client.get("/xapi/activities?activityId=a:b", headers=credentials()).status_code == 200
    # No token of the site's forms is asked for, and no cookie opens anything.
    headers = {VERSION: "1.0.3"}
    assert client.put("/xapi/activities/state", data=b"{}", headers=headers).status_code == 401
    for path in ("/xapi", "/xapi/", "/xapi/nothing"):
        answer = client.get(path)
        assert (answer.status_code, answer.content_type) == (404, "application/json")
        assert "Set-Cookie" not in answer.headers
