"""Statements of other systems under faults: web workers killed (F1), PostgreSQL restarted (F5), in a burst of posts.

Acknowledged is answered with 200. The rounds are few here; `make proof` goes many times through the same.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

from classcode import db
from tests import servers
from tests.browser.stack import until
from tests.conftest import fill
from tests.faults.posting import Batch, Burst, Line, assert_whole, bring_together, different, send_again
from tests.served import Served, new_key, serving

pytestmark = pytest.mark.slow
BACK_WITHIN = 10.0
"""Seconds after which the record takes statements again when PostgreSQL answers again."""


@pytest.fixture(params=["embedded", pytest.param("production", marks=pytest.mark.postgres)])
def own_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without a course, on SQLite, then on PostgreSQL."""
    url = f"sqlite:///{tmp_path / 'classcode.sqlite3'}"
    if request.param == "production":
        url = servers.fresh_database(request.getfixturevalue("postgres"))
    made = db.make_engine(url)
    fill(made)
    yield made
    made.dispose()


@pytest.fixture
def served(own_engine: Engine, tmp_path: Path) -> Iterator[Served]:
    """The web, on this database."""
    with serving(own_engine.url.render_as_string(hide_password=False), tmp_path / "var") as web:
        yield web


def kill_in_a_burst(served: Served, authorization: str) -> list[Batch]:
    """Kill all workers while threads post, and go on until the new ones have taken statements."""
    with Burst(served.xapi, authorization) as burst:
        until(lambda: burst.told(200) >= 20)
        served.kill_workers()
        before = burst.told(200)
        until(lambda: burst.told(200) >= before + 8)
    return burst.batches


def workers_killed(served: Served, engine: Engine, files_dir: Path, *, rounds: int) -> None:
    """Kill the workers so many times; whatever was acknowledged is stored once, and sending again doubles nothing."""
    authorization = new_key(engine)
    sent = [batch for _ in range(rounds) for batch in kill_in_a_burst(served, authorization)]
    assert {batch.status for batch in sent} <= {200, None}
    broken, line = sum(not batch.acknowledged for batch in sent), Line(served.xapi, authorization)
    bring_together(line)
    before = assert_whole(engine, sent, files_dir)
    send_again(line, sent)
    after = assert_whole(engine, sent, files_dir)
    assert before <= after == different(sent)
    told = f"{len(sent)} batches, {broken} without an answer, {after} statements, {after - before} only after resending"
    print(f"F1: workers killed {rounds} times: {told}")


@contextmanager
def closing_all(engine: Engine) -> Iterator[None]:
    """Close every connection of an engine at the end, whatever happened."""
    try:
        yield
    finally:
        engine.dispose()


def restart_in_a_burst(
    server: servers.PostgresServer, served: Served, authorization: str
) -> tuple[list[Batch], float]:
    """Restart PostgreSQL while threads post; return what they sent, and after how many seconds they could again."""
    with Burst(served.xapi, authorization) as burst:
        until(lambda: burst.told(200) >= 20)
        server.crash()
        until(lambda: burst.told(503) >= 4)
        server.start()
        began, before = time.monotonic(), burst.told(200)
        until(lambda: burst.told(200) > before)
        took = time.monotonic() - began
        until(lambda: burst.told(200) >= before + 20)
    return burst.batches, took


def database_restarted(server: servers.PostgresServer, folder: Path, *, rounds: int) -> None:
    """Restart PostgreSQL so many times: each answer is 200, or 503 with the time to wait; nothing is half done."""
    url = servers.fresh_database(server.url)
    engine = db.make_engine(url)
    fill(engine)
    authorization = new_key(engine)
    with closing_all(engine), serving(url, folder) as served:
        each = [restart_in_a_burst(server, served, authorization) for _ in range(rounds)]
        sent = [batch for batches, _ in each for batch in batches]
        slowest = max(took for _, took in each)
        assert {batch.status for batch in sent} == {200, 503}
        assert all(batch.retry_after for batch in sent if batch.status == 503)
        assert slowest < BACK_WITHIN
        refused, line = sum(not batch.acknowledged for batch in sent), Line(served.xapi, authorization)
        engine.dispose()
        bring_together(line)
        before = assert_whole(engine, sent, folder / "files")
        send_again(line, sent)
        after = assert_whole(engine, sent, folder / "files")
        assert before <= after == different(sent)
    told = (
        f"{len(sent)} batches, {refused} of them told to wait, taken again {slowest:.1f} s after it answered"
    )
    print(f"F5: PostgreSQL restarted {rounds} times: {told}")


def test_f1_killed_workers_lose_and_double_no_statement(
    served: Served, own_engine: Engine, tmp_path: Path
) -> None:
    workers_killed(served, own_engine, tmp_path / "var" / "files", rounds=2)


@pytest.mark.postgres
def test_f5_a_restart_of_the_database_is_told_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    with servers.crashing_postgres() as server:
        database_restarted(server, tmp_path / "var", rounds=1)
