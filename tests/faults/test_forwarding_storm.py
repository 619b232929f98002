"""An external LRS that misbehaves in every way in turn: each statement is stored once, poison is set apart (F13)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from classcode import clock, db, queues, schedule
from classcode.config import Config
from classcode.people.models import Person
from classcode.queues import Job, JobState
from tests.faults.test_double_click import Login
from tests.make import Make
from tests.tracking.test_forwarding import Store, recorded
from tracking.forwarding import outbound
from tracking.models import Statement
from tracking.rules import FORWARD

STATEMENTS = 12


@pytest.fixture
def log(engine: Engine, connected: Config, ada: Person, make: Make) -> list[UUID]:
    """Twelve statements that wait to leave, the oldest first."""
    make.session.commit()
    queues.bind({FORWARD: schedule.handlers(connected)[FORWARD]}, None)
    return [recorded(ada) for _ in range(STATEMENTS)]


def states() -> dict[str, str]:
    with db.reading() as session:
        return {job.subject: job.state for job in session.scalars(select(Job).where(Job.topic == FORWARD))}


def rounds() -> Iterator[datetime]:
    """Drain what is due again and again, each time at the instant when the next try is, until nothing waits."""
    while JobState.WAITING in states().values():
        with db.reading() as session:
            due = session.scalars(select(Job.due_at).where(Job.state == JobState.WAITING)).all()
        moment = max(clock.now(), min(due)) + timedelta(milliseconds=1)
        with clock.at(moment):
            queues.drain()
        yield moment


def test_after_the_storm_each_statement_is_stored_once(
    log: list[UUID], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbound, "SILENCE_SECONDS", 0.2)
    monkeypatch.setattr(outbound, "WHOLE_SECONDS", 0.3)
    store.moods = [
        "500",
        "silent",
        "503",
        "drips",
        "429",
        "302",
        "well",
        "401",
        "silent",
        "500",
        "408",
        "404",
    ] * 2
    assert len(list(rounds())) < 2 * STATEMENTS
    assert set(states().values()) == {JobState.DONE}
    assert sorted(store.stored) == sorted(str(one) for one in log)
    with db.reading() as session:
        assert store.kept == {str(one.id): one.payload.encode() for one in session.scalars(select(Statement))}


@pytest.mark.parametrize("refusal", ["400", "413"])
def test_poison_is_set_apart_at_once_and_the_others_flow(log: list[UUID], store: Store, refusal: str) -> None:
    store.moods = ["well", refusal]
    assert queues.drain() == STATEMENTS
    poisoned = [subject for subject, state in states().items() if state == JobState.DEAD]
    assert len(poisoned) == 1
    assert set(store.stored) == {str(one) for one in log} - set(poisoned)


def test_an_administrator_sees_the_dead_letter_and_sends_it_again(
    client: FlaskClient, log: list[UUID], store: Store, login: Login, make: Make
) -> None:
    store.moods = ["413"]
    queues.drain()
    login(client, make.administrator())
    assert "413 no, thank you" in client.get("/en/deliveries/").text
    with db.reading() as session:
        (dead,) = queues.dead_jobs(session)
    assert client.post(f"/deliveries/{dead.id}/again", data={"act": str(uuid4())}).status_code == 302
    queues.drain()
    assert sorted(store.stored) == sorted(str(one) for one in log)
