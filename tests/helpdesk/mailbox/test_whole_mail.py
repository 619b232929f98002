"""The page of a whole mail: for who wrote it; a learner's for the team too, unless she asked without a name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.people.models import Person
from helpdesk.mailbox.addresses import Mailbox
from helpdesk.mailbox.models import IncomingMail
from helpdesk.models import Message, Ticket
from tests.helpdesk.mailbox.conftest import address_of, written

WORDS = "It works.\n\n-- \nAda Martin\n06 12 34 56 78"


@pytest.fixture
def message_of(
    session: Session, mailbox: Mailbox, ticket: Ticket, take_in: Callable[..., IncomingMail]
) -> Callable[[Person], UUID]:
    """Let somebody's mail arrive, and return the message that it became."""

    def arriving(person: Person) -> UUID:
        row = take_in(written(address_of(person), mailbox.address(ticket.id, person.id), WORDS))
        return session.scalars(select(Message.id).where(Message.mail_id == row.message_id)).one()

    return arriving


def statuses(
    app: Flask, login: Callable[..., object], ticket: Ticket, message: UUID, *readers: Person
) -> list[int]:
    found = []
    for reader in readers:
        client = app.test_client()
        login(client, reader)
        answer = client.get(f"/fr/help/{ticket.id}/mail/{message}")
        assert (answer.status_code == 200) == ("06 12 34 56 78" in answer.get_data(as_text=True))
        page = client.get(f"/fr/help/{ticket.id}/").get_data(as_text=True)
        assert (f"/mail/{message}" in page) == (answer.status_code == 200)
        found.append(answer.status_code)
    return found


def test_a_learner_s_mail_is_for_her_and_the_team(
    app: Flask,
    login: Callable[..., object],
    message_of: Callable[[Person], UUID],
    ticket: Ticket,
    ada: Person,
    bruno: Person,
    chloe: Person,
) -> None:
    assert statuses(app, login, ticket, message_of(ada), ada, bruno, chloe) == [200, 200, 404]


def test_the_mail_of_who_asked_without_a_name_is_for_her_alone(
    app: Flask,
    session: Session,
    login: Callable[..., object],
    message_of: Callable[[Person], UUID],
    ticket: Ticket,
    ada: Person,
    bruno: Person,
) -> None:
    message, ticket.unnamed = message_of(ada), True
    session.flush()
    assert statuses(app, login, ticket, message, ada, bruno) == [200, 404]


def test_a_facilitator_s_mail_is_for_nobody_else(
    app: Flask,
    login: Callable[..., object],
    message_of: Callable[[Person], UUID],
    ticket: Ticket,
    ada: Person,
    bruno: Person,
) -> None:
    assert statuses(app, login, ticket, message_of(bruno), ada, bruno) == [404, 200]


def test_there_is_no_mail_behind_what_was_typed_on_the_page_or_came_a_month_ago(
    app: Flask,
    session: Session,
    login: Callable[..., object],
    message_of: Callable[[Person], UUID],
    ticket: Ticket,
    ada: Person,
) -> None:
    typed = session.scalars(select(Message.id).where(Message.ticket_id == ticket.id)).one()
    mailed = message_of(ada)
    session.scalars(select(IncomingMail)).one().source = None
    session.get_one(Message, mailed).written_at -= timedelta(days=31)
    assert statuses(app, login, ticket, typed, ada) + statuses(app, login, ticket, mailed, ada) == [404, 404]
