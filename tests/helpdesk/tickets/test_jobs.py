"""The one mail before a slot: written once, with all that waits, and only when something does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.mail import OutgoingMail
from classcode.people.models import Person
from helpdesk.jobs import send_bundles
from helpdesk.tickets.rules import away, talking
from tests.helpdesk.tickets.conftest import Ask
from tests.make import TUESDAYS, Make

TUESDAY_NOON = datetime(2026, 11, 10, 11, 0, tzinfo=UTC)
SLOT = datetime(2026, 11, 10, 18, 0, tzinfo=UTC)
"""19 h in Paris, when Bruno's slot starts."""


@pytest.fixture
def bruno(make: Make) -> Person:
    """Bruno has one slot a week."""
    return make.facilitator("bruno", region="FR-BRE", commune="FR-35238", slots=TUESDAYS)


def rounds(*moments: datetime) -> list[OutgoingMail]:
    """Run the job at each of these instants, and return the bundles that exist then."""
    for moment in moments:
        with clock.at(moment):
            send_bundles(moment.isoformat())
    with db.transaction() as session:
        return list(session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "desk-bundle")))


def asked(session: Session, ask: Ask, ada: Person, *, at: datetime = TUESDAY_NOON, times: int = 1) -> None:
    with clock.at(at):
        for _ in range(times):
            ask(ada)
    session.commit()


def test_one_mail_before_the_slot_tells_of_everything(
    session: Session, ask: Ask, ada: Person, bruno: Person
) -> None:
    asked(session, ask, ada, times=2)
    five_minutes = [SLOT - timedelta(minutes=minutes) for minutes in range(120, -120, -5)]
    mails = rounds(*five_minutes)
    assert [(mail.person_id, mail.written_at) for mail in mails] == [(bruno.id, SLOT - timedelta(minutes=60))]
    assert mails[0].text.count("http") == 1 and "http://classcode.test/fr/desk/" in mails[0].text
    assert "2 " in mails[0].subject and len(mails[0].text.split()) <= 100


def test_nothing_waiting_writes_no_mail(session: Session, ask: Ask, ada: Person, bruno: Person) -> None:
    asked(session, ask, ada, times=0)
    assert rounds(SLOT - timedelta(minutes=30)) == []


def test_an_answered_question_waits_no_more(session: Session, ask: Ask, ada: Person, bruno: Person) -> None:
    with clock.at(TUESDAY_NOON):
        talking.answer(session, ask(ada), "Try this.", act_id=bruno.id)
    session.commit()
    assert rounds(SLOT - timedelta(minutes=30)) == []


def test_the_same_round_twice_writes_one_mail(session: Session, ask: Ask, ada: Person, bruno: Person) -> None:
    asked(session, ask, ada)
    assert len(rounds(SLOT - timedelta(minutes=30), SLOT - timedelta(minutes=30))) == 1


def test_each_slot_has_its_own_mail(session: Session, ask: Ask, ada: Person, bruno: Person) -> None:
    asked(session, ask, ada)
    assert len(rounds(SLOT, SLOT + timedelta(days=7))) == 2


def test_a_round_missed_before_the_slot_is_made_up_for_during_it(
    session: Session, ask: Ask, ada: Person, bruno: Person
) -> None:
    asked(session, ask, ada)
    assert len(rounds(SLOT + timedelta(minutes=40), SLOT + timedelta(minutes=45))) == 1


def test_what_comes_during_the_slot_is_not_mailed(
    session: Session, ask: Ask, ada: Person, bruno: Person
) -> None:
    asked(session, ask, ada, at=SLOT + timedelta(minutes=10))
    assert rounds(SLOT + timedelta(minutes=15)) == []


def test_nobody_who_is_away_is_written_to(session: Session, ask: Ask, ada: Person, bruno: Person) -> None:
    asked(session, ask, ada)
    with clock.at(TUESDAY_NOON):
        away.declare(session, bruno.id, date(2026, 11, 10), date(2026, 11, 11))
    session.commit()
    assert rounds(SLOT - timedelta(minutes=30)) == []
