"""Kept answers: whose they are, who changes them, and how one comes into an answer."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import db
from classcode.people.models import Person
from helpdesk.canned import rules
from helpdesk.canned.models import CannedAnswer
from helpdesk.canned.rules import Wording
from helpdesk.models import Message, Ticket
from helpdesk.tickets.rules.asking import Question, open_ticket
from tests.helpdesk.tickets.test_routes import Login, post
from tests.make import Make

HELLO = {
    "fr": Wording("Bonjour", "Bonjour {name}, voyez {unit}. {me}"),
    "en": Wording("Hello", "Hello {name}"),
}


def kept(session: Session, owner: Person, wordings: dict[str, Wording] = HELLO) -> CannedAnswer:
    return rules.keep(session, wordings, by=owner.id, owner_id=owner.id, region_code=None)


def asked(session: Session, who: Person, **changed: object) -> Ticket:
    plain = {"text": "Why?", "module": "creative-programming", "unit": "loops-and-events", "language": "fr"}
    return open_ticket(session, who.id, Question(**(plain | changed)), act_id=uuid4())  # type: ignore[arg-type]


def count(table: type[CannedAnswer | Message]) -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_an_answer_is_kept_changed_and_let_go(client: FlaskClient, login: Login, bruno: Person) -> None:
    login(client, bruno)
    assert client.get("/fr/desk/canned/new").status_code == 200
    fields = {"title_fr": "Début", "text_fr": "Bonjour {name}"}
    assert post(client, "/desk/canned", **fields).status_code == 302
    with db.reading() as session:
        one = session.scalars(select(CannedAnswer)).one()
    assert (one.owner_id, one.texts) == (bruno.id, {"fr": "Bonjour {name}"})
    assert "Début" in client.get("/fr/desk/canned").text
    assert client.get(f"/fr/desk/canned/{one.id}").status_code == 200
    assert post(client, f"/desk/canned/{one.id}", title_nl="Begin", text_nl="Dag").status_code == 302
    assert "Begin" in client.get("/fr/desk/canned").text
    assert post(client, f"/desk/canned/{one.id}/remove").status_code == 302
    assert count(CannedAnswer) == 0


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"title_fr": "Only a title"},
        {"text_fr": "Only a text"},
        {"title_fr": "t" * 81, "text_fr": "x"},
        {"title_en": "Hello", "text_en": "Hello {surname}"},
    ],
)
def test_what_cannot_be_kept_comes_back_and_leaves_no_row(
    client: FlaskClient, login: Login, bruno: Person, fields: dict[str, str]
) -> None:
    answer = post(login(client, bruno), "/desk/canned", **fields)
    assert answer.status_code == 422 and "error-summary" in answer.text
    assert all(value in answer.text for value in fields.values())
    assert count(CannedAnswer) == 0


def test_somebody_else_s_answers_do_not_exist(
    app: Flask, login: Login, make: Make, session: Session, bruno: Person
) -> None:
    one = kept(session, bruno)
    denis = login(app.test_client(), make.facilitator("denis", region="FR-BRE", commune="FR-35238"))
    assert "Bonjour" not in denis.get("/fr/desk/canned").text
    assert denis.get(f"/fr/desk/canned/{one.id}").status_code == 404
    assert post(denis, f"/desk/canned/{one.id}/remove").status_code == 404


def test_a_region_s_answers_are_read_by_its_desk_and_changed_by_who_leads_it(
    app: Flask, login: Login, make: Make, session: Session, bruno: Person, chloe: Person
) -> None:
    lead = login(app.test_client(), make.lead("eve", "FR-BRE"))
    fields = {"title_fr": "Commun", "text_fr": "Bonjour", "whose": "FR-BRE"}
    assert post(lead, "/desk/canned", **fields).status_code == 302
    for whose in ("FR-OCC", "all"):
        assert post(lead, "/desk/canned", **(fields | {"whose": whose})).status_code == 404
    his, hers = login(app.test_client(), bruno), login(app.test_client(), chloe)
    assert "Commun" in his.get("/fr/desk/canned").text
    assert "Commun" not in hers.get("/fr/desk/canned").text
    with db.reading() as reading:
        one = reading.scalars(select(CannedAnswer)).one()
    assert his.get(f"/fr/desk/canned/{one.id}").status_code == 404
    assert lead.get(f"/fr/desk/canned/{one.id}").status_code == 200


def test_a_learner_has_no_kept_answers(client: FlaskClient, login: Login, ada: Person) -> None:
    assert login(client, ada).get("/fr/desk/canned").status_code == 403


def test_without_script_it_is_added_under_what_is_written_and_nothing_is_sent(
    client: FlaskClient, login: Login, session: Session, ada: Person, bruno: Person
) -> None:
    ticket, one = asked(session, ada), kept(session, bruno)
    login(client, bruno)
    page = post(client, f"/help/{ticket.id}/insert", text="My own words", canned=str(one.id))
    assert page.status_code == 200
    assert "My own words\n\nBonjour Ada, voyez loops-and-events. Bruno" in page.text
    assert count(Message) == 1
    back = post(client, f"/help/{ticket.id}/insert", text="both", before="My own words", undo="yes")
    assert ">\nMy own words</textarea>" in back.text


def test_the_address_may_ask_for_one(
    client: FlaskClient, login: Login, session: Session, ada: Person, bruno: Person
) -> None:
    ticket, one = asked(session, ada), kept(session, bruno)
    page = login(client, bruno).get(f"/fr/help/{ticket.id}/?canned={one.id}")
    assert "Bonjour Ada" in page.text


def test_a_script_gets_the_words_alone_in_the_question_s_language(
    client: FlaskClient, login: Login, session: Session, ada: Person, bruno: Person
) -> None:
    ada.answer_languages, ada.language = ["en"], "en"
    bruno.facilitator.languages = ["en"]  # type: ignore[union-attr]
    ticket, one = asked(session, ada, language="en"), kept(session, bruno)
    login(client, bruno)
    answer = client.post(
        f"/help/{ticket.id}/insert",
        data={"act": str(uuid4()), "lang": "fr", "canned": str(one.id), "text": ""},
        headers={"Accept": "application/json"},
    )
    assert answer.json == {"text": "Hello Ada"}


def test_an_answer_for_somebody_unnamed_calls_her_by_the_pseudonym(
    client: FlaskClient, login: Login, session: Session, ada: Person, bruno: Person
) -> None:
    ticket, one = asked(session, ada, unnamed=True), kept(session, bruno)
    page = post(login(client, bruno), f"/help/{ticket.id}/insert", canned=str(one.id))
    assert "Ada" not in page.text


def test_who_does_not_hold_the_question_inserts_nothing(
    app: Flask, login: Login, session: Session, make: Make, ada: Person, bruno: Person, chloe: Person
) -> None:
    ticket, one = asked(session, ada), kept(session, chloe)
    lead = make.lead("eve", "FR-BRE")
    assert (
        post(login(app.test_client(), chloe), f"/help/{ticket.id}/insert", canned=str(one.id)).status_code
        == 404
    )
    assert (
        post(login(app.test_client(), lead), f"/help/{ticket.id}/insert", canned=str(one.id)).status_code
        == 404
    )
