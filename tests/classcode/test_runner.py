"""The worker's loop: it works, it ends when it is asked to, and it outlives a database that goes away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from classcode import clock, db, queues, runner, schedule
from classcode.config import Config
from classcode.queues import Job, JobState
from tests.conftest import INFO

Handle = Callable[[Callable[[str], None]], None]


@pytest.fixture
def handle(config: Config, engine: Engine) -> Handle:
    """Add one topic, "work", to those of the house."""
    return lambda function: queues.bind({**schedule.handlers(config), "work": function}, None)


def enqueue(*subjects: str) -> None:
    with db.transaction() as session:
        for subject in subjects:
            queues.enqueue(session, "work", subject)


def states() -> dict[str, str]:
    """Return where each job of ours stands, by subject."""
    with db.reading() as session:
        return {job.subject: job.state for job in session.scalars(select(Job).where(Job.topic == "work"))}


def test_it_ends_when_asked_after_the_work_in_hand(handle: Handle) -> None:
    stopping = runner.Stopping()
    handle(lambda subject: stopping.ask(15, None))
    enqueue("one", "two")
    runner.run(stopping, on_redis=False)
    assert states() == {"one": JobState.DONE, "two": JobState.DONE}


def test_asked_before_it_began_it_does_nothing(handle: Handle) -> None:
    stopping = runner.Stopping()
    stopping.ask(15, None)
    enqueue("one")
    runner.run(stopping, on_redis=False)
    assert states() == {"one": JobState.WAITING}


def test_the_work_that_comes_round_is_written_and_done(handle: Handle) -> None:
    stopping = runner.Stopping()
    handle(lambda subject: stopping.ask(15, None))
    enqueue("one")
    runner.run(stopping, on_redis=False)
    with db.reading() as session:
        rounds = session.execute(select(Job.topic, Job.state).where(Job.topic != "work")).all()
    assert {topic for topic, _state in rounds} == {periodic.topic for periodic in schedule.PERIODIC}
    assert {state for _topic, state in rounds} == {JobState.DONE}


def test_two_runners_write_each_round_once(engine: Engine) -> None:
    with clock.at(clock.now()):
        schedule.write_due_rounds()
        schedule.write_due_rounds()
    with db.reading() as session:
        assert len(session.scalars(select(Job)).all()) == len(schedule.PERIODIC)


def test_a_database_that_is_away_is_waited_for(
    handle: Handle,
    engine: Engine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    stopping = runner.Stopping()
    handle(lambda subject: stopping.ask(15, None))
    enqueue("one")
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        """Let the database come back during the second pause."""
        pauses.append(seconds)
        if len(pauses) == 2:
            db.bind(engine, **INFO)

    monkeypatch.setattr(runner.time, "sleep", pause)
    db.bind(db.make_engine(f"sqlite:///{tmp_path / 'nowhere' / 'away.sqlite3'}"))
    runner.run(stopping, on_redis=False)
    assert states() == {"one": JobState.DONE}
    assert pauses == [runner.PAUSE] * 2
    assert [record.message for record in caplog.records if record.name == runner.__name__] == [
        "the database is away: OperationalError"
    ] * 2
