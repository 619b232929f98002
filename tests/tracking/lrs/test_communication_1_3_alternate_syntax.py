"""Communication 1.3: a request told in a form, for clients that can only post forms; gone from 2.0."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.tracking.lrs.conftest import VERSION, Credentials
from tracking.lrs.rewriting import LARGEST

FORM = "application/x-www-form-urlencoded"


def told(client: FlaskClient, method: str, fields: dict[str, str], **more: Any) -> TestResponse:
    """Post a form that stands for a request with this method."""
    return client.post(f"/echo?method={method}", data=fields, **more)


def test_communication_1_3_s3_b1_the_method_of_the_query_is_the_method(probe: FlaskClient) -> None:
    answers = [told(probe, method, {"content": "x"}).get_json() for method in ("PUT", "POST")]
    answers += [told(probe, method, {"stateId": "s"}).get_json() for method in ("GET", "DELETE")]
    assert [answer["method"] for answer in answers] == ["PUT", "POST", "GET", "DELETE"]


def test_communication_1_3_s3_b5_fields_become_parameters(probe: FlaskClient) -> None:
    answer = told(probe, "GET", {"activityId": "https://exemple.fr/é?a=1&b", "limit": ""}).get_json()
    assert answer["arguments"] == {"activityId": ["https://exemple.fr/é?a=1&b"], "limit": [""]}
    assert answer["body"] == ""


def test_communication_1_3_s3_b6_content_becomes_the_body_byte_by_byte(probe: FlaskClient) -> None:
    answer = told(probe, "PUT", {"stateId": "s", "content": '{"à":"+&="}'}).get_json()
    assert answer["body"] == '{"à":"+&="}'
    assert answer["arguments"] == {"stateId": ["s"]}
    assert answer["headers"]["Content-Type"] == "application/json"


def test_communication_1_3_s3_b7_fields_named_as_headers_become_headers(probe: FlaskClient) -> None:
    fields = {"content": "abc", "Content-Type": "text/plain", "Content-Length": "99", "If-Match": '"e"'}
    answer = told(probe, "PUT", fields).get_json()
    assert answer["headers"] == {"Content-Type": "text/plain", "Content-Length": "3", "If-Match": '"e"'}
    assert answer["arguments"] == {}


@pytest.mark.usefixtures("probe")
def test_communication_1_3_s3_b7_credentials_and_version_may_stand_in_the_form(
    lrs_app: Flask, credentials: Credentials
) -> None:
    answer = told(lrs_app.test_client(), "GET", credentials())
    assert answer.status_code == 200


def test_communication_1_3_s3_b7_the_version_of_the_form_comes_before_the_header(probe: FlaskClient) -> None:
    assert told(probe, "GET", {VERSION: "0.8"}).status_code == 400


def test_communication_1_3_s3_b4_other_parameters_in_the_address_are_refused(probe: FlaskClient) -> None:
    answer = probe.post("/echo?method=PUT&stateId=s", data={"content": "x"})
    assert (answer.status_code, answer.get_json()["error"]["clause"]) == (400, "Communication 1.3")


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_communication_1_3_s3_b6_a_body_is_needed_where_the_method_has_one(
    probe: FlaskClient, method: str
) -> None:
    assert told(probe, method, {"stateId": "s"}).get_json()["error"]["where"] == "content"


@pytest.mark.parametrize("method", ["GET", "DELETE", "HEAD"])
def test_content_is_refused_where_the_method_has_none(probe: FlaskClient, method: str) -> None:
    assert told(probe, method, {"content": "x"}).status_code == 400


@pytest.mark.parametrize("method", ["", "get", "PATCH", "OPTIONS", "TRACE"])
def test_a_method_that_no_resource_knows_is_refused(probe: FlaskClient, method: str) -> None:
    assert told(probe, method, {}).status_code == 400


def test_a_form_of_another_type_is_refused(probe: FlaskClient) -> None:
    answer = probe.post("/echo?method=GET", json={"limit": 1})
    assert answer.get_json()["error"]["where"] == "Content-Type"


def test_a_field_given_twice_is_refused(probe: FlaskClient) -> None:
    assert probe.post("/echo?method=GET", data="a=1&a=2", content_type=FORM).status_code == 400


def test_a_header_of_two_lines_is_refused(probe: FlaskClient) -> None:
    assert told(probe, "GET", {"If-Match": "a\r\nHost: b"}).status_code == 400


def test_a_form_without_end_is_refused_unread(probe: FlaskClient) -> None:
    answer = told(probe, "PUT", {"content": "x" * LARGEST})
    assert (answer.status_code, str(LARGEST) in answer.text) == (413, True)


def test_a_form_with_countless_fields_is_refused(probe: FlaskClient) -> None:
    many = urlencode({f"f{n}": "" for n in range(200)})
    assert probe.post("/echo?method=GET", data=many, content_type=FORM).status_code == 400


@pytest.mark.parametrize("where", ["header", "form"])
def test_9274_the_syntax_is_refused_in_2_0(probe: FlaskClient, where: str) -> None:
    headers, fields = ({VERSION: "2.0.0"}, {}) if where == "header" else ({}, {VERSION: "2.0.0"})
    answer = told(probe, "GET", fields, headers=headers)
    assert (answer.status_code, answer.headers[VERSION]) == (400, "2.0.0")


def test_a_put_that_says_another_method_is_no_form(probe: FlaskClient) -> None:
    assert probe.put("/activities?method=POST", data="{}").status_code == 405
    assert probe.get("/activities?method=POST&activityId=a:b").status_code == 400
