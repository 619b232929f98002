"""Reporting and hiding: once, in one act, and out of the title too."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.people.models import Person
from helpdesk.models import Message
from helpdesk.tickets.rules import moderating
from helpdesk.tickets.rules.moderating import HIDDEN_SUBJECT, OwnMessage
from helpdesk.tickets.states import What
from tests.helpdesk.tickets.conftest import WORDS, Ask, trail
from tests.make import Make


def test_reporting_twice_is_reporting_once(session: Session, ask: Ask, ada: Person, bruno: Person) -> None:
    ticket = ask(ada)
    message = session.scalars(select(Message)).one()
    moderating.report(session, message, by=bruno.id)
    moderating.report(session, message, by=bruno.id)
    assert trail(session, ticket).count(What.REPORTED) == 1


def test_nobody_reports_herself(session: Session, ask: Ask, ada: Person) -> None:
    ask(ada)
    with pytest.raises(OwnMessage):
        moderating.report(session, session.scalars(select(Message)).one(), by=ada.id)


def test_a_hidden_question_leaves_the_title_and_keeps_its_words(
    session: Session, ask: Ask, make: Make, ada: Person
) -> None:
    ticket, lead = ask(ada), make.lead("denis", "FR-BRE")
    message = session.scalars(select(Message)).one()
    moderating.hide(session, message, by=lead.id)
    session.refresh(message)
    assert ticket.subject == HIDDEN_SUBJECT
    assert message.hidden_at is not None and message.text == WORDS
