"""Drafts: kept on any device, never overwritten unseen, refused where they are no program."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from classcode.people.models import Person
from tests.modules.exercises.conftest import COUNTED, FORWARD, HERE, LOOP, Login, draft, keep

pytestmark = pytest.mark.usefixtures("published")
NONE = {"program": None, "saved_at": None, "version": 0}


@pytest.fixture
def hers(client: FlaskClient, login: Login, ada: Person) -> FlaskClient:
    """Ada's browser."""
    return login(client, ada)


@pytest.fixture
def elsewhere(app: Flask, login: Login, ada: Person) -> FlaskClient:
    """Ada's telephone."""
    return login(app.test_client(), ada)


def test_at_first_there_is_none(hers: FlaskClient) -> None:
    assert draft(hers) == NONE


def test_a_draft_comes_back_on_another_device(hers: FlaskClient, elsewhere: FlaskClient) -> None:
    saved = keep(hers, LOOP, 0).get_json()
    assert saved["version"] == 1
    assert draft(elsewhere) == {"program": LOOP, **saved}


def test_saving_again_makes_a_new_version(hers: FlaskClient) -> None:
    keep(hers, LOOP, 0)
    assert keep(hers, COUNTED, 1).get_json()["version"] == 2
    assert draft(hers)["program"] == COUNTED


@pytest.mark.parametrize("known", [0, 1, 7])
def test_a_draft_that_another_device_saved_is_not_overwritten(
    hers: FlaskClient, elsewhere: FlaskClient, known: int
) -> None:
    keep(hers, LOOP, 0)
    keep(hers, {"version": 1, "do": [FORWARD]}, 1)
    answer = keep(elsewhere, COUNTED, known)
    assert answer.status_code == 409
    assert answer.get_json() == draft(hers)
    assert draft(hers)["program"] == {"version": 1, "do": [FORWARD]}


def test_who_has_seen_the_other_draft_may_write_over_it(hers: FlaskClient, elsewhere: FlaskClient) -> None:
    keep(hers, LOOP, 0)
    other = keep(elsewhere, COUNTED, 0).get_json()
    assert keep(elsewhere, COUNTED, other["version"]).status_code == 200
    assert draft(hers)["program"] == COUNTED


def test_sending_the_same_program_again_after_a_cut_is_no_conflict(hers: FlaskClient) -> None:
    first = keep(hers, LOOP, 0).get_json()
    again = keep(hers, LOOP, 0)
    assert (again.status_code, again.get_json()) == (200, first)


def test_each_exercise_and_each_person_has_a_draft_of_her_own(
    bruno: Person, hers: FlaskClient, app: Flask, login: Callable[..., FlaskClient]
) -> None:
    keep(hers, LOOP, 0)
    assert draft(hers, "square") == NONE
    assert draft(login(app.test_client(), bruno)) == NONE


def test_a_draft_may_hold_more_than_the_exercise_allows(hers: FlaskClient) -> None:
    assert keep(hers, {"version": 1, "do": [{"op": "pick"}] * 9}, 0).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"[" * 9000,
        b'{"program": {"version": 1, "do": []}}',
        b'{"program": {"version": 1, "do": []}, "version": -1}',
        b'{"program": {"version": 1, "do": []}, "version": 1.0}',
        b'{"program": {"version": 1, "do": []}, "version": true}',
        b'{"program": {"version": 1, "do": []}, "version": 99999999999}',
        b'{"program": {"version": 1, "do": [{"op": "jump"}]}, "version": 0}',
        b'{"program": null, "version": 0}',
        b'{"program": {"version": 1, "do": []}, "version": 0, "person": "bruno"}',
        b'{"program": {"version": 1, "do": []}, "version": 0}' + b" " * 60_000,
    ],
)
def test_what_is_no_draft_is_refused_and_nothing_kept(hers: FlaskClient, body: bytes) -> None:
    answer = hers.put(f"{HERE}/corridors/draft", data=body, content_type="application/json")
    assert answer.status_code == 422
    assert set(answer.get_json()["refused"]) == {"why", "at", "words"}
    assert draft(hers) == NONE


def test_a_program_of_the_largest_size_is_kept(hers: FlaskClient) -> None:
    steps = [{"op": "repeat", "times": 100, "do": [FORWARD]} for _ in range(100)]
    assert keep(hers, {"version": 1, "do": steps}, 0).status_code == 200


def test_nobody_keeps_a_draft_without_an_account(client: FlaskClient) -> None:
    assert (keep(client, LOOP, 0).status_code, client.get(f"{HERE}/corridors/draft").status_code) == (
        401,
        401,
    )


def test_a_token_that_went_with_its_session_reads_as_signed_out(
    app: Flask, hers: FlaskClient, client: FlaskClient
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert keep(hers, LOOP, 0).status_code == 400
        answer = app.test_client().put(f"{HERE}/corridors/draft", json={"program": LOOP, "version": 0})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert (answer.status_code, answer.get_json()) == (401, {"signed_in": False})
