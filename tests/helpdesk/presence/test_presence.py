"""Who has a question open: said by the page's script, heard by the others, forgotten after a minute."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.people.models import Person
from helpdesk.models import Ticket
from helpdesk.presence import rules
from helpdesk.presence.jobs import forget_presence
from helpdesk.presence.models import Presence
from helpdesk.presence.queries import others_here
from helpdesk.tickets.rules.asking import Question, open_ticket
from tests.helpdesk.tickets.test_routes import Login
from tests.make import Make


def asked(session: Session, who: Person) -> Ticket:
    question = Question(text="Why?", module="creative-programming", unit="loops-and-events", language="fr")
    return open_ticket(session, who.id, question, act_id=uuid4())


def rows() -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(Presence)) or 0


def say(client: FlaskClient, ticket: Ticket, writing: str = "") -> list[str]:
    answer = client.post(f"/help/{ticket.id}/here", data={"writing": writing, "lang": "en"})
    assert answer.status_code == 200 and answer.json is not None
    return list(answer.json["others"])


def test_each_hears_who_else_has_it_open_and_who_writes(
    app: Flask, login: Login, session: Session, make: Make, ada: Person, bruno: Person
) -> None:
    ticket, lead = asked(session, ada), make.lead("eve", "FR-BRE")
    his, hers = login(app.test_client(), bruno), login(app.test_client(), lead)
    assert say(his, ticket) == []
    assert say(hers, ticket) == ["Bruno has this question open."]
    say(his, ticket, "yes")
    assert say(hers, ticket) == ["Bruno is writing here."]
    assert rows() == 2
    assert "Bruno" in hers.get(f"/en/help/{ticket.id}/").text


def test_opening_a_page_writes_nothing(
    client: FlaskClient, login: Login, session: Session, ada: Person, bruno: Person
) -> None:
    ticket = asked(session, ada)
    login(client, bruno).get(f"/fr/help/{ticket.id}/")
    assert rows() == 0


def test_who_may_not_see_it_learns_and_leaves_nothing(
    app: Flask, login: Login, session: Session, ada: Person, bruno: Person, chloe: Person
) -> None:
    ticket = asked(session, ada)
    assert login(app.test_client(), chloe).post(f"/help/{ticket.id}/here").status_code == 404
    assert login(app.test_client(), ada).post(f"/help/{ticket.id}/here").status_code == 403
    assert rows() == 0


def test_a_facilitator_s_own_question_shows_her_nobody(
    client: FlaskClient, login: Login, session: Session, make: Make, bruno: Person
) -> None:
    denis = make.facilitator("denis", region="FR-BRE", commune="FR-35238")
    ticket = asked(session, denis)
    assert login(client, denis).post(f"/help/{ticket.id}/here").status_code == 404


def test_after_a_minute_somebody_is_gone_and_then_forgotten(
    session: Session, ada: Person, bruno: Person, chloe: Person
) -> None:
    ticket = asked(session, ada)
    rules.is_here(session, ticket.id, person_id=bruno.id, writing=True)
    session.commit()
    assert [one.name for one in others_here(session, ticket.id, but=chloe.id)] == ["Bruno"]
    session.commit()
    with clock.at(clock.now() + timedelta(seconds=61)):
        assert others_here(session, ticket.id, but=chloe.id) == []
        session.commit()
        forget_presence("")
    assert rows() == 0
