"""The administrators' page of keys: who sees it, a secret shown once, a key taken back after a question."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from classcode import clock, db
from classcode.people.models import Person
from classcode.people.passwords import is_right
from tests.make import Make
from tests.tracking.lrs.conftest import new_client
from tracking.lrs.clients.models import LrsClient
from tracking.lrs.clients.queries import client_by_id, clients

Login = Callable[[FlaskClient, Person], FlaskClient]
LIST = "/en/record/clients/"
ADD = "/record/clients/add"


@pytest.fixture
def administrator(client: FlaskClient, login: Login, make: Make) -> FlaskClient:
    """The browser of an administrator."""
    return login(client, make.administrator())


def wish(**fields: Any) -> dict[str, Any]:
    """Return what the form posts."""
    asked = {"name": "A museum", "scopes": ["statements/write"], "expires": "", "largest": "25"}
    return {"act": str(uuid4()), "lang": "en"} | asked | fields


def kept() -> list[LrsClient]:
    with db.reading() as session:
        return clients(session)


def test_only_administrators_see_keys_and_give_or_revoke_them(
    client: FlaskClient, login: Login, ada: Person, bruno: Person
) -> None:
    browsers = [login(client.application.test_client(), person) for person in (ada, bruno)]
    row = new_client()
    for browser in browsers:
        assert browser.get(LIST).status_code == 403
        assert browser.get(f"{LIST}{row.id}/revoke").status_code == 403
        assert browser.post(ADD, data=wish()).status_code == 403
        assert browser.post(f"/record/clients/{row.id}/revoke", data={"act": str(uuid4())}).status_code == 403
    assert [one.revoked_at for one in kept()] == [None]


@pytest.mark.parametrize("lang", ["fr", "en", "nl"])
def test_the_list_tells_each_key_in_words(administrator: FlaskClient, lang: str) -> None:
    row = new_client(name="Le musée", scopes=["all"])
    page = administrator.get(f"/{lang}/record/clients/")
    assert page.status_code == 200
    assert row.key in page.text
    assert "Le musée" in page.text
    assert row.secret_hash not in page.text


def test_a_new_key_s_secret_is_shown_once_and_kept_nowhere(administrator: FlaskClient) -> None:
    answer = administrator.post(ADD, data=wish())
    key, secret = re.findall(r"<dd><code>(.+?)</code></dd>", answer.text)
    assert answer.headers["Cache-Control"] == "no-store"
    assert [one.key for one in kept()] == [key]
    assert is_right(kept()[0].secret_hash, secret)
    assert secret not in administrator.get(LIST).text


def test_a_double_click_gives_one_key(administrator: FlaskClient) -> None:
    posted = wish()
    first, second = (administrator.post(ADD, data=posted) for _ in range(2))
    assert (first.status_code, second.status_code, second.headers["Location"]) == (200, 302, LIST)
    assert len(kept()) == 1


def test_the_last_day_is_whole_in_the_asker_s_own_zone(administrator: FlaskClient) -> None:
    administrator.post(ADD, data=wish(expires="2099-06-30"))
    assert kept()[0].expires_at == datetime(2099, 7, 1, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("name", ""),
        ("name", "x" * 101),
        ("scopes", []),
        ("scopes", ["everything"]),
        ("expires", "2020-01-01"),
        ("expires", "soon"),
        ("largest", "0"),
        ("largest", "1e9"),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field(
    administrator: FlaskClient, field: str, said: Any
) -> None:
    answer = administrator.post(ADD, data=wish(**{field: said}))
    assert (answer.status_code, kept()) == (422, [])
    assert f'id="{field}-error"' in answer.text


def test_a_field_that_the_form_lacks_is_refused(administrator: FlaskClient) -> None:
    assert administrator.post(ADD, data=wish(trusted="all")).status_code == 400


def test_revoking_asks_first_and_then_holds(administrator: FlaskClient) -> None:
    row = new_client(name="A museum")
    asked = administrator.get(f"{LIST}{row.id}/revoke").text
    assert "A museum" in asked
    answer = administrator.post(f"/record/clients/{row.id}/revoke", data={"act": str(uuid4()), "lang": "en"})
    assert answer.headers["Location"] == LIST
    with db.reading() as session:
        assert client_by_id(session, row.id).revoked_at is not None
    assert administrator.get(f"{LIST}{row.id}/revoke").status_code == 409


def test_a_key_that_is_nobody_s_is_not_found(administrator: FlaskClient) -> None:
    nobody = UUID(int=1)
    assert administrator.get(f"{LIST}{nobody}/revoke").status_code == 404
    posted = administrator.post(f"/record/clients/{nobody}/revoke", data={"act": str(uuid4())})
    assert posted.status_code == 404


def test_giving_and_revoking_are_journalled_without_key_or_secret(
    administrator: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    administrator.post(ADD, data=wish())
    (row,) = kept()
    administrator.post(f"/record/clients/{row.id}/revoke", data={"act": str(uuid4())})
    lines = [line for line in capsys.readouterr().err.splitlines() if str(row.id) in line]
    assert ["lrs-client-added" in lines[0], "lrs-client-revoked" in lines[-1]] == [True, True]
    assert row.key not in "".join(lines)


def test_the_deliveries_page_leads_here(administrator: FlaskClient) -> None:
    assert LIST in administrator.get("/en/deliveries/").text


def test_an_expired_key_says_so(administrator: FlaskClient) -> None:
    new_client(expires_at=clock.now() - timedelta(days=1))
    assert "expired" in administrator.get(LIST).text
