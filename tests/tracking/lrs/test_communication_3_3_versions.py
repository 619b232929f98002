"""Communication 3.3: a request says which version it speaks, and every answer says by which it was made."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.tracking.lrs.conftest import VERSION, Credentials


@pytest.mark.parametrize("version", ["1.0", "1.0.0", "1.0.1", "1.0.2", "1.0.3", "1.0.9"])
def test_communication_3_3_s4_b1_any_1_0_is_served_as_1_0_3(probe: FlaskClient, version: str) -> None:
    answer = probe.get("/echo", headers={VERSION: version})
    assert (answer.get_json()["version"], answer.headers[VERSION]) == ("1.0.3", "1.0.3")


@pytest.mark.parametrize("version", ["2.0", "2.0.0", "2.0.1"])
def test_9274_2_0_is_served_as_2_0_0(probe: FlaskClient, version: str) -> None:
    answer = probe.get("/echo", headers={VERSION: version})
    assert (answer.get_json()["version"], answer.headers[VERSION]) == ("2.0.0", "2.0.0")


@pytest.mark.parametrize(
    "version",
    ["", "BAD", "0.9", "0.95", "1", "1.0.", "1.0.x", "1.0.0.1", "1.1.0", "2", "2.1.0", "3.0.0", "1.0.٣"],
)
def test_communication_3_3_s4_b2_any_other_version_is_refused(probe: FlaskClient, version: str) -> None:
    answer = probe.get("/echo", headers={VERSION: version.encode().decode("latin-1")})
    assert (answer.status_code, answer.get_json()["error"]["where"]) == (400, VERSION)
    assert answer.headers[VERSION] in {"1.0.3", "2.0.0"}


@pytest.mark.usefixtures("probe")
def test_communication_3_3_s3_b7_a_request_without_a_version_is_refused(
    lrs_app: Flask, credentials: Credentials
) -> None:
    key = credentials()["Authorization"]
    answer = lrs_app.test_client().get("/echo", headers={"Authorization": key})
    assert (answer.status_code, answer.get_json()["error"]["clause"]) == (400, "Communication 3.3")
    # As a system from before the header would: neither generation takes it for its own answer.
    assert answer.headers[VERSION] == "0.9"


def test_communication_2_8_s5_b4_about_needs_no_version_and_minds_no_strange_one(lrs_app: Flask) -> None:
    anyone = lrs_app.test_client()
    plain, strange = anyone.get("/about"), anyone.get("/about", headers={VERSION: "9"})
    assert (plain.status_code, strange.status_code) == (200, 200)
    assert plain.headers[VERSION] == "2.0.0"
    assert anyone.get("/about", headers={VERSION: "1.0.1"}).headers[VERSION] == "1.0.3"


def test_communication_3_3_s3_b1_errors_carry_the_version_too(probe: FlaskClient) -> None:
    for version in ("1.0.3", "2.0.0"):
        for path in ("/nothing", "/broken", "/activities"):
            assert probe.get(path, headers={VERSION: version}).headers[VERSION] == version
