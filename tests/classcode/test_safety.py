"""What protects people on every route: guards, CSRF, headers, GET that changes nothing, fields that nobody may post."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, text
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from classcode import db
from classcode.app import create_app
from classcode.config import Config, load
from classcode.db import Base
from classcode.people.models import Person
from tests.make import PASSWORD, Make

Login = Callable[[FlaskClient, Person], FlaskClient]
SAMPLES: dict[str, Any] = {
    "lang": "fr",
    "slug": "creative-programming",
    "unit_id": "loops-and-events",
    "activity_id": "loops-check",
    "token": "x" * 43,
    "revision": "0" * 12,
    "name": "a.svg",
    "fmt": "csv",
}


def rules_of(app: Flask, *, unsafe: bool) -> Iterator[Rule]:
    """Yield the rules that only read, or those that change things."""
    for rule in app.url_map.iter_rules():
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if bool(methods - {"GET"}) is unsafe:
            yield rule


def path_of(app: Flask, rule: Rule) -> str:
    """Build an address of a rule, with ids of nothing where ids are asked."""
    values = {name: SAMPLES.get(name, uuid4()) for name in rule.arguments}
    with app.test_request_context():
        return app.url_map.bind("").build(rule.endpoint, values)


def send(client: FlaskClient, app: Flask, rule: Rule, data: dict[str, str]) -> TestResponse:
    """Send a form to a rule in the way that it is open to."""
    method = "POST" if "POST" in (rule.methods or ()) else "PUT"
    return client.open(path_of(app, rule), method=method, data=data)


def rows(engine: Engine) -> dict[str, list[Any]]:
    """Return everything in the database but the times of a session's last use."""
    with engine.connect() as connection:
        return {
            table.name: sorted(
                map(
                    repr,
                    connection.execute(select(*(c for c in table.columns if c.name != "last_used_at"))).all(),
                )
            )
            for table in Base.metadata.sorted_tables
        }


