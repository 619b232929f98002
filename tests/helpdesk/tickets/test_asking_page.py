"""The page that asks: what is said before sending, what may be left out, and suggestions that stop nobody."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from classcode import db
from classcode.people.models import Person
from helpdesk.models import Ticket
from helpdesk.tickets.rules import promising, talking
from tests.helpdesk.tickets.conftest import Ask
from tests.make import Make

Login = Callable[[FlaskClient, Person], FlaskClient]
UNIT = "creative-programming/loops-and-events"
HERE = f"/fr/help/ask?unit={UNIT}"
pytestmark = pytest.mark.usefixtures("content")


def post(client: FlaskClient, **fields: object) -> TestResponse:
    plain = {"act": str(uuid4()), "lang": "fr", "unit": UNIT, "text": "Why does it turn?"}
    return client.post("/help/ask", data=plain | fields)


def tickets() -> list[Ticket]:
    with db.reading() as session:
        return list(session.scalars(select(Ticket).order_by(Ticket.opened_at)))


def count() -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(Ticket)) or 0


def test_who_sees_what_is_said_whole_without_script(client: FlaskClient, login: Login, ada: Person) -> None:
    page = login(client, ada).get(HERE).text
    assert page.count("data-when-unnamed") == 2 and 'name="unnamed"' in page
    assert "hidden" not in page.partition("who-sees-title")[2].partition("</section>")[0]


def test_a_question_may_be_asked_without_a_name_and_with_a_theme(
    client: FlaskClient, login: Login, ada: Person, bruno: Person
) -> None:
    assert post(login(client, ada), unnamed="yes", theme="in-class").status_code == 302
    (ticket,) = tickets()
    assert (ticket.unnamed, ticket.theme) == (True, "in-class")


def test_the_theme_may_be_left_open(client: FlaskClient, login: Login, ada: Person) -> None:
    assert post(login(client, ada), theme="").status_code == 302
    assert tickets()[0].theme is None


def test_a_theme_of_no_list_comes_back(client: FlaskClient, login: Login, ada: Person) -> None:
    answer = post(login(client, ada), theme="weather")
    assert answer.status_code == 422 and 'href="#theme"' in answer.text and count() == 0


def test_the_promise_of_her_region_is_told(
    client: FlaskClient, login: Login, session: Session, make: Make, ada: Person
) -> None:
    promising.change(session, "FR-BRE", 2, 10, by=make.lead("denise").id)
    assert "2 jours" in login(client, ada).get(HERE).text
    assert "3 jours" in login(client, make.person("eve")).get(HERE).text


def test_where_the_answer_comes_is_told(client: FlaskClient, login: Login, make: Make, ada: Person) -> None:
    assert ada.addresses[0].email in login(client, ada).get(HERE).text
    assert "@example.org" not in login(client, make.person("eve", confirmed=False)).get(HERE).text


def test_who_has_been_asked_is_told_at_once(
    client: FlaskClient, login: Login, ada: Person, bruno: Person
) -> None:
    post(login(client, ada))
    with client.session_transaction() as cookie:
        ((_kind, words),) = cookie["_flashes"]
    assert "Bruno" in words


def test_the_other_button_looks_first_and_keeps_everything(
    client: FlaskClient, login: Login, ada: Person
) -> None:
    act = str(uuid4())
    fields = {
        "text": "Comment enregistrer mon projet Scratch ?",
        "unnamed": "yes",
        "theme": "tool",
        "act": act,
    }
    answer = post(login(client, ada), look="yes", **fields)
    assert answer.status_code == 200 and count() == 0
    assert f'value="{act}"' in answer.text and "Comment enregistrer mon projet Scratch ?" in answer.text
    assert "/fr/modules/creative-programming/first-program" in answer.text
    assert 'value="tool" selected' in answer.text and 'name="unnamed" value="yes" checked' in answer.text
    assert post(client, **fields).status_code == 302 and count() == 1


def test_the_button_that_sends_is_there_with_and_without_suggestions(
    client: FlaskClient, login: Login, ada: Person
) -> None:
    plain = login(client, ada).get(HERE).text
    found = post(client, look="yes", text="Comment répéter sans recopier ?").text
    assert all(page.count("data-send-plain") == 1 and "stays" in page for page in (plain, found))


def settle(session: Session, ask: Ask, ada: Person) -> Ticket:
    ticket = ask(ada)
    talking.resolve(session, ticket, by=ada.id, act_id=uuid4())
    talking.close(session, ticket)
    return ticket


def test_a_question_may_go_on_from_a_closed_one(
    client: FlaskClient, login: Login, session: Session, ask: Ask, ada: Person
) -> None:
    before = settle(session, ask, ada)
    page = login(client, ada).get(f"/fr/help/ask?follows={before.id}").text
    assert before.subject in page and f'name="follows" value="{before.id}"' in page
    assert post(client, follows=str(before.id)).status_code == 302
    assert tickets()[-1].follows_id == before.id


def test_one_that_is_still_open_is_written_in(
    client: FlaskClient, login: Login, ask: Ask, ada: Person
) -> None:
    before = ask(ada)
    answer = login(client, ada).get(f"/fr/help/ask?follows={before.id}")
    assert answer.headers["Location"] == f"/fr/help/{before.id}/"


@pytest.mark.parametrize("which", ["hers", "unknown", "words"])
def test_nobody_goes_on_from_what_is_not_hers(
    client: FlaskClient, login: Login, session: Session, ask: Ask, make: Make, ada: Person, which: str
) -> None:
    others = settle(session, ask, ada)
    follows = {"hers": str(others.id), "unknown": str(UUID(int=7)), "words": "Why?"}[which]
    login(client, make.person("eve"))
    assert client.get(f"/fr/help/ask?follows={follows}").status_code == 404
    assert post(client, follows=follows).status_code == 404
    assert count() == 1
