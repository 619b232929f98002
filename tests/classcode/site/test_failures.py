"""When something is refused or fails: a page with its status, in the reader's language, that gives nothing away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient

from classcode import db
from classcode.acts import Repeated
from classcode.auth import ANYONE, open_to
from classcode.errors import Invalid, NotAllowed, NotFound, Refused, TooMany
from classcode.site import failures

Break = Callable[[Callable[[], object]], FlaskClient]


@pytest.fixture
def broken(app: Flask) -> Break:
    """Add a page that does what the test says; give a browser to open `/fr/broken` with."""

    def add(what: Callable[[], object]) -> FlaskClient:
        @open_to(ANYONE)
        def view(lang: str) -> str:
            what()
            return "reached"

        app.add_url_rule("/<lang:lang>/broken", view_func=view)
        app.testing = False
        return app.test_client()

    return add


def failing(error: Exception) -> Callable[[], object]:
    def fail() -> object:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound(), 404),
        (NotAllowed(), 403),
        (Refused(), 409),
        (Invalid("name", "Too long."), 422),
        (TooMany(minutes=5), 429),
        (RuntimeError("inner detail"), 500),
    ],
)
def test_each_failure_has_its_status_and_a_page(broken: Break, error: Exception, status: int) -> None:
    answer = broken(failing(error)).get("/fr/broken")
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert "<h1" in answer.text and "inner detail" not in answer.text


@pytest.mark.parametrize(("lang", "told"), [("fr", "Attendez 5 minutes"), ("en", "wait 5 minutes")])
def test_a_refusal_speaks_the_readers_language_with_its_numbers(broken: Break, lang: str, told: str) -> None:
    assert told in broken(failing(TooMany(minutes=5))).get(f"/{lang}/broken").text


def test_an_act_done_before_leads_to_its_first_answer(broken: Break) -> None:
    answer = broken(failing(Repeated("/fr/first"))).get("/fr/broken")
    assert (answer.status_code, answer.location) == (302, "/fr/first")


@pytest.mark.parametrize("status", [400, 413, 503, 418])
def test_any_status_has_a_page(broken: Break, status: int) -> None:
    answer = broken(lambda: abort(status, description="inner detail")).get("/fr/broken")
    assert answer.status_code == status
    assert "<h1" in answer.text and "inner detail" not in answer.text


def test_while_the_database_is_away_browsers_are_asked_to_come_back(broken: Break, tmp_path: Path) -> None:
    def ask() -> None:
        with db.reading():
            pass

    client = broken(ask)
    db.bind(db.make_engine(f"sqlite:///{tmp_path / 'nowhere' / 'away.sqlite3'}"))
    answer = client.get("/fr/broken")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.headers["Content-Security-Policy"]


def test_when_even_the_error_page_fails_plain_words_remain(
    broken: Break, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        failures, "render_template", lambda *_args, **_values: failing(OSError("no template"))()
    )
    answer = broken(failing(NotAllowed("<b>No</b>"))).get("/fr/broken")
    assert answer.status_code == 403
    assert (
        "<h1>" in answer.text and "&lt;b&gt;No&lt;/b&gt;" in answer.text and "no template" not in answer.text
    )
