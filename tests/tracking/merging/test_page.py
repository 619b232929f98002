"""The page that makes two accounts one: who may, what it asks, and what it answers; and the command."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import cli
from classcode.config import Config
from classcode.people.models import Person, Role
from classcode.people.rules.profile import grant
from helpdesk.unfinished import is_busy
from tests.make import Make
from tracking.merging.models import AccountMerge

Login = Callable[[FlaskClient, Person], FlaskClient]
PAGE = "/fr/accounts/merge"


@pytest.fixture
def other(make: Make) -> Person:
    return make.person("adele")


def posted(kept: Person, other: Person, **more: str) -> dict[str, str]:
    email = other.addresses[0].email
    told = {
        "kept": kept.addresses[0].email,
        "merged": email,
        "again": email,
        "reason": "Une seconde adresse.",
    }
    return {"act": str(uuid4()), "lang": "fr"} | told | more


def test_data_protection_makes_two_accounts_one_and_the_closed_one_is_out_at_once(
    client: FlaskClient, login: Login, ada: Person, other: Person, make: Make, session: Session
) -> None:
    fanny = make.person("fanny")
    grant(session, fanny.id, Role.DATA_PROTECTION)
    hers = login(client.application.test_client(), other)
    assert hers.get("/fr/me/").status_code == 200
    login(client, fanny)
    assert client.get(PAGE).status_code == 200
    assert client.post("/accounts/merge", data=posted(ada, other)).status_code == 302
    assert hers.get("/fr/me/").status_code in {302, 401}
    login(client, ada)
    assert "Une seconde adresse." in client.get("/fr/me/record").text


def test_an_error_stands_beside_its_field_and_nothing_is_done(
    client: FlaskClient, login: Login, ada: Person, other: Person, make: Make, session: Session
) -> None:
    login(client, make.administrator())
    answer = client.post("/accounts/merge", data=posted(ada, other, again="autre@example.org"))
    assert answer.status_code == 422
    assert 'id="again-error"' in answer.text
    assert session.scalar(select(AccountMerge)) is None


def test_neither_a_learner_nor_a_lead_may(
    client: FlaskClient, login: Login, ada: Person, other: Person, make: Make
) -> None:
    for person in (ada, make.lead("lena")):
        login(client, person)
        assert client.get(PAGE).status_code == 403
        assert client.post("/accounts/merge", data=posted(ada, other)).status_code == 403


def test_the_command_does_the_same(
    config: Config, session: Session, ada: Person, other: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "_bound", lambda: config)
    session.commit()
    words = [ada.addresses[0].email, other.addresses[0].email, "--reason", "Une seconde adresse.", "--yes"]
    answer = CliRunner().invoke(cli.main, ["person", "merge", *words])
    assert (answer.exit_code, "goes on" in answer.output) == (0, True)
    session.expire_all()
    assert session.scalars(select(AccountMerge.by_id)).one() is None
    session.rollback()
    again = CliRunner().invoke(cli.main, ["person", "merge", *words])
    assert (again.exit_code, "Error: " in again.output) == (1, True)


def test_nobody_is_busy_who_asked_nothing_and_goes_nowhere(session: Session, ada: Person) -> None:
    assert not is_busy(session, ada.id)
