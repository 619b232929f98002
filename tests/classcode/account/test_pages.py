"""The pages of one's account, posted as a browser without script does."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from classcode import db
from classcode.mail import OutgoingMail
from classcode.people.models import Address, Person
from tests.make import PASSWORD, Make
from tracking.models import LearnerFact, Statement

Login = Callable[[FlaskClient, Person], FlaskClient]


def post(client: FlaskClient, path: str, **fields: object) -> int:
    """Post a form with a fresh act and return the status."""
    return client.post(path, data={"act": str(uuid4()), **fields}).status_code


def count(table: type) -> int:
    """Return how many rows a table holds."""
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def newest_mail() -> OutgoingMail:
    """Return the mail written last."""
    with db.reading() as session:
        return session.scalars(select(OutgoingMail).order_by(OutgoingMail.written_at.desc())).first()  # type: ignore[return-value]


@pytest.mark.usefixtures("engine")
def test_joining_signs_in_at_once_and_writes_one_mail(client: FlaskClient) -> None:
    form = {"act": str(uuid4()), "email": "new@example.org", "password": PASSWORD, "next": "/fr/modules/"}
    answer = client.post("/register", data=form)
    assert (answer.status_code, answer.location) == (302, "/fr/modules/")
    assert client.get("/fr/me/").status_code == 200
    assert count(OutgoingMail) == 1


@pytest.mark.usefixtures("engine")
def test_creating_an_account_writes_no_statement(client: FlaskClient) -> None:
    post(client, "/register", email="new@example.org", password=PASSWORD)
    assert count(Statement) == 0


@pytest.mark.usefixtures("engine")
def test_a_double_click_opens_one_account_and_signs_in(client: FlaskClient) -> None:
    form = {"act": str(uuid4()), "email": "new@example.org", "password": PASSWORD}
    client.post("/register", data=form)
    client.delete_cookie("classcode")
    assert client.post("/register", data=form).status_code == 302
    assert count(Person) == 1
    assert client.get("/fr/me/").status_code == 200


def test_joining_with_a_known_address_looks_the_same_and_only_the_mail_tells(
    client: FlaskClient, ada: Person, session: Session
) -> None:
    session.commit()
    assert post(client, "/register", email=ada.addresses[0].email, password=PASSWORD) == 302
    assert newest_mail().kind == "already-known"


@pytest.mark.usefixtures("engine")
def test_a_refused_password_keeps_the_address_and_says_why(client: FlaskClient) -> None:
    answer = client.post(
        "/register", data={"act": str(uuid4()), "email": "new@example.org", "password": "short"}
    )
    assert answer.status_code == 422
    assert 'value="new@example.org"' in answer.get_data(as_text=True)
    assert count(Person) == 0


@pytest.mark.usefixtures("engine")
def test_the_mailed_link_confirms_only_when_its_button_is_pressed(client: FlaskClient) -> None:
    post(client, "/register", email="new@example.org", password=PASSWORD)
    link = re.search(r"http://classcode\.test(/fr/confirm/\S+)", newest_mail().text)
    assert link is not None
    assert client.get(link[1]).status_code == 200
    with db.reading() as session:
        assert session.scalars(select(Address.confirmed_at)).one() is None
    assert post(client, "/confirm", token=link[1].rsplit("/", 1)[1]) == 302
    with db.reading() as session:
        assert session.scalars(select(Address.confirmed_at)).one() is not None


@pytest.mark.usefixtures("engine")
def test_the_six_digits_confirm_too(client: FlaskClient) -> None:
    post(client, "/register", email="new@example.org", password=PASSWORD)
    code = re.search(r"\b\d{6}\b", newest_mail().text)
    assert code is not None
    assert post(client, "/confirm/code", code=code[0]) == 302


@pytest.mark.usefixtures("engine")
def test_the_newcomers_mail_has_fewer_than_eighty_words_and_one_link(client: FlaskClient) -> None:
    post(client, "/register", email="new@example.org", password=PASSWORD)
    text = newest_mail().text
    assert len(text.split()) < 80
    assert text.count("http") == 1


def test_a_forgotten_password_is_replaced_by_the_mailed_link(
    client: FlaskClient, ada: Person, session: Session
) -> None:
    session.commit()
    post(client, "/forgot", email=ada.addresses[0].email)
    link = re.search(r"/fr/reset/(\S+)", newest_mail().text)
    assert link is not None
    assert post(client, "/reset", token=link[1], password="une tout autre phrase") == 302
    assert post(client, "/login", email=ada.addresses[0].email, password="une tout autre phrase") == 302
    assert post(client, "/reset", token=link[1], password="encore une phrase longue") == 410


def test_eleven_wrong_passwords_in_a_row_wait(client: FlaskClient, ada: Person, session: Session) -> None:
    session.commit()
    tries = [
        post(client, "/login", email=ada.addresses[0].email, password="wrong sentence") for _ in range(11)
    ]
    assert tries == [422] * 10 + [429]


def test_what_one_tells_is_kept_and_counted_from_now_on(
    client: FlaskClient, login: Login, make: Make, engine: Engine
) -> None:
    person = make.person("newcomer")
    login(client, person)
    told = {"name": "Nour", "commune": "29200", "setting": "in-school", "pupils_a_year": "24", "gender": "f"}
    assert post(client, "/me/tell", **told, answer_languages="fr") == 302
    with db.reading() as session:
        facts = {row.kind: row.value for row in session.execute(select(LearnerFact.kind, LearnerFact.value))}
        kept = session.get_one(Person, person.id)
    assert (kept.name, kept.commune_code, kept.pupils_a_year) == ("Nour", "FR-29019", 24)
    assert facts["region"] == "FR-BRE"
    assert facts["pupils_a_year"] == "24"


def test_an_emptied_answer_is_taken_back(client: FlaskClient, login: Login, ada: Person) -> None:
    login(client, ada)
    assert post(client, "/me/tell", answer_languages="fr") == 302
    with db.reading() as session:
        assert session.get_one(Person, ada.id).commune_code is None
        assert session.scalars(select(LearnerFact.value).order_by(LearnerFact.since.desc())).first() is None


def test_who_is_in_initial_training_supervises_no_pupils(
    client: FlaskClient, login: Login, ada: Person
) -> None:
    login(client, ada)
    post(client, "/me/tell", answer_languages="fr", setting="initial-training", pupils_a_year="30")
    with db.reading() as session:
        assert session.get_one(Person, ada.id).pupils_a_year is None


def test_logging_out_everywhere_ends_every_device(
    app: object, client: FlaskClient, login: Login, ada: Person
) -> None:
    other = client.application.test_client()
    login(client, ada)
    login(other, ada)
    post(client, "/logout-everywhere")
    assert other.get("/fr/me/").status_code == 302


@pytest.mark.parametrize("lang", ["fr", "en", "nl"])
def test_every_page_of_the_account_speaks_its_language(
    client: FlaskClient, login: Login, ada: Person, lang: str
) -> None:
    for path in ("register", "login", "forgot"):
        assert f'<html lang="{lang}">' in client.get(f"/{lang}/{path}").get_data(as_text=True)
    assert f'<html lang="{lang}">' in login(client, ada).get(f"/{lang}/me/").get_data(as_text=True)
