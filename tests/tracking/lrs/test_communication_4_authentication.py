"""Communication 4.0 and 4.2: who a client is, what its scopes open, and what wrong credentials cost."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from classcode import clock, db, journal
from classcode.config import Config
from tests.tracking.lrs.conftest import QUICK_HASH, SECRET, VERSION, Credentials, basic, new_client
from tracking.lrs import credentials as module
from tracking.lrs.app import create
from tracking.lrs.clients.models import LrsClient
from tracking.lrs.clients.rules import revoke
from tracking.lrs.scopes import Scope

pytestmark = pytest.mark.usefixtures("probe")


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The secrets that were hashed slowly, in order."""
    seen: list[str] = []

    def watch(password_hash: str | None, secret: str) -> bool:
        seen.append(secret)
        return password_hash == QUICK_HASH and secret == SECRET

    monkeypatch.setattr(module, "is_right", watch)
    return seen


def status(app: Flask, authorization: str | None, path: str = "/echo", **more: Any) -> int:
    """Return how a request with these credentials is answered."""
    headers = {VERSION: "1.0.3"} | ({} if authorization is None else {"Authorization": authorization})
    return app.test_client().get(path, headers=headers, **more).status_code


def test_communication_4_0_basic_is_taken_and_names_the_client(
    probe: FlaskClient, credentials: Credentials
) -> None:
    row = new_client()
    answer = probe.get("/echo", headers={"Authorization": basic(row.key)}).get_json()
    account = {"homePage": "http://classcode.test", "name": f"client:{row.key}"}
    assert answer["client"] == row.key
    assert answer["authority"] == {"objectType": "Agent", "account": account}


WRONG = {
    "nothing": None,
    "an empty header": "",
    "a scheme alone": "Basic",
    "a colon after the scheme": "Basic:" + b64encode(b"a:b").decode(),
    "no base64": "Basic §§§",
    "no colon": "Basic " + b64encode(b"ab").decode(),
    "no key": "Basic " + b64encode(b":secret").decode(),
    "no UTF-8": "Basic " + b64encode(b"\xff:\xff").decode(),
    "a zero character": "Basic " + b64encode(b"a\0:b").decode(),
    "another scheme": "Bearer abc",
    "somebody unknown": basic("nobody"),
}


@pytest.mark.parametrize("header", WRONG.values(), ids=WRONG.keys())
def test_communication_4_0_bad_credentials_are_401(lrs_app: Flask, header: str | None) -> None:
    headers = {VERSION: "1.0.3"} | (
        {} if header is None else {"Authorization": header.encode().decode("latin-1")}
    )
    answer = lrs_app.test_client().get("/echo", headers=headers)
    assert (answer.status_code, answer.headers["WWW-Authenticate"].split()[0]) == (401, "Basic")


def test_a_wrong_secret_reads_like_an_unknown_key(lrs_app: Flask) -> None:
    row = new_client()
    anyone = lrs_app.test_client()
    texts = [
        anyone.get("/echo", headers={VERSION: "1.0.3", "Authorization": header}).text
        for header in (basic(row.key, "wrong"), basic("nobody"))
    ]
    assert texts[0] == texts[1]


def test_a_secret_is_hashed_once_for_many_requests(lrs_app: Flask, hashed: list[str]) -> None:
    key = basic(new_client().key)
    assert {status(lrs_app, key) for _ in range(20)} == {200}
    assert hashed == [SECRET]


def test_a_revoked_key_opens_nothing_after_a_few_seconds_and_no_hash(
    lrs_app: Flask, hashed: list[str]
) -> None:
    row = new_client()
    assert status(lrs_app, basic(row.key)) == 200
    with db.transaction() as session:
        revoke(session, row.id)
    with clock.at(clock.now() + module.FRESH):
        assert status(lrs_app, basic(row.key)) == 401
    assert hashed == [SECRET]


def test_a_changed_scope_holds_after_a_few_seconds(lrs_app: Flask, hashed: list[str]) -> None:
    row = new_client()
    assert status(lrs_app, basic(row.key)) == 200
    with db.transaction() as session:
        session.get_one(LrsClient, row.id).scopes = [Scope.DEFINE]
    with clock.at(clock.now() + module.FRESH):
        assert status(lrs_app, basic(row.key)) == 403
    assert len(hashed) == 1


def test_an_expired_key_opens_nothing_from_that_instant_on(lrs_app: Flask) -> None:
    end = clock.now() + timedelta(seconds=2)
    key = basic(new_client(expires_at=end).key)
    assert status(lrs_app, key) == 200
    with clock.at(end - timedelta(microseconds=1)):
        assert status(lrs_app, key) == 200
    with clock.at(end):
        assert status(lrs_app, key) == 401
        assert status(lrs_app, key) == 401


def test_use_is_remembered_at_most_once_an_hour(lrs_app: Flask) -> None:
    row, start = new_client(), clock.now()

    def used(minutes: int) -> Any:
        with clock.at(start + timedelta(minutes=minutes)):
            assert status(lrs_app, basic(row.key)) == 200
        with db.reading() as session:
            return session.get_one(LrsClient, row.id).last_used_at

    hour = timedelta(hours=1)
    assert [used(minutes) - start for minutes in (0, 59, 61)] == [0 * hour, 0 * hour, hour + hour / 60]


