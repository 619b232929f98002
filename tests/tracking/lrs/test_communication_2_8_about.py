"""Communication 2.8, the about resource: what is spoken here, told to anybody. (9274.1.1 4.1.6.7)"""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient


@pytest.fixture
def anybody(lrs_app: Flask) -> FlaskClient:
    return lrs_app.test_client()


def told(anybody: FlaskClient, **headers: str) -> Any:
    answer = anybody.get("/about", headers=headers)
    assert answer.status_code == 200 and answer.content_type == "application/json"
    return answer.json


def test_s5_b1_the_newest_version_of_each_generation_is_there(anybody: FlaskClient) -> None:
    assert {"1.0.3", "2.0.0"} <= set(told(anybody)["version"])


def test_s5_b1_the_first_version_is_there(anybody: FlaskClient) -> None:
    assert "1.0.0" in told(anybody)["version"]


def test_s5_b2_everything_else_is_an_extension_under_an_iri(anybody: FlaskClient) -> None:
    about = told(anybody)
    assert about.keys() == {"version", "extensions"}
    ((iri, product),) = about["extensions"].items()
    assert iri == "http://classcode.test/xapi/extensions/product"
    assert product.keys() == {"name", "version"} and product["name"] == "Class'Code"


def test_s5_b3_nobody_has_to_say_who_she_is(anybody: FlaskClient) -> None:
    assert told(anybody, Authorization="Basic bm9ib2R5OnJlYWxseQ==")


@pytest.mark.parametrize("version", ["0.9", "0.95", "1.0", "1.0.3", "2.0.0", "3.0.0", "nonsense"])
def test_s5_b4_no_version_is_refused(anybody: FlaskClient, version: str) -> None:
    assert told(anybody, **{"X-Experience-API-Version": version})


def test_head_answers_as_get(anybody: FlaskClient) -> None:
    """Communication 1.1."""
    answer = anybody.head("/about")
    assert answer.status_code == 200 and answer.data == b"" and answer.headers["ETag"]


def test_parameters_are_unknown(anybody: FlaskClient) -> None:
    """Communication 3.2.s3."""
    assert anybody.get("/about?verbose=true").status_code == 400
