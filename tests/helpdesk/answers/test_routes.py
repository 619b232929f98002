"""The pages of public answers: the list and its search, one answer, and the way from a question to everybody."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from classcode import db
from classcode.people.models import Person
from helpdesk.answers.models import PublicAnswer, Stage
from tests.helpdesk.answers.conftest import TEXT, Publish, Settled
from tests.make import Make

Login = Callable[[FlaskClient, Person], FlaskClient]
pytestmark = pytest.mark.usefixtures("content")


def post(client: FlaskClient, where: str, **fields: object) -> TestResponse:
    return client.post(where, data={"act": str(uuid4()), "lang": "fr"} | fields)


def stage() -> str:
    with db.reading() as session:
        return session.scalars(select(PublicAnswer.stage)).one()


def test_everybody_reads_the_list_and_an_answer(
    client: FlaskClient, publish: Publish, session: Session
) -> None:
    answer = publish()
    session.commit()
    assert answer.question in client.get("/fr/help/answers/").text
    page = client.get(f"/fr/help/answers/{answer.id}")
    assert page.status_code == 200 and "<em>attendez</em>" in page.text
    assert "Ada" not in page.text and "Bruno" not in page.text


def test_an_empty_list_says_how_answers_come(client: FlaskClient) -> None:
    assert client.get("/fr/help/answers/").status_code == 200


def test_a_search_needs_no_script(client: FlaskClient, publish: Publish, session: Session) -> None:
    publish("Pourquoi mon capteur de lumière reste à zéro ?")
    publish("Comment brancher deux moteurs ?")
    session.commit()
    found = client.get("/fr/help/answers/?q=capteurs+lumière").text
    assert "capteur" in found and "moteurs" not in found
    nothing = client.get("/fr/help/answers/?q=zzzz").text
    assert "/fr/help/first" in nothing


def test_a_module_can_be_chosen_and_an_unknown_one_shows_all(
    client: FlaskClient, publish: Publish, session: Session
) -> None:
    one = publish()
    session.commit()
    for module in ("creative-programming", "unknown"):
        assert one.question in client.get(f"/fr/help/answers/?module={module}").text


def test_other_languages_are_named(client: FlaskClient, publish: Publish, session: Session) -> None:
    publish()
    session.commit()
    assert "/fr/help/answers/" in client.get("/en/help/answers/").text


def test_from_a_settled_question_to_everybody(
    app: Flask, login: Login, settled: Settled, make: Make, ada: Person, bruno: Person, session: Session
) -> None:
    ticket, lead = settled(), make.lead("denise", "FR-BRE")
    his, hers, lead_s = (login(app.test_client(), who) for who in (bruno, ada, lead))
    form = his.get(f"/fr/help/{ticket.id}/public")
    assert form.status_code == 200 and "My cat does not turn" not in form.text.split("<form")[-1]
    fields = {"question": "Pourquoi ?", "answer": TEXT, "language": "fr"}
    made = post(his, f"/help/{ticket.id}/public", **fields)
    here = made.headers["Location"].removeprefix("/fr")
    assert "Pourquoi ?" in lead_s.get("/fr/desk/answers/").text
    assert post(lead_s, f"{here}/send-back", reason=" ").status_code == 422
    assert post(lead_s, f"{here}/publish").status_code == 302
    assert app.test_client().get(f"/fr{here}").status_code == 404
    assert f"{here}/object" in hers.get(f"/fr{here}").text
    assert post(hers, f"{here}/object").status_code == 302
    assert stage() == Stage.OBJECTED


def test_an_incomplete_one_comes_back(
    client: FlaskClient, login: Login, settled: Settled, bruno: Person, session: Session
) -> None:
    ticket = settled()
    answer = post(login(client, bruno), f"/help/{ticket.id}/public", question="", answer=TEXT, language="fr")
    assert answer.status_code == 422 and TEXT in answer.text


def test_anybody_reports_and_a_lead_hides(
    app: Flask, login: Login, publish: Publish, make: Make, session: Session
) -> None:
    answer, lead = publish(), make.lead("denise", "FR-BRE")
    client = login(app.test_client(), lead)
    assert post(app.test_client(), f"/help/answers/{answer.id}/report").status_code == 302
    assert answer.question in client.get("/fr/desk/answers/").text
    assert post(client, f"/help/answers/{answer.id}/hide").status_code == 302
    assert app.test_client().get(f"/fr/help/answers/{answer.id}").status_code == 404


@pytest.mark.parametrize("act", ["publish", "send-back", "hide", "keep", "object"])
def test_who_may_not_meets_the_same_as_for_an_unknown_one(
    client: FlaskClient, login: Login, publish: Publish, chloe: Person, session: Session, act: str
) -> None:
    answer = publish()
    login(client, chloe)
    answers = {post(client, f"/help/answers/{key}/{act}").status_code for key in (answer.id, UUID(int=7))}
    assert answers in ({403}, {404})


def test_the_pages_of_the_desk_are_the_desk_s(
    client: FlaskClient, login: Login, settled: Settled, ada: Person, session: Session
) -> None:
    ticket = settled()
    login(client, ada)
    assert client.get("/fr/desk/answers/").status_code == 403
    assert client.get(f"/fr/help/{ticket.id}/public").status_code == 403


def test_a_learner_finds_what_came_of_her_questions_and_may_stop_it(
    app: Flask, login: Login, publish: Publish, make: Make, ada: Person, session: Session
) -> None:
    answer, eve = publish(visible=False), make.person("eve")
    hers, others = login(app.test_client(), ada), login(app.test_client(), eve)
    assert f"/fr/help/answers/{answer.id}" in hers.get("/fr/help/answers/").text
    assert str(answer.id) not in others.get("/fr/help/answers/").text
    assert post(hers, f"/help/answers/{answer.id}/object").status_code == 302
    assert answer.question in hers.get("/fr/help/answers/").text
