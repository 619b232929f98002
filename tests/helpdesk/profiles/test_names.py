"""The name behind a question asked without one: looked up with a reason that she reads, or shown by herself."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.people.models import Person
from helpdesk.models import NameLift, Ticket
from helpdesk.tickets.naming import pseudonym
from tests.helpdesk.profiles.conftest import As
from tests.helpdesk.tickets.conftest import Ask, trail
from tests.make import Make

REASON = "Quelqu'un est peut-être en danger."


@pytest.fixture
def ticket(ask: Ask, ada: Person, bruno: Person) -> Ticket:
    """Ada asks without her name."""
    return ask(ada, unnamed=True)


@pytest.fixture
def lead(make: Make) -> Person:
    """Denise leads Bretagne."""
    return make.lead("denise", "FR-BRE")


def lift(client: FlaskClient, ticket: Ticket, reason: str = REASON) -> int:
    data = {"act": str(uuid4()), "reason": reason}
    return client.post(f"/help/{ticket.id}/name", data=data).status_code


def show(client: FlaskClient, ticket: Ticket) -> int:
    return client.post(f"/help/{ticket.id}/show-name", data={"act": str(uuid4())}).status_code


def lifts(session: Session) -> list[str]:
    session.commit()
    found = list(session.scalars(select(NameLift.reason)))
    session.commit()
    return found


@pytest.mark.parametrize("lang", ["fr", "en", "nl"])
def test_what_follows_is_said_before(as_: As, lead: Person, ticket: Ticket, lang: str) -> None:
    answer = as_(lead).get(f"/{lang}/help/{ticket.id}/name")
    assert answer.status_code == 200
    assert pseudonym(ticket.id) in answer.text and "Ada" not in answer.text


def test_a_lead_who_gives_a_reason_sees_who_asked(
    session: Session, as_: As, lead: Person, ticket: Ticket
) -> None:
    client = as_(lead)
    assert "Ada" not in client.get(f"/fr/help/{ticket.id}/").text
    assert lift(client, ticket) == 302
    assert "Ada" in client.get(f"/fr/help/{ticket.id}/").text
    assert lifts(session) == [REASON] and trail(session, ticket)[-1] == "name-lifted"


@pytest.mark.parametrize("reason", ["", "   ", "parce que", "x" * 501])
def test_without_a_reason_nothing_is_looked_up(
    session: Session, as_: As, lead: Person, ticket: Ticket, reason: str
) -> None:
    assert lift(as_(lead), ticket, reason) == 422
    assert lifts(session) == []


def test_the_learner_reads_who_looked_and_why(as_: As, lead: Person, ada: Person, ticket: Ticket) -> None:
    lift(as_(lead), ticket)
    page = as_(ada).get(f"/fr/help/{ticket.id}/").text
    assert "Denise" in page and "peut-être en danger" in page


def test_who_answers_sees_no_name_after_a_lead_looked(
    as_: As, lead: Person, bruno: Person, ticket: Ticket
) -> None:
    lift(as_(lead), ticket)
    page = as_(bruno).get(f"/fr/help/{ticket.id}/").text
    assert "Ada" not in page and pseudonym(ticket.id) in page


def test_only_the_leads_of_the_region_may_look(
    session: Session, as_: As, make: Make, lead: Person, ada: Person, bruno: Person, chloe: Person, ticket: Ticket
) -> None:  # fmt: skip
    others = [ada, bruno, chloe, make.lead("gina", "FR-OCC"), make.administrator()]
    assert [lift(as_(who), ticket) for who in others] == [403, 403, 403, 404, 404]
    asked = [as_(who).get(f"/fr/help/{ticket.id}/name").status_code for who in others]
    assert asked == [403, 403, 403, 404, 404] and lifts(session) == []


def test_looking_twice_is_looking_once(session: Session, as_: As, lead: Person, ticket: Ticket) -> None:
    client = as_(lead)
    assert [lift(client, ticket), lift(client, ticket)] == [302, 404]
    assert lifts(session) == [REASON]


def test_nothing_is_to_be_looked_up_on_a_named_question(as_: As, lead: Person, ask: Ask, ada: Person) -> None:
    ticket = ask(ada)
    assert lift(as_(lead), ticket) == 404


def test_the_learner_shows_her_name_herself(
    session: Session, as_: As, ada: Person, bruno: Person, ticket: Ticket
) -> None:
    assert show(as_(ada), ticket) == 302
    assert "Ada" in as_(bruno).get(f"/fr/help/{ticket.id}/").text
    assert trail(session, ticket)[-1] == "name-shown"


def test_nobody_else_shows_it(as_: As, lead: Person, bruno: Person, ticket: Ticket) -> None:
    assert [show(as_(bruno), ticket), show(as_(lead), ticket)] == [404, 404]
    assert "Ada" not in as_(bruno).get(f"/fr/help/{ticket.id}/").text
