"""Two links of one address, pressed by many at once: one account, and each question once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import Engine, func, select

from classcode import clock, db
from classcode.mail import OutgoingMail
from classcode.people.models import Address
from classcode.people.rules.addresses import LinkTooOld
from helpdesk.guests.models import PendingQuestion
from helpdesk.guests.rules import Wanted, confirm, receive
from helpdesk.models import Ticket

THREADS = 10


def ask(text: str) -> str:
    """Ask by the form, and return the token that was mailed."""
    with db.transaction() as session:
        receive(
            session, email="eve@example.org", name=None, subject=None, text=text, via="form", language="fr"
        )
        mail = session.scalars(select(OutgoingMail).order_by(OutgoingMail.written_at.desc())).first()
        assert mail
        return next(line for line in mail.text.splitlines() if "/first/" in line).rpartition("/")[2]


def press(token: str) -> int:
    try:
        with db.transaction() as session:
            wanted = Wanted(
                module="creative-programming", shown=list(session.scalars(select(PendingQuestion.id)))
            )
            return len(confirm(session, token, wanted, act_id=uuid4()).tickets)
    except LinkTooOld:
        return 0


@pytest.mark.parametrize(
    "database",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)],
    ids=["sqlite", "postgresql"],
)
def test_many_presses_send_each_question_once(engine: Engine, database: str) -> None:
    first = ask("One thing")
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        second = ask("And another")
        with ThreadPoolExecutor(THREADS) as pool:
            sent = list(pool.map(press, [first, second] * (THREADS // 2)))
    assert sorted(sent) == [0] * (THREADS - 1) + [2]
    with db.reading() as session:
        counts = [session.scalar(select(func.count()).select_from(table)) for table in (Ticket, Address)]
    assert counts == [2, 1]
