"""Why this person, and why not another: each reader as much as she is entitled to."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from classcode.people.models import Person
from helpdesk.tickets.rules import holding
from tests.helpdesk.tickets.conftest import Ask
from tests.helpdesk.tickets.test_routes import Login
from tests.make import Make


def test_learner_facilitator_and_lead_each_read_why_in_their_language(
    app: Flask, login: Login, ask: Ask, session: Session, make: Make, ada: Person, bruno: Person
) -> None:
    ticket, lead = ask(ada), make.lead("eve", "FR-BRE")
    hers = login(app.test_client(), ada).get(f"/fr/help/{ticket.id}/").text
    assert "dans votre commune" in hers
    assert (
        "Why you: facilitator in Brittany"
        in login(app.test_client(), bruno).get(f"/en/help/{ticket.id}/").text
    )
    page = login(app.test_client(), lead).get(f"/nl/help/{ticket.id}/why").text
    assert "in dezelfde gemeente" in page and "0 van 3" in page


def test_a_lead_reads_the_points_and_a_facilitator_nobody_else_s_load(
    app: Flask, login: Login, ask: Ask, session: Session, make: Make, ada: Person, bruno: Person
) -> None:
    denis = make.facilitator("denis", region="FR-BRE", commune="FR-29019")
    assert denis.facilitator is not None
    denis.facilitator.capacity = 0
    session.flush()
    ticket, lead = ask(ada), make.lead("eve", "FR-BRE")
    hers = login(app.test_client(), lead).get(f"/en/help/{ticket.id}/why?who=denis").text
    his = login(app.test_client(), bruno).get(f"/en/help/{ticket.id}/why?who=denis").text
    assert "Nearness" in hers and "has no room left" in hers and "0 of 0 questions" in hers
    assert "Not chosen: could not take it at that moment." in his
    assert "has no room left" not in his and "0 of 0" not in his and "Nearness" not in his


def test_who_was_not_considered_is_weighed_as_of_now(
    client: FlaskClient,
    login: Login,
    ask: Ask,
    session: Session,
    make: Make,
    ada: Person,
    bruno: Person,
    chloe: Person,
) -> None:
    ticket = ask(ada)
    page = login(client, make.lead("eve", "FR-BRE")).get(f"/en/help/{ticket.id}/why?who=chlo").text
    assert "is too far away" in page and "as it stands now" in page


def test_who_suits_less_well_is_told_so_and_the_holder_has_it(
    client: FlaskClient, login: Login, ask: Ask, session: Session, make: Make, ada: Person, bruno: Person
) -> None:
    make.facilitator("denis", region="FR-BRE", commune="FR-29019")
    ticket = ask(ada)
    login(client, make.lead("eve", "FR-BRE"))
    assert "suits less well" in client.get(f"/en/help/{ticket.id}/why?who=denis").text
    assert "She has this question." in client.get(f"/en/help/{ticket.id}/why?who=bruno").text
    assert "No facilitator goes by" in client.get(f"/en/help/{ticket.id}/why?who=nobody").text


def test_somebody_whom_a_lead_chose_is_explained_by_that(
    app: Flask,
    login: Login,
    ask: Ask,
    session: Session,
    make: Make,
    ada: Person,
    bruno: Person,
    chloe: Person,
) -> None:
    ticket, lead = ask(ada), make.lead("eve", "FR-BRE")
    holding.assign(session, ticket, chloe.id, by=lead.id)
    page = login(app.test_client(), ada).get(f"/en/help/{ticket.id}/").text
    assert "asked by the people who lead the region" in page


def test_the_learner_and_strangers_do_not_reach_it(
    app: Flask,
    login: Login,
    ask: Ask,
    session: Session,
    make: Make,
    ada: Person,
    bruno: Person,
    chloe: Person,
) -> None:
    denis = make.facilitator("denis", region="FR-BRE", commune="FR-29019")
    ticket, own = ask(ada), ask(denis)
    assert login(app.test_client(), ada).get(f"/fr/help/{ticket.id}/why").status_code == 403
    assert login(app.test_client(), chloe).get(f"/fr/help/{ticket.id}/why").status_code == 404
    assert login(app.test_client(), denis).get(f"/fr/help/{own.id}/why").status_code == 404
