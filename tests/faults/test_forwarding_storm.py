"""An external LRS that misbehaves in every way in turn: each statement is stored once, poison is set apart (F13)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from classcode import clock, db, queues, schedule
from classcode.config import Config
from classcode.people.models import Person
from tests.conftest import INFO
from tests.faults.test_double_click import Login
from tests.make import Make
from tests.tracking.other_store import Store
from tests.tracking.test_forwarding import recorded
from tracking.forwarding import choosing, outbound
from tracking.forwarding.models import Recipient
from tracking.forwarding.queries import Standing, standings
from tracking.forwarding.rules import FORWARD
from tracking.models import Statement

STATEMENTS = 12


@pytest.fixture
def log(
    engine: Engine, connected: Config, ada: Person, make: Make, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """Twelve statements that wait to leave by threes, the oldest first."""
    make.session.commit()
    monkeypatch.setattr(choosing, "MOST", 3)
    queues.bind({FORWARD: schedule.handlers(connected)[FORWARD]}, None)
    db.bind(engine, **INFO | {"forwarding": True})
    return [str(recorded(ada)) for _ in range(STATEMENTS)]


def standing() -> Standing:
    with db.reading() as session:
        return standings(session)[0]


def rounds() -> Iterator[datetime]:
    """Look around and drain again and again, each time at the instant when the next try is, until nothing lags."""
    moment = clock.now()
    while True:
        with clock.at(moment):
            schedule.look_around()
            queues.drain()
        yield moment
        if not standing().behind:
            return
        moment = max(moment, standing().recipient.next_at or moment) + timedelta(milliseconds=1)


def settle() -> int:
    """Let everything leave that will; return how many rounds it took."""
    return len(list(rounds()))


def test_after_the_storm_each_statement_is_stored_once(
    log: list[str], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbound, "SILENCE_SECONDS", 0.2)
    monkeypatch.setattr(outbound, "WHOLE_SECONDS", 0.3)
    store.moods = "500 silent 503 drips 429 302 well 401 silent 500 408 404".split() * 2
    assert settle() < 3 * STATEMENTS
    assert store.moods == []
    assert standing().refused == 0 and standing().recipient.sent == STATEMENTS
    assert store.stored == log
    with db.reading() as session:
        assert store.kept == {str(one.id): one.body for one in session.scalars(select(Statement))}


def test_poison_is_set_apart_and_the_others_flow(log: list[str], store: Store) -> None:
    store.poison = {log[0], log[4], log[5]}
    settle()
    assert store.stored == [one for one in log if one not in store.poison]
    assert {str(one.statement_id) for one in standing().refusals} == store.poison


def test_a_statement_too_large_for_them_is_set_apart_alone(log: list[str], store: Store) -> None:
    store.moods = ["413", "413"]
    settle()
    assert store.stored == log[1:] and standing().refusals[0].reason == "413 no, thank you"


def test_the_alarm_is_on_the_page_until_the_other_side_is_well(
    client: FlaskClient, log: list[str], store: Store, login: Login, make: Make
) -> None:
    store.moods = ["503"]
    next(rounds())
    login(client, make.administrator())
    assert "environment has taken nothing since" in client.get("/en/deliveries/").text
    settle()
    assert "environment has taken nothing since" not in client.get("/en/deliveries/").text


def test_an_administrator_sees_what_was_refused_and_sends_it_again(
    client: FlaskClient, log: list[str], store: Store, login: Login, make: Make
) -> None:
    store.poison = {log[2]}
    settle()
    login(client, make.administrator())
    page = client.get("/en/deliveries/").text
    assert "400 no, thank you" in page and log[2] in page
    with db.reading() as session:
        recipient = session.scalars(select(Recipient)).one()
    store.poison = set()
    again = client.post(f"/deliveries/recipients/{recipient.id}/again", data={"act": str(uuid4())})
    assert again.status_code == 302
    settle()
    assert sorted(store.stored) == sorted(log)
