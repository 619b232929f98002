"""What leaves is what a strict record accepts: our own one is the other side, over HTTP, and validates everything."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import Engine, func, select
from werkzeug.serving import make_server

from classcode import clock, db
from classcode.config import Config
from classcode.people.models import Person
from tests.make import Make
from tests.tracking.lrs.conftest import SECRET, new_client
from tests.tracking.test_recipients import deeds, kept, outside, send, with_a_photograph
from tracking.forwarding import rules
from tracking.forwarding.models import Recipient
from tracking.forwarding.queries import Standing, standings
from tracking.forwarding.rules import Allowed, Plan
from tracking.forwarding.sealing import Seal
from tracking.lrs.app import create
from tracking.models import Statement


@pytest.fixture
def endpoint(config: Config, engine: Engine) -> Iterator[str]:
    """The address of our own record, served on this test's database."""
    assert engine.url
    server = make_server("127.0.0.1", 0, create(config), threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def log(config: Config, make: Make) -> int:
    """Statements of every shape; how many."""
    learners: list[Person] = [make.person(), make.person()]
    make.session.commit()
    deeds(learners)
    kept(outside(version="2.0.0"))
    with_a_photograph(config)
    return count()


def count() -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(Statement)) or 0


def receive(config: Config, endpoint: str, *, pseudonym: bool) -> UUID:
    plan = Plan(
        name="ours",
        endpoint=endpoint,
        key=new_client().key,
        secret=SECRET,
        version="2.0.0",
        pseudonym=pseudonym,
    )
    with db.transaction() as session:
        return rules.add(session, plan, Seal(config.secret_key), Allowed(production=False, hosts=())).id


def standing() -> Standing:
    with db.reading() as session:
        return standings(session)[0]


def test_the_exact_statements_are_known_there_and_nothing_is_doubled(
    config: Config, endpoint: str, log: int
) -> None:
    recipient = receive(config, endpoint, pseudonym=False)
    while standing().behind:
        with clock.at(standing().recipient.next_at or clock.now()):
            send(config, recipient)
    told = standing()
    # The voiding voids what came by another way than this client: there that is forbidden, here it is set aside.
    assert (told.recipient.last_error, told.recipient.sent, told.refused) == (None, log - 1, 1)
    assert "voided" in told.refusals[0].reason
    assert count() == log


def test_statements_in_disguise_are_valid_statements(
    config: Config, endpoint: str, log: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipient = receive(config, endpoint, pseudonym=True)
    # They land in the log from which they came: one run must not send on what it brings.
    monkeypatch.setattr("tracking.forwarding.jobs.SECONDS", -1)
    send(config, recipient)
    with db.reading() as session:
        row = session.get_one(Recipient, recipient)
    assert (row.last_error, standing().refused, row.sent) == (None, 0, log)
    assert count() == 2 * log
