"""A message of Ada's, a file for it, and who opens what."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.people.models import Person
from helpdesk.attachments.models import Attachment
from helpdesk.attachments.rules import attach, first_message
from helpdesk.models import Message, Ticket
from tests.helpdesk.attachments.samples import png
from tests.helpdesk.tickets.conftest import Ask, ask

__all__ = ["ask"]
Open = Callable[[Person, str], tuple[int, bytes, dict[str, str]]]


@pytest.fixture
def ticket(ask: Ask, ada: Person, bruno: Person) -> Ticket:
    """Ada's question, proposed to Bruno."""
    asked = ask(ada)
    assert asked.facilitator_id == bruno.id
    return asked


@pytest.fixture
def message(session: Session, ticket: Ticket) -> Message:
    """The question itself."""
    return first_message(session, ticket.id)


@pytest.fixture
def file(session: Session, message: Message) -> Attachment:
    """A picture with it."""
    return attach(session, message, "Écran 1.png", "image/png", png())


@pytest.fixture
def as_(app: Flask, login: Callable[[FlaskClient, Person], FlaskClient]) -> Callable[[Person], FlaskClient]:
    """A browser in which somebody is signed in: `as_(ada)`."""
    return lambda person: login(app.test_client(), person)


def rows(session: Session) -> list[Attachment]:
    """Return all attachments there are."""
    return list(session.scalars(select(Attachment).order_by(Attachment.place)))