def test_wrong_secrets_stop_costing_hashes(lrs_app: Flask, hashed: list[str]) -> None:
    row = new_client()
    answers = [status(lrs_app, basic(row.key, f"guess {n}")) for n in range(30)]
    assert answers == [401] * 10 + [429] * 20
    assert len(hashed) == 10


def test_a_revoked_key_that_is_still_used_stops_costing_hashes(lrs_app: Flask, hashed: list[str]) -> None:
    key = basic(new_client(revoked_at=clock.now()).key)
    assert [status(lrs_app, key) for _ in range(12)] == [401] * 10 + [429] * 2
    assert len(hashed) == 10


def test_who_must_wait_is_told_how_long(lrs_app: Flask) -> None:
    for n in range(100):
        status(lrs_app, basic(f"key-{n}"))
    answer = lrs_app.test_client().get("/echo", headers={VERSION: "1.0.3", "Authorization": basic("key")})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "300")


def test_a_burst_from_one_new_client_is_hashed_once(lrs_app: Flask, hashed: list[str]) -> None:
    key = basic(new_client().key)
    with ThreadPoolExecutor(8) as many:
        assert set(many.map(lambda _: status(lrs_app, key), range(24))) == {200}
    assert hashed == [SECRET]


def test_wrong_credentials_and_missing_scopes_are_journalled(
    lrs_app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    journal.set_up()
    row = new_client(Scope.DEFINE)
    status(lrs_app, basic(row.key, "wrong"))
    status(lrs_app, basic(row.key))
    told = capsys.readouterr().err
    assert ["lrs-wrong-credentials" in told, "lrs-refused" in told] == [True, True]
    assert told.count(str(row.id)) == 2
    assert row.key not in told


def test_who_guesses_at_a_key_does_not_lock_its_holder_out(lrs_app: Flask) -> None:
    row = new_client()
    for n in range(11):
        status(lrs_app, basic(row.key, f"guess {n}"))
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert status(lrs_app, basic(row.key), environ_overrides=elsewhere) == 200


def test_unknown_keys_from_one_address_end_too(lrs_app: Flask, hashed: list[str]) -> None:
    answers = [status(lrs_app, basic(f"key-{n}")) for n in range(110)]
    assert answers == [401] * 100 + [429] * 10
    assert len(hashed) == 100


def test_who_is_known_already_is_served_while_others_guess(lrs_app: Flask) -> None:
    mine = basic(new_client().key)
    assert status(lrs_app, mine) == 200
    for n in range(101):
        status(lrs_app, basic(f"key-{n}"))
    assert status(lrs_app, mine) == 200


def test_the_process_remembers_a_bounded_number(lrs_app: Flask, monkeypatch: Any) -> None:
    monkeypatch.setattr(module, "REMEMBERED", 3)
    keys = [basic(new_client().key) for _ in range(5)]
    assert {status(lrs_app, key) for key in keys * 2} == {200}
    assert len(lrs_app.extensions["keyring"]._known) == 3


def test_the_site_s_cookies_are_not_read(lrs_app: Flask) -> None:
    browser = lrs_app.test_client()
    browser.set_cookie("classcode", "whatever")
    assert browser.get("/echo", headers={VERSION: "1.0.3"}).status_code == 401


# Communication 4.2: scopes.


@pytest.fixture
def reads_and_writes(lrs_app: Flask) -> Callable[..., tuple[int, int]]:
    """How GET and PUT of a resource that needs `state` are answered to who holds these scopes."""

    def answers(*scopes: Scope) -> tuple[int, int]:
        headers = {VERSION: "1.0.3", "Authorization": basic(new_client(*scopes).key)}
        client = lrs_app.test_client()
        return client.get("/echo", headers=headers).status_code, client.put(
            "/echo", headers=headers
        ).status_code

    return answers


@pytest.mark.parametrize(
    ("scopes", "expected"),
    [
        ([Scope.STATE], (200, 200)),
        ([Scope.ALL], (200, 200)),
        ([Scope.ALL_READ], (200, 403)),
        ([Scope.PROFILE, Scope.STATEMENTS_WRITE], (403, 403)),
        ([Scope.PROFILE, Scope.STATE], (200, 200)),
    ],
)
def test_communication_4_2_a_scope_opens_what_it_says(
    reads_and_writes: Any, scopes: list[Scope], expected: tuple[int, int]
) -> None:
    assert reads_and_writes(*scopes) == expected


def test_communication_3_2_s2_b3_a_missing_scope_is_named(
    probe: FlaskClient, credentials: Credentials
) -> None:
    answer = probe.get("/echo", headers=credentials(Scope.DEFINE))
    assert answer.status_code == 403
    assert "state" in answer.get_json()["error"]["message"]


def test_every_view_states_what_it_needs(config: Config) -> None:
    stated = {
        endpoint: getattr(view, "needs", None) for endpoint, view in create(config).view_functions.items()
    }
    assert [endpoint for endpoint, needed in stated.items() if needed is None] == []
    opened = {endpoint for endpoint, needed in stated.items() if not needed}
    assert opened == {"about.about", "vocabulary.defined", "vocabulary.profile"}


def test_a_view_that_states_nothing_is_closed_to_everybody(probe: FlaskClient) -> None:
    assert probe.get("/silent").status_code == 404
