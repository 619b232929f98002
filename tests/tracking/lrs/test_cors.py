"""Which sites' scripts may talk to the record: the listed ones, with keys, never with cookies."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from classcode.config import Config, ConfigError, load
from tests.tracking.lrs.conftest import Credentials
from tracking.lrs.app import create

LISTED = "https://tools.example.org"


@pytest.fixture
def browser(config: Config, engine: Engine) -> FlaskClient:
    """A script of some site, before a record that lists one."""
    assert engine.url
    return create(replace(config, lrs_origins=(LISTED,))).test_client()


def test_a_preflight_is_answered_without_credentials(browser: FlaskClient) -> None:
    asked = {"Origin": LISTED, "Access-Control-Request-Method": "PUT"}
    answer = browser.options("/activities", headers=asked)
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == LISTED
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    for header in ("Authorization", "Content-Type", "X-Experience-API-Version", "If-Match", "If-None-Match"):
        assert header in answer.headers["Access-Control-Allow-Headers"]


def test_a_listed_site_may_read_answers_and_errors(browser: FlaskClient, credentials: Credentials) -> None:
    for headers in (credentials(), {}):
        answer = browser.get("/activities?activityId=a:b", headers={**headers, "Origin": LISTED})
        assert answer.headers["Access-Control-Allow-Origin"] == LISTED
        assert "X-Experience-API-Consistent-Through" in answer.headers["Access-Control-Expose-Headers"]
        assert "Origin" in answer.headers["Vary"]


def test_cookies_are_never_asked_for(browser: FlaskClient) -> None:
    answers = [
        browser.options("/about", headers={"Origin": LISTED}),
        browser.get("/about", headers={"Origin": LISTED}),
    ]
    assert [answer.headers.get("Access-Control-Allow-Credentials") for answer in answers] == [None, None]


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example.org", "http://tools.example.org", "null", LISTED + ".eu"]
)
def test_another_site_gets_nothing_that_it_can_read(browser: FlaskClient, origin: str) -> None:
    for answer in (browser.options("/about", headers={"Origin": origin}), browser.get("/about")):
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert "Origin" in answer.headers["Vary"]


def test_nobody_is_listed_by_default(lrs: FlaskClient) -> None:
    answer = lrs.options("/about", headers={"Origin": LISTED})
    assert (answer.status_code, "Access-Control-Allow-Origin" in answer.headers) == (204, False)


def test_a_preflight_for_nothing_is_404(browser: FlaskClient) -> None:
    assert browser.options("/nothing", headers={"Origin": LISTED}).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        "http://example.org",
        "https://example.org/path",
        "*",
        "example.org",
        "https://u@example.org",
        "https://",
    ],
)
def test_a_setting_that_is_no_origin_is_refused(wrong: str) -> None:
    with pytest.raises(ConfigError, match=r"^LRS_ORIGINS must"):
        load({"ENVIRONMENT": "test", "LRS_ORIGINS": wrong, "VAR_DIR": "/nonexistent", "SECRET_KEY": "k" * 40})