@pytest.mark.usefixtures("content")
def test_every_post_without_its_csrf_token_is_refused_and_changes_nothing(
    app: Flask, client: FlaskClient, login: Login, ada: Person, engine: Engine
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    login(client, ada)
    before = rows(engine)
    for rule in rules_of(app, unsafe=True):
        assert send(client, app, rule, {"act": str(uuid4())}).status_code == 400, rule
    assert rows(engine) == before


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("who", ["nobody", "ada", "bruno", "lead", "administrator"])
def test_reading_every_page_changes_nothing(
    app: Flask,
    client: FlaskClient,
    login: Login,
    make: Make,
    request: pytest.FixtureRequest,
    engine: Engine,
    who: str,
) -> None:
    makers = {"lead": lambda: make.lead("denise"), "administrator": make.administrator}
    if who != "nobody":
        login(client, makers[who]() if who in makers else request.getfixturevalue(who))
    before = rows(engine)
    for rule in rules_of(app, unsafe=False):
        answer = client.get(path_of(app, rule))
        assert answer.status_code < 500, rule
    assert rows(engine) == before


@pytest.mark.usefixtures("content")
def test_every_answer_carries_the_security_headers(app: Flask, client: FlaskClient) -> None:
    for rule in rules_of(app, unsafe=False):
        headers = client.get(path_of(app, rule)).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'"), rule
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_nothing_inline_is_allowed_by_the_policy(client: FlaskClient) -> None:
    policy = client.get("/fr/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    for directive in ("frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
        assert directive in policy


@pytest.mark.usefixtures("content")
def test_no_page_holds_an_inline_script_or_style(
    app: Flask, client: FlaskClient, login: Login, ada: Person
) -> None:
    login(client, ada)
    for rule in rules_of(app, unsafe=False):
        page = client.get(path_of(app, rule)).get_data(as_text=True)
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", page), rule


def test_personal_pages_are_kept_nowhere(client: FlaskClient, login: Login, ada: Person) -> None:
    assert login(client, ada).get("/fr/me/").headers["Cache-Control"] == "no-store"


def test_a_page_with_a_file_name_behind_it_is_no_page(client: FlaskClient, login: Login, ada: Person) -> None:
    assert login(client, ada).get("/fr/me/x.css").status_code == 404


def test_over_https_cookies_are_bound_to_the_host(config: Config, database_url: str, engine: Engine) -> None:
    secure = load(
        {
            "ENVIRONMENT": "test",
            "SECRET_KEY": "k" * 40,
            "DATABASE_URL": database_url,
            "BASE_URL": "https://classcode.test",
            "VAR_DIR": str(config.var_dir),
        }
    )
    client = create_app(secure).test_client()
    answer = client.get("/fr/register", base_url="https://classcode.test")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-classcode=")
    for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert flag in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_known_and_unknown_addresses_read_the_same_at_log_in(
    client: FlaskClient, ada: Person, session: Any
) -> None:
    session.commit()
    pages = []
    for email in (ada.addresses[0].email, "nobody@example.org"):
        form = {"email": email, "password": "not the right sentence", "act": str(uuid4())}
        answer = client.post("/login", data=form)
        assert answer.status_code == 422
        pages.append(re.sub(r'value="[^"]*"', "", answer.get_data(as_text=True)))
    assert pages[0] == pages[1]


def test_known_and_unknown_addresses_read_the_same_at_reset(
    client: FlaskClient, ada: Person, session: Any
) -> None:
    session.commit()
    pages = []
    for email in (ada.addresses[0].email, "nobody@example.org"):
        answer = client.post("/forgot", data={"email": email, "act": str(uuid4())})
        assert answer.status_code == 200
        pages.append(answer.get_data(as_text=True))
    assert pages[0] == pages[1]


def test_a_field_that_a_form_does_not_know_is_refused(client: FlaskClient, login: Login, ada: Person) -> None:
    login(client, ada)
    columns = {column.name for table in Base.metadata.sorted_tables for column in table.columns}
    known = {
        "name",
        "commune",
        "answer_languages",
        "setting",
        "school",
        "level",
        "pupils_a_year",
        "gender",
        "email",
    }
    for column in sorted(columns - known - {"act"}):
        answer = client.post("/me/tell", data={"act": str(uuid4()), "name": "Ada", column: "administrator"})
        assert answer.status_code == 400, column


@pytest.mark.usefixtures("content")
def test_no_form_of_the_site_lets_anybody_set_a_column(
    app: Flask, client: FlaskClient, login: Login, ada: Person, engine: Engine
) -> None:
    login(client, ada)
    columns = {column.name for table in Base.metadata.sorted_tables for column in table.columns}
    sensitive = sorted(
        columns & {"role", "state", "person_id", "score", "passed", "confirmed_at", "facilitator_id"}
    )
    before = rows(engine)
    for rule in rules_of(app, unsafe=True):
        if rule.endpoint in {"account.logout", "account.logout_everywhere"}:
            continue  # buttons that read no form at all
        for column in sensitive:
            answer = send(client, app, rule, {"act": str(uuid4()), column: "1"})
            assert answer.status_code in {400, 403, 404}, (rule, column, answer.status_code)
    assert rows(engine) == before


def test_a_role_that_is_taken_back_opens_nothing_more(
    client: FlaskClient, login: Login, make: Make, engine: Engine
) -> None:
    denise = make.lead("denise")
    login(client, denise)
    assert client.get("/fr/indicators/").status_code == 200
    with db.transaction() as session:
        session.execute(text("DELETE FROM role_grant"))
    assert client.get("/fr/indicators/").status_code == 403


def test_a_session_that_was_ended_opens_nothing_more(client: FlaskClient, login: Login, ada: Person) -> None:
    login(client, ada)
    cookie = client.get_cookie("classcode")
    assert cookie is not None
    client.post("/logout")
    client.set_cookie("classcode", cookie.value)
    assert client.get("/fr/me/").status_code == 302


def test_logging_in_makes_a_new_session_and_a_new_password_ends_all(
    app: Flask, client: FlaskClient, login: Login, ada: Person
) -> None:
    other = app.test_client()
    login(client, ada)
    login(other, ada)
    form = {"current_password": PASSWORD, "password": "une autre phrase bien longue", "act": str(uuid4())}
    assert client.post("/me/password", data=form).status_code == 302
    assert client.get("/fr/me/").status_code == 200
    assert other.get("/fr/me/").status_code == 302


@pytest.mark.parametrize("bad", ["", "x", "1234", "'; DROP TABLE person; --"])
def test_a_bad_act_id_is_refused(client: FlaskClient, login: Login, ada: Person, bad: str) -> None:
    assert login(client, ada).post("/me/tell", data={"act": bad}).status_code == 400


@pytest.mark.parametrize(
    "query", ["_external=1&_scheme=javascript", "_anchor=x", "_method=POST", "lang=de", "a=1&a=2"]
)
def test_a_question_mark_cannot_bend_the_links_of_a_page(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/fr/login?{query}")
    assert answer.status_code == 200
    assert re.search(r'<a href="/en/login(\?a=1&amp;a=2)?"', answer.get_data(as_text=True))


def test_an_error_page_shows_no_trace(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down() -> None:
        raise RuntimeError("inner detail")

    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr("classcode.site.routes.lines", break_down)
    answer = client.get("/fr/privacy")
    assert answer.status_code == 500
    assert "inner detail" not in answer.get_data(as_text=True)
    assert "Traceback" not in answer.get_data(as_text=True)
