"""Nobody reads a single opinion: not who answered, on any page she can open, nor who leads before there are enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.mail import OutgoingMail
from classcode.people.models import Person, Role
from classcode.people.rules.profile import grant
from helpdesk.models import Ticket
from helpdesk.ratings.jobs import ask_for_ratings
from helpdesk.ratings.models import RatingRequest
from helpdesk.ratings.rules import Opinion, rate_own
from tests.classcode.test_safety import SAMPLES
from tests.helpdesk.ratings.conftest import NOON, Settle
from tests.make import Make

Login = Callable[[FlaskClient, Person], FlaskClient]
pytestmark = pytest.mark.slow
SECRET = "zymurgie"
LATER = NOON + timedelta(days=80)
"""When the month of these questions and its last links are over."""


def enter(login: Login, client: FlaskClient, who: Person) -> FlaskClient:
    """Sign in at that late moment."""
    with clock.at(LATER):
        return login(client, who)


def rate_by(session: Session, ticket: Ticket, who: Person, stars: int, comment: str) -> None:
    with clock.at(NOON + timedelta(hours=3)):
        rate_own(session, ticket, Opinion(stars, comment), by=who.id, act_id=uuid4())
        session.commit()


@pytest.fixture
def rated(settle: Settle, session: Session, ada: Person, bruno: Person) -> Ticket:
    """A question of Ada's that Bruno answered, and that she rated with a word that stands nowhere else."""
    ticket = settle(ada)
    rate_by(session, ticket, ada, 1, SECRET)
    return ticket


@pytest.fixture
def many(rated: Ticket, settle: Settle, make: Make, session: Session, bruno: Person) -> list[Person]:
    """Eleven more who rated, half of them about Fanny's answers."""
    fanny = make.facilitator("fanny", region="FR-BRE", commune="FR-35238")
    people = [make.person(f"rating-person-{n}", commune="FR-35238") for n in range(11)]
    for at, person in enumerate(people):
        ticket = settle(person)
        ticket.facilitator_id = fanny.id if at % 2 else bruno.id
        rate_by(session, ticket, person, 5, f"Remark {at}")
    return people


def pages(app: Flask, ticket_id: UUID) -> Iterator[str]:
    """Yield the address of every page, with this question wherever an id is asked."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint != "ratings.by_link":
            values: dict[str, Any] = {name: SAMPLES.get(name, ticket_id) for name in rule.arguments}
            with app.test_request_context():
                yield app.url_map.bind("").build(rule.endpoint, values)


def assert_nothing_tells(app: Flask, client: FlaskClient, ticket_id: UUID) -> None:
    walked = 0
    for path in pages(app, ticket_id):
        answer = client.get(path)
        assert answer.status_code < 500, path
        assert SECRET not in answer.get_data(as_text=True), path
        walked += answer.status_code == 200
    assert walked > 15


@pytest.mark.usefixtures("content")
def test_who_answered_reads_it_nowhere(
    app: Flask, client: FlaskClient, login: Login, rated: Ticket, bruno: Person
) -> None:
    enter(login, client, bruno)
    with clock.at(LATER):
        assert_nothing_tells(app, client, rated.id)


@pytest.mark.usefixtures("content")
def test_nor_does_she_who_leads_too_when_there_are_enough(
    app: Flask,
    client: FlaskClient,
    login: Login,
    many: list[Person],
    rated: Ticket,
    make: Make,
    bruno: Person,
) -> None:
    grant(make.session, bruno.id, Role.LEAD, "FR-BRE")
    enter(login, client, bruno)
    with clock.at(LATER):
        assert_nothing_tells(app, client, rated.id)


@pytest.mark.usefixtures("content")
def test_nor_does_a_lead_before_there_are_enough(
    app: Flask, client: FlaskClient, login: Login, rated: Ticket, make: Make
) -> None:
    enter(login, client, make.lead("denise", "FR-BRE"))
    with clock.at(LATER):
        assert_nothing_tells(app, client, rated.id)


def report(client: FlaskClient) -> str:
    with clock.at(LATER):
        return client.get("/fr/desk/reports?period=2026-11").get_data(as_text=True)


def test_a_lead_reads_the_mean_with_its_rate_and_comments_without_names_or_days(
    client: FlaskClient, login: Login, many: list[Person], make: Make
) -> None:
    page = report(enter(login, client, make.lead("denise", "FR-BRE")))
    assert SECRET in page and "Remark 3" in page
    assert '<td class="number">4,7</td><td class="number">12</td><td class="number">12</td>' in page
    assert "Ada" not in page and not any(person.name in page for person in many if person.name)


def test_an_administrator_reads_the_mean_and_no_comment(
    client: FlaskClient, login: Login, many: list[Person], make: Make
) -> None:
    page = report(enter(login, client, make.administrator()))
    assert "4,7" in page and SECRET not in page and "Remark" not in page


def test_a_lead_of_elsewhere_reads_neither(
    client: FlaskClient, login: Login, many: list[Person], make: Make
) -> None:
    page = report(enter(login, client, make.lead("emile", "FR-OCC")))
    assert "4,7" not in page and SECRET not in page


def test_the_month_is_not_told_while_its_links_still_work(
    client: FlaskClient, login: Login, many: list[Person], make: Make
) -> None:
    with clock.at(NOON + timedelta(days=40)):
        login(client, make.lead("denise", "FR-BRE"))
        assert "4,7" not in client.get("/fr/desk/reports?period=2026-11").get_data(as_text=True)


def test_no_file_and_no_mail_holds_a_comment(
    client: FlaskClient, login: Login, many: list[Person], make: Make, session: Session
) -> None:
    enter(login, client, make.lead("denise", "FR-BRE"))
    with clock.at(LATER):
        ask_for_ratings("a round")
        form = {"act": str(uuid4()), "lang": "fr", "period": "2026-11"}
        file = client.post("/desk/reports/export", data=form).get_data(as_text=True)
    assert "satisfaction" in file and SECRET not in file and "Remark" not in file
    assert not [mail.subject for mail in session.scalars(select(OutgoingMail)) if SECRET in mail.text]


def test_what_is_kept_goes_with_who_asked(session: Session, rated: Ticket, ada: Person) -> None:
    session.delete(session.get_one(Person, ada.id))
    session.commit()
    assert session.scalars(select(RatingRequest)).all() == []
