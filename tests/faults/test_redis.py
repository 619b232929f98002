"""Redis is only the alarm clock: killed, emptied, full or ringing twice, the rows know what is to be done (F3, F4)."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from redis import Redis
from sqlalchemy import Engine, select, update

from classcode import clock, db, queues
from classcode.queues import Job, JobState, lease
from tests import servers

QUICK = 2.0
"""Seconds within which an act must be over with Redis away; it takes milliseconds."""


@pytest.fixture(scope="module")
def server() -> Iterator[servers.RedisServer]:
    """One Redis for these tests; who kills it starts it again."""
    with servers.redis_server() as running:
        yield running


@pytest.fixture
def redis(server: servers.RedisServer) -> servers.RedisServer:
    """Redis, running and empty."""
    server.restart()
    return server


@pytest.fixture
def done(engine: Engine, redis: servers.RedisServer) -> list[str]:
    """What the one topic of these tests, "work", has done."""
    subjects: list[str] = []
    bind(subjects.append, redis)
    return subjects


def bind(handler: Callable[[str], None], redis: servers.RedisServer) -> None:
    """Bind "work" as a process does that has just started."""
    queues.bind({"work": handler}, redis.url)
    queues._rest["until"] = 0.0


def enqueue(subject: str) -> float:
    """Ask for work; return the seconds that it took."""
    began = time.monotonic()
    with db.transaction() as session:
        queues.enqueue(session, "work", subject)
    return time.monotonic() - began


def work() -> None:
    """Be an RQ worker until Redis holds no more, and give the signals back to the tests."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    queues.work(burst=True)
    for number, handler in kept.items():
        signal.signal(number, handler)


def states() -> dict[str, str]:
    with db.reading() as session:
        return {job.subject: job.state for job in session.scalars(select(Job))}


def half_a_minute_passes() -> None:
    """Move what was sent to Redis half a minute back, which is how long a sweep is patient."""
    with db.transaction() as session:
        session.execute(update(Job).values(woken_at=clock.now() - timedelta(seconds=31)))


def test_work_goes_by_redis_to_a_worker(done: list[str]) -> None:
    enqueue("1")
    assert queues.sweep() == 0  # it is on its way: nothing is left behind
    work()
    assert done == ["1"] and states() == {"1": JobState.DONE}


def test_what_redis_forgot_is_sent_again_by_the_sweep(done: list[str], redis: servers.RedisServer) -> None:
    enqueue("1")
    redis.restart()
    work()
    assert done == []
    half_a_minute_passes()
    assert queues.sweep() == 1
    work()
    assert done == ["1"]


def test_with_redis_away_acts_go_on_quickly_and_nothing_is_lost(
    done: list[str], redis: servers.RedisServer
) -> None:
    redis.kill()
    assert max(enqueue(str(number)) for number in range(20)) < QUICK
    redis.start()
    bind(done.append, redis)
    assert queues.sweep() == 20
    work()
    assert sorted(done, key=int) == [str(number) for number in range(20)]


@pytest.mark.parametrize(
    "command", ["CONFIG SET maxmemory 1", "REPLICAOF 127.0.0.1 1"], ids=["full", "read-only"]
)
def test_a_redis_that_takes_nothing_more_holds_nobody_up(
    done: list[str], redis: servers.RedisServer, command: str
) -> None:
    with Redis.from_url(redis.url) as connection:
        connection.execute_command(*command.split())
    assert enqueue("1") < QUICK
    assert states() == {"1": JobState.WAITING}
    redis.restart()
    bind(done.append, redis)
    assert queues.sweep() == 1
    work()
    assert done == ["1"]


def test_an_alarm_that_rings_twice_does_the_work_once(done: list[str]) -> None:
    enqueue("1")
    half_a_minute_passes()
    assert queues.sweep() == 1
    work()
    assert done == ["1"]


def test_work_asked_for_again_while_it_runs_is_sent_at_the_next_sweep(
    done: list[str], redis: servers.RedisServer
) -> None:
    """Its alarm rang while another worker held the job, and was lost on it; nobody waits out the sweep's patience."""

    def handler(subject: str) -> None:
        done.append(subject)
        if len(done) == 1:
            enqueue(subject)
            work()  # another worker hears the alarm, and finds the job held

    bind(handler, redis)
    enqueue("1")
    work()
    assert done == ["1"]
    assert queues.sweep() == 1
    work()
    assert done == ["1", "1"] and states() == {"1": JobState.DONE}


def test_a_worker_gives_work_the_hour_for_which_its_lease_is_renewed(done: list[str]) -> None:
    """Left to itself the library ends what takes three minutes, and a large publication would never be made."""
    enqueue("1")
    alarm = queues._bound["jobs"].alarm
    assert alarm is not None
    assert [job.timeout for job in alarm.queue.jobs] == [lease.LONGEST.total_seconds()]
