"""Joining and splitting on the pages: asked once more, done in one act, undone right away or later."""

from __future__ import annotations

from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import db
from classcode.people.models import Person
from helpdesk.models import Message, Ticket
from helpdesk.tickets.rules import holding, merging, naming, talking
from helpdesk.tickets.states import State
from tests.helpdesk.tickets.conftest import Ask
from tests.helpdesk.tickets.test_routes import Login, post
from tests.make import Make


def state_of(ticket: Ticket) -> str:
    with db.reading() as session:
        return session.get_one(Ticket, ticket.id).state


def test_two_questions_become_one_thread_and_apart_again(
    client: FlaskClient, login: Login, ask: Ask, session: Session, ada: Person, bruno: Person
) -> None:
    one, other = ask(ada, text="The cat"), ask(ada, text="The cat again")
    login(client, bruno)
    assert "The cat again" in client.get(f"/fr/help/{one.id}/join").text
    done = post(client, f"/help/{one.id}/join", other=str(other.id))
    assert done.headers["Location"].endswith(f"/help/{one.id}/?joined={other.id}")
    page = client.get(done.headers["Location"]).text
    assert "The cat again" in page and page.count(f"/help/{one.id}/unjoin") == 2
    assert state_of(other) == State.MERGED
    assert f"/help/{one.id}/" in client.get(f"/fr/help/{other.id}/").text
    later = client.get(f"/fr/help/{one.id}/").text
    assert later.count(f"/help/{one.id}/unjoin") == 1
    assert post(client, f"/help/{one.id}/unjoin", other=str(other.id)).status_code == 302
    assert state_of(other) == State.PROPOSED
    assert "/unjoin" not in client.get(f"/fr/help/{one.id}/?joined={other.id}").text


def test_nothing_is_joined_that_was_not_chosen(
    client: FlaskClient, login: Login, ask: Ask, session: Session, ada: Person, bruno: Person
) -> None:
    one = ask(ada)
    login(client, bruno)
    assert post(client, f"/help/{one.id}/join").status_code == 422
    assert post(client, f"/help/{one.id}/join", other=str(uuid4())).status_code == 404
    assert post(client, f"/help/{one.id}/join", other=str(one.id)).status_code == 404


def test_a_question_that_is_not_hers_is_neither_offered_nor_joined(
    client: FlaskClient, login: Login, ask: Ask, session: Session, make: Make, ada: Person, bruno: Person
) -> None:
    one, other = ask(ada), ask(ada, text="Elsewhere")
    denis = make.facilitator("denis", region="FR-BRE", commune="FR-29019")
    holding.assign(session, other, denis.id, by=make.lead("eve").id)
    login(client, bruno)
    assert "Elsewhere" not in client.get(f"/fr/help/{one.id}/join").text
    assert post(client, f"/help/{one.id}/join", other=str(other.id)).status_code == 404
    assert state_of(other) == State.PROPOSED


def test_two_pseudonyms_are_never_put_together_by_who_knows_no_name(
    app: Flask, login: Login, ask: Ask, session: Session, make: Make, ada: Person, bruno: Person
) -> None:
    one, other, lead = ask(ada, unnamed=True), ask(ada, unnamed=True), make.lead("eve", "FR-BRE")
    his, hers = login(app.test_client(), bruno), login(app.test_client(), lead)
    for client in (his, hers):
        assert client.get(f"/fr/help/{one.id}/join").status_code == 404
        assert post(client, f"/help/{one.id}/join", other=str(other.id)).status_code == 404
    for ticket in (one, other):
        naming.lift(session, ticket, "Somebody may be in danger", by=lead.id)
    session.commit()
    assert post(hers, f"/help/{one.id}/join", other=str(other.id)).status_code == 302


def test_a_message_of_a_joined_question_is_reported_where_it_is_read(
    client: FlaskClient, login: Login, ask: Ask, session: Session, ada: Person, bruno: Person
) -> None:
    one, other = ask(ada, text="The cat"), ask(ada, text="The cat again")
    said = talking.answer(session, other, "Rude", act_id=uuid4())
    merging.merge(session, other, one, by=bruno.id)
    login(client, ada)
    assert "Rude" in client.get(f"/fr/help/{one.id}/").text
    assert post(client, f"/help/{one.id}/messages/{said.id}/report").status_code == 302


def test_some_messages_become_a_question_of_their_own_and_go_back(
    client: FlaskClient, login: Login, ask: Ask, session: Session, ada: Person, bruno: Person
) -> None:
    one = ask(ada, text="The cat")
    second = talking.reply(session, one, "And by the way, the dog")
    login(client, bruno)
    assert "the dog" in client.get(f"/fr/help/{one.id}/split").text
    assert post(client, f"/help/{one.id}/split").status_code == 422
    done = post(client, f"/help/{one.id}/split", messages=str(second.id))
    page = client.get(done.headers["Location"]).text
    assert "And by the way, the dog" in page and "/unsplit" in page
    with db.reading() as reading:
        new = reading.scalars(select(Ticket).where(Ticket.id != one.id)).one()
    assert f"/help/{new.id}/unsplit" in client.get(f"/fr/help/{one.id}/").text
    assert post(client, f"/help/{new.id}/unsplit").status_code == 302
    with db.reading() as reading:
        assert set(reading.scalars(select(Message.ticket_id))) == {one.id}


def test_messages_of_others_are_not_taken_along(
    client: FlaskClient, login: Login, ask: Ask, session: Session, make: Make, ada: Person, bruno: Person
) -> None:
    one, foreign = ask(ada), ask(make.person("eve", commune="FR-35238"), text="Somebody else's")
    talking.reply(session, one, "More")
    theirs = session.scalars(select(Message.id).where(Message.ticket_id == foreign.id)).one()
    assert post(login(client, bruno), f"/help/{one.id}/split", messages=str(theirs)).status_code == 422


def test_the_learner_joins_and_splits_nothing(
    client: FlaskClient, login: Login, ask: Ask, session: Session, ada: Person, bruno: Person
) -> None:
    one, other = ask(ada), ask(ada)
    login(client, ada)
    for act in ("join", "unjoin", "split", "unsplit"):
        assert (
            post(
                client, f"/help/{one.id}/{act}", **({"other": str(other.id)} if "join" in act else {})
            ).status_code
            == 403
        )
