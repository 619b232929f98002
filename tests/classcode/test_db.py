"""One visible transaction; instants are aware; nothing leaves before the commit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.acts import Act, Repeated, acting
from classcode.queues import Job, JobState


def _act(person: object = None) -> Act:
    return Act(person_id=person or uuid4(), act_id=uuid4(), at=clock.now())


def test_a_naive_instant_is_refused(session: Session) -> None:
    act = _act()
    act.at = datetime(2026, 1, 1)  # noqa: DTZ001
    session.add(act)
    with pytest.raises(StatementError, match="naive"):
        session.flush()


def test_an_instant_comes_back_aware_and_in_utc(session: Session) -> None:
    act = _act()
    act.at = datetime(2026, 7, 1, 14, 0, tzinfo=timezone(timedelta(hours=2)))
    session.add(act)
    session.flush()
    session.expire_all()
    assert session.scalar(select(Act.at)) == datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def test_what_leaves_leaves_after_the_commit(engine: Engine) -> None:
    seen: list[int] = []

    def leave() -> None:
        with db.reading() as other:
            seen.append(len(other.scalars(select(Act)).all()))

    with db.transaction() as session:
        session.add(_act())
        db.after_commit(session, leave)
        assert seen == []
    assert seen == [1]


def test_nothing_leaves_when_the_transaction_fails(engine: Engine) -> None:
    left: list[bool] = []

    def fail() -> None:
        with db.transaction() as session:
            session.add(_act())
            db.after_commit(session, lambda: left.append(True))
            _ = 1 / 0

    with pytest.raises(ZeroDivisionError):
        fail()
    with db.reading() as session:
        assert session.scalars(select(Act)).all() == []
    assert left == []


def test_an_act_that_is_repeated_gives_the_first_answer_and_does_nothing(engine: Engine) -> None:
    person, act_id = uuid4(), uuid4()
    with acting(person, act_id) as act:
        act.answer("/fr/first")
    with pytest.raises(Repeated) as again, acting(person, act_id):
        pytest.fail("the act ran twice")
    assert again.value.where == "/fr/first"


def test_an_act_that_failed_can_be_tried_again(engine: Engine) -> None:
    person, act_id = uuid4(), uuid4()
    with pytest.raises(ZeroDivisionError), acting(person, act_id):
        _ = 1 / 0
    with acting(person, act_id) as act:
        assert act.answer("/fr/second") == "/fr/second"


def _row(subject: str) -> dict[str, object]:
    return {"id": uuid4(), "topic": "work", "subject": subject, "due_at": clock.now()}


def test_a_row_is_inserted_once_with_the_defaults_of_its_table(session: Session) -> None:
    assert db.insert_once(session, Job, _row("1")) is True
    assert db.insert_once(session, Job, _row("1")) is False
    (job,) = session.scalars(select(Job))
    assert (job.state, job.attempts, job.generation) == (JobState.WAITING, 0, 1)


def test_what_the_session_holds_is_written_before_a_row_is_inserted_once(session: Session) -> None:
    session.add(Job(**_row("1")))
    assert db.insert_once(session, Job, _row("1")) is False
