"""The row is the job: claimed once, left alone under its lease, tried again with patience, given up in sight."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from classcode import clock, db, queues
from classcode.queues import GaveUp, Job, JobState, lease

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.fixture
def handle(engine: Engine) -> Callable[[Callable[[str], None]], None]:
    """Bind one topic, "work", to a function."""
    return lambda function: queues.bind({"work": function}, None)


def _enqueue(subject: str = "1") -> None:
    with db.transaction() as session:
        queues.enqueue(session, "work", subject)


def _leased_until() -> datetime:
    leased = _job().leased_until
    assert leased is not None
    return leased


def _job() -> Job:
    with db.reading() as session:
        return session.scalars(select(Job)).one()


def test_a_job_runs_once_and_is_done(handle: Callable[..., None]) -> None:
    done: list[str] = []
    handle(done.append)
    _enqueue()
    assert queues.drain() == 1
    assert queues.drain() == 0
    assert done == ["1"]
    assert _job().state == JobState.DONE


def test_asking_twice_for_the_same_work_is_one_job(handle: Callable[..., None]) -> None:
    done: list[str] = []
    handle(done.append)
    _enqueue()
    _enqueue()
    queues.drain()
    assert done == ["1"]


def test_work_asked_for_again_while_it_runs_runs_again(handle: Callable[..., None]) -> None:
    done: list[str] = []

    def work(subject: str) -> None:
        done.append(subject)
        if len(done) == 1:
            _enqueue(subject)

    handle(work)
    _enqueue()
    while queues.drain():
        pass
    assert done == ["1", "1"]


def test_a_claimed_job_is_left_alone_until_its_lease_ends(handle: Callable[..., None]) -> None:
    """A worker that is killed in mid-job leaves a lease; afterwards the job is visible again."""

    def killed(_subject: str) -> None:
        raise KeyboardInterrupt

    handle(killed)
    with clock.at(NOON):
        _enqueue()
        with pytest.raises(KeyboardInterrupt):
            queues.drain()
    done: list[str] = []
    handle(done.append)
    with clock.at(NOON + queues.LEASE / 2):
        assert queues.drain() == 0
    with clock.at(NOON + queues.LEASE + timedelta(seconds=1)):
        assert queues.drain() == 1
    assert done == ["1"]


def test_a_handler_that_works_longer_than_its_lease_keeps_the_job(
    handle: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody else does the same work meanwhile, and it is marked as done although the lease was renewed."""
    monkeypatch.setattr(lease, "RENEWED_EVERY", timedelta(milliseconds=5))
    refused: list[bool] = []

    def work(_subject: str) -> None:
        before = _leased_until()
        patience = time.monotonic() + 20
        while (renewed := _leased_until()) == before and time.monotonic() < patience:
            pass
        with clock.at(before + (renewed - before) / 2):  # the lease of the claim would be over
            refused.append(not queues.run(str(_job().id)))

    handle(work)
    _enqueue()
    assert queues.drain() == 1
    assert refused == [True] and _job().state == JobState.DONE


def test_a_lease_is_renewed_until_the_work_is_another_s_or_takes_too_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lease, "RENEWED_EVERY", timedelta(milliseconds=1))
    told: list[timedelta] = []
    lost = threading.Event()

    def renew(passed: timedelta) -> bool:
        told.append(passed)
        if len(told) == 3:
            lost.set()
        return len(told) < 3

    with lease.kept(renew, "work 1"):
        assert lost.wait(10)
    assert len(told) == 3 and told == sorted(told)
    monkeypatch.setattr(lease, "LONGEST", timedelta(0))
    with lease.kept(renew, "work 1"):
        for one in threading.enumerate():
            if one.name == "lease":
                one.join(10)
    assert len(told) == 3


def test_a_failure_is_tried_again_later_and_later(handle: Callable[..., None]) -> None:
    def fail(_subject: str) -> None:
        raise OSError("no route")

    handle(fail)
    waits: list[timedelta] = []
    now = NOON
    with clock.at(now):
        _enqueue()
    for _ in range(3):
        with clock.at(now):
            queues.drain()
        waits.append(_job().due_at - now)
        now = _job().due_at
    assert waits == [timedelta(seconds=15), timedelta(seconds=30), timedelta(seconds=60)]
    assert _job().last_error == "OSError: no route"


def test_a_failure_that_no_try_can_mend_is_dead_and_seen(handle: Callable[..., None]) -> None:
    def refuse(_subject: str) -> None:
        raise GaveUp("550 no such mailbox")

    handle(refuse)
    _enqueue()
    queues.drain()
    with db.reading() as session:
        assert [job.last_error for job in queues.dead_jobs(session)] == ["550 no such mailbox"]


def test_after_twelve_tries_a_job_is_dead(handle: Callable[..., None]) -> None:
    def fail(_subject: str) -> None:
        raise OSError("no route")

    handle(fail)
    now = NOON
    with clock.at(now):
        _enqueue()
    for _ in range(queues.TRIES):
        with clock.at(now):
            queues.drain()
        now = _job().due_at
    assert _job().state == JobState.DEAD


def test_a_round_of_periodic_work_is_written_once(handle: Callable[..., None]) -> None:
    done: list[str] = []
    handle(done.append)
    for _ in range(2):
        with db.transaction() as session:
            queues.enqueue_once(session, "work", "2026-03-03T12:00")
        queues.drain()
    assert done == ["2026-03-03T12:00"]
