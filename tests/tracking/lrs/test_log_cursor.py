"""Following the log upwards: nothing that is committed late is passed by, nor claimed to be there before it is."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event
from typing import Any, Final
from uuid import UUID

import orjson
import pytest
from flask import Flask
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from classcode import clock, db
from tests.tracking.lrs.conftest import Credentials
from tests.tracking.lrs.logged import WRITERS, at_once, entry, in_order, log, statement, voiding
from tracking.log import horizon
from tracking.log.reading import Query, find, settled
from tracking.log.writing import write
from tracking.models import Statement

pytestmark = pytest.mark.usefixtures("engine")
EACH: Final = 15
"""Transactions of each writer in a storm."""


@contextmanager
def open_writer(*values: dict[str, Any]) -> Iterator[Session]:
    """Write statements in a transaction that stays open for this block."""
    with db.transaction() as session:
        write(session, [entry(value) for value in values])
        yield session


def followed(after: int = 0, limit: int = 1_000) -> list[UUID]:
    with db.reading() as session:
        return [one.id for one in settled(session, after, limit)]


def ascending() -> list[UUID]:
    with db.reading() as session:
        found = find(session, Query(ascending=True)).found
    return [UUID(orjson.loads(one.body)["id"]) for one in found]


def through() -> datetime:
    with db.reading() as session:
        return horizon.consistent_through(session)


def ids(*values: dict[str, Any]) -> list[UUID]:
    return [UUID(value["id"]) for value in values]


def test_the_log_is_followed_upwards_in_steps(engine: Engine) -> None:
    sent = [statement() for _ in range(5)]
    log(*sent)
    with db.reading() as session:
        first = settled(session, 0, 2)
        then = settled(session, first[-1].seq, 2)
        last = settled(session, then[-1].seq, 2)
        end = settled(session, last[-1].seq, 2)
    assert [one.id for one in (*first, *then, *last, *end)] == ids(*sent)
    assert [len(step) for step in (first, then, last, end)] == [2, 2, 1, 0]


def test_an_empty_log_is_followed_to_its_end_at_once() -> None:
    assert followed() == [] and ascending() == []
    assert clock.now() - through() < timedelta(seconds=30)


def test_a_follower_sees_what_was_voided_and_whose_each_is() -> None:
    one = statement()
    log(one, voiding(one["id"]))
    with db.reading() as session:
        seen = settled(session, 0, 10)
        kept = {row.seq: row.body for row in session.execute(select(Statement.seq, Statement.body))}
    assert [one.voided for one in seen] == [True, False]
    assert all(one.client_id is not None and one.body == kept[one.seq] for one in seen)


@pytest.mark.postgres
def test_a_statement_committed_late_is_not_passed_by() -> None:
    early, late, after = statement(), statement(), statement()
    log(early)
    with open_writer(late):
        log(after)
        assert followed() == ids(early) and ascending() == ids(early)
    assert followed() == ascending() == ids(early, late, after)


@pytest.mark.postgres
def test_the_slowest_of_several_writers_counts() -> None:
    first, second, third = statement(), statement(), statement()
    with open_writer(first):
        with open_writer(second):
            log(third)
            assert followed() == []
        assert followed() == []
    assert followed() == ids(first, second, third)


@pytest.mark.postgres
def test_a_writer_that_gives_up_holds_nothing_back_any_more() -> None:
    kept = statement()
    with open_writer(statement()) as session:
        log(kept)
        session.rollback()
    assert followed() == ascending() == ids(kept)


@pytest.mark.postgres
def test_what_a_writer_takes_back_to_a_savepoint_holds_nothing_back() -> None:
    kept = statement()
    with db.transaction() as session:
        savepoint = session.begin_nested()
        write(session, [entry(statement())])
        savepoint.rollback()
        log(kept)
        assert followed() == ids(kept)


@pytest.mark.postgres
def test_a_transaction_that_writes_no_statement_holds_nothing_back() -> None:
    kept = statement()
    with db.transaction() as backup:
        backup.execute(text("CREATE TABLE a_long_report AS SELECT count(*) FROM statement"))
        log(kept)
        assert followed() == ids(kept)


@pytest.mark.postgres
def test_a_page_that_ends_at_a_writer_at_work_promises_no_more() -> None:
    sent = [statement() for _ in range(3)]
    log(*sent)
    with open_writer(statement()), db.reading() as session:
        log(statement())
        page = find(session, Query(ascending=True, limit=3))
        assert len(page.found) == 3 and page.more is None


def test_communication_2_1_3_consistent_through_is_now_when_nobody_writes() -> None:
    log(statement())
    before = clock.now()
    assert before <= through() <= clock.now()


def test_communication_2_1_3_consistent_through_stays_before_a_writer_at_work() -> None:
    with db.transaction() as session:
        horizon.hold(session)
        held = entry(statement())
        write(session, [held])
        assert through() - timedelta(milliseconds=1) < held.stored
    assert through() > held.stored


@pytest.mark.postgres
def test_communication_2_1_3_a_writer_holds_before_it_says_when_it_stores() -> None:
    with db.transaction() as session:
        horizon.hold(session)
        stored = clock.now_to_the_millisecond()
        assert through() - timedelta(milliseconds=1) < stored


@pytest.mark.postgres
def test_in_a_storm_each_statement_is_followed_once_and_upwards() -> None:
    seen: list[tuple[int, UUID]] = []
    finished = Event()

    def writer() -> None:
        for _ in range(EACH):
            with open_writer(*(statement() for _ in range(random.randint(1, 4)))) as session:
                # What else a transaction does takes its time.
                session.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": random.random() * 0.004})

    def write_all() -> None:
        try:
            at_once(*[writer] * WRITERS)
        finally:
            finished.set()

    def follow() -> None:
        last_look = False
        while not last_look:
            last_look = finished.is_set()
            with db.reading() as session:
                while step := settled(session, seen[-1][0] if seen else 0, 7):
                    seen.extend((one.seq, one.id) for one in step)

    at_once(write_all, follow)
    with db.reading() as session:
        assert [identity for _, identity in seen] == in_order(session)
    assert [seq for seq, _ in seen] == sorted({seq for seq, _ in seen})


@pytest.mark.postgres
def test_communication_2_1_3_in_a_storm_what_is_claimed_is_there(
    lrs_app: Flask, credentials: Credentials
) -> None:
    claims: list[tuple[datetime, set[UUID]]] = []
    finished = Event()
    headers = credentials()

    def writer() -> None:
        client = lrs_app.test_client()
        for number in range(EACH):
            batch = [statement() for _ in range(1 + number % 3 * 20)]
            assert client.post("/statements", json=batch, headers=headers).status_code == 200

    def write_all() -> None:
        try:
            at_once(*[writer] * WRITERS)
        finally:
            finished.set()

    def claim() -> None:
        while not finished.is_set():
            told = through() - timedelta(milliseconds=1)
            claims.append((told, stored_until(told)))

    at_once(write_all, claim)
    assert claims
    for told, there in claims:
        assert there == stored_until(told)


def stored_until(instant: datetime) -> set[UUID]:
    with db.reading() as session:
        return set(session.scalars(select(Statement.id).where(Statement.stored <= instant)))
