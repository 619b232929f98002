"""A settled question of Ada's in Bretagne, which Bruno answered, and public answers made of such."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person
from helpdesk.answers import rules
from helpdesk.answers.models import PublicAnswer, Stage
from helpdesk.models import Ticket
from helpdesk.tickets.rules import talking
from helpdesk.tickets.rules.asking import open_ticket
from tests.helpdesk.tickets.conftest import question

Settled = Callable[[], Ticket]
Publish = Callable[..., PublicAnswer]
TEXT = "Branchez-le, puis *attendez*."


@pytest.fixture
def settled(session: Session, ada: Person, bruno: Person) -> Settled:
    """Ask, answer and settle: `settled()` returns the ticket."""

    def settle() -> Ticket:
        ticket = open_ticket(session, ada.id, question(), act_id=uuid4())
        talking.answer(session, ticket, "Look at the angle.", act_id=uuid4())
        talking.resolve(session, ticket, by=ada.id, act_id=uuid4())
        return ticket

    return settle


@pytest.fixture
def publish(session: Session, settled: Settled, bruno: Person) -> Publish:
    """Write a public answer: `publish("Why?")` is public, with `visible=False` it will be in a week."""

    def made(words: str = "Pourquoi reste-t-il à zéro ?", *, visible: bool = True) -> PublicAnswer:
        answer = rules.write(session, settled(), words, TEXT, by=bruno.id, language="fr")
        answer.stage = Stage.PUBLISHED
        answer.visible_from = clock.now() + timedelta(days=-1 if visible else 7)
        session.flush()
        return answer

    return made
