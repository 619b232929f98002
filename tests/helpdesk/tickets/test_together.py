"""One act on several questions: each by its own check, whole or not at all."""

from __future__ import annotations

from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from classcode import db
from classcode.people.models import Person
from helpdesk.models import Ticket
from helpdesk.tickets.queries.offers import SHOWN
from helpdesk.tickets.rules import holding
from helpdesk.tickets.states import State
from tests.helpdesk.tickets.conftest import Ask, verbs
from tests.helpdesk.tickets.test_routes import Login, post
from tests.make import Make


def together(client: FlaskClient, what: str, *tickets: object, **fields: object) -> TestResponse:
    return post(
        client, "/desk/together", what=what, ticket=[str(one) for one in tickets], lang="en", **fields
    )


def came_of(client: FlaskClient, what: str, *tickets: object, **fields: object) -> TestResponse:
    """Do an act on several, and return the page that tells what came of it."""
    return client.get(together(client, what, *tickets, **fields).headers["Location"])


def states() -> dict[object, str]:
    with db.reading() as session:
        return dict(session.execute(select(Ticket.id, Ticket.state)).all())


def test_several_are_accepted_and_settled_in_one_act_each(
    client: FlaskClient, login: Login, ask: Ask, session: Session, ada: Person, bruno: Person
) -> None:
    tickets = [ask(ada).id for _ in range(3)]
    login(client, bruno)
    assert together(client, "accept", *tickets).status_code == 302
    assert set(states().values()) == {State.ACCEPTED}
    assert together(client, "settle", *tickets).status_code == 302
    assert set(states().values()) == {State.RESOLVED}
    with db.reading() as reading:
        assert verbs(reading).count("resolved") == 3


def test_what_cannot_be_done_is_told_by_line_and_left_as_it_was(
    client: FlaskClient, login: Login, ask: Ask, session: Session, make: Make, ada: Person, bruno: Person
) -> None:
    mine, taken, other = ask(ada, text="Mine"), ask(ada, text="Taken"), ask(ada, text="Moved on")
    denis = make.facilitator("denis", region="FR-BRE", commune="FR-29019")
    holding.assign(session, taken, denis.id, by=make.lead("eve").id)
    holding.accept(session, other, by=bruno.id)
    login(client, bruno)
    answer = came_of(client, "accept", mine.id, taken.id, other.id, uuid4())
    assert answer.status_code == 200 and "One question accepted." in answer.text
    assert answer.text.count("A question that is not open to you") == 2
    assert "<strong>Moved on</strong>: This question has moved on" in answer.text
    assert states() == {mine.id: State.ACCEPTED, taken.id: State.PROPOSED, other.id: State.ACCEPTED}


def test_the_same_act_twice_is_done_once(
    client: FlaskClient, login: Login, ask: Ask, session: Session, make: Make, ada: Person, bruno: Person
) -> None:
    ticket, act = ask(ada), str(uuid4())
    login(client, bruno)
    for _ in range(2):
        answer = together(client, "give-back", ticket.id, reason="no-time", act=act)
        assert answer.status_code == 302
    assert states()[ticket.id] == State.NEW


def test_a_lead_searches_whom_to_give_several_to_and_keeps_her_ticks(
    client: FlaskClient, login: Login, ask: Ask, session: Session, make: Make, ada: Person
) -> None:
    ticket, lead = ask(ada).id, make.lead("eve", "FR-BRE")
    people = {
        number: make.facilitator(f"f{number}", region="FR-BRE", commune="FR-35238")
        for number in range(SHOWN + 2)
    }
    login(client, lead)
    asked = together(client, "assign", ticket)
    assert asked.status_code == 422 and "2 more are not in the list" in asked.text
    found = together(client, "search", ticket, to="f51", facilitator=str(people[0].id))
    assert (
        found.status_code == 200 and str(people[51].id) in found.text and str(people[0].id) not in found.text
    )
    assert f'value="{ticket}" form="together" checked' in found.text
    assert "No facilitator has" in together(client, "search", ticket, to="zz").text
    assert states()[ticket] != State.ACCEPTED


def test_the_same_act_twice_tells_the_same(
    client: FlaskClient, login: Login, ask: Ask, session: Session, ada: Person, bruno: Person
) -> None:
    mine, other = ask(ada, text="Mine"), ask(ada, text="Moved on")
    holding.accept(session, other, by=bruno.id)
    login(client, bruno)
    tickets, act = (mine.id, other.id, uuid4()), str(uuid4())
    first, again = (came_of(client, "accept", *tickets, act=act) for _ in range(2))
    for answer in (first, again):
        assert "One question accepted." in answer.text
        assert "<strong>Moved on</strong>: This question has moved on" in answer.text
        assert "A question that is not open to you" in answer.text


def test_what_came_of_an_act_is_told_to_who_did_it_alone(
    app: Flask, login: Login, ask: Ask, session: Session, make: Make, ada: Person, bruno: Person
) -> None:
    ticket, act, other = ask(ada).id, str(uuid4()), make.lead("eve", "FR-BRE")
    his, hers = login(app.test_client(), bruno), login(app.test_client(), other)
    assert "One question accepted." in came_of(his, "accept", ticket, act=act).text
    for address in (f"/en/desk/?done={act}", "/en/desk/?done=no-act"):
        page = hers.get(address)
        assert page.status_code == 200 and "One question accepted." not in page.text


def test_without_a_reason_or_a_question_nothing_is_done_and_the_ticks_stay(
    client: FlaskClient, login: Login, ask: Ask, session: Session, ada: Person, bruno: Person
) -> None:
    ticket = ask(ada)
    login(client, bruno)
    refused = together(client, "give-back", ticket.id)
    assert refused.status_code == 422 and "Please choose one of the reasons." in refused.text
    assert f'value="{ticket.id}" form="together" checked' in refused.text
    assert together(client, "accept").status_code == 422
    assert together(client, "delete", ticket.id).status_code == 404
    assert together(client, "accept", "not an id").status_code == 404
    assert states()[ticket.id] == State.PROPOSED


def test_a_lead_chooses_to_whom_several_go_and_a_facilitator_may_not(
    app: Flask, login: Login, ask: Ask, session: Session, make: Make, ada: Person
) -> None:
    one, two, lead = ask(ada).id, ask(ada).id, make.lead("eve", "FR-BRE")
    bruno = make.facilitator("bruno", region="FR-BRE", commune="FR-35238")
    hers, his = login(app.test_client(), lead), login(app.test_client(), bruno)
    asked = together(hers, "assign", one, two)
    assert asked.status_code == 422 and str(bruno.id) in asked.text
    assert "Nothing was changed" in came_of(his, "assign", one, facilitator=str(bruno.id)).text
    assert together(hers, "assign", one, two, facilitator=str(bruno.id)).status_code == 302
    with db.reading() as reading:
        count = select(func.count()).where(Ticket.facilitator_id == bruno.id)
        assert reading.scalar(count) == 2
