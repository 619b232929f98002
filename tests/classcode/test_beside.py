"""A second session beside one that holds still: what it sees, and when there is none."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.acts import Act
from classcode.beside import beside


@pytest.fixture(autouse=True)
def _forget(engine: Engine) -> Iterator[None]:
    yield
    db.forget_connections()


def act() -> Act:
    return Act(person_id=uuid4(), act_id=uuid4(), at=clock.now())


def add() -> None:
    """Commit one more row."""
    with db.transaction() as session:
        session.add(act())


def rows(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Act)) or 0


@pytest.mark.postgres
def test_both_see_the_moment_of_the_first_whatever_is_committed_meanwhile() -> None:
    add()
    with db.reading(still=True) as first:
        assert rows(first) == 1
        add()
        with beside(first) as second:
            assert second is not None
            add()
            assert (rows(first), rows(second)) == (1, 1)
    with db.reading() as later:
        assert rows(later) == 3


@pytest.mark.postgres
def test_the_second_is_another_connection_with_what_travels_with_every_session() -> None:
    with db.reading(still=True) as first, beside(first) as second:
        assert second is not None
        assert second.info["answer_days"] == first.info["answer_days"]
        process = select(func.pg_backend_pid())
        assert first.scalar(process) != second.scalar(process)


@pytest.mark.postgres
def test_while_the_second_connection_is_elsewhere_there_is_none_and_nobody_waits() -> None:
    with db.reading(still=True) as first, beside(first) as second:
        assert second is not None
        with db.reading(still=True) as other, beside(other) as third:
            assert third is None
    with db.reading(still=True) as again, beside(again) as free:
        assert free is not None


@pytest.mark.postgres
def test_there_is_none_beside_a_session_that_has_written_what_nobody_else_sees() -> None:
    with db.reading(still=True) as first:
        first.add(act())
        first.flush()
        with beside(first) as second:
            assert second is None
        assert rows(first) == 1


def test_there_is_none_beside_a_session_that_does_not_hold_still() -> None:
    with db.reading() as session, beside(session) as second:
        assert second is None


def test_there_is_none_beside_a_session_that_writes() -> None:
    with db.transaction() as session, beside(session) as second:
        assert second is None


def test_who_holds_still_sees_one_moment() -> None:
    with db.reading(still=True) as session:
        before = rows(session)
        add()
        assert rows(session) == before


@pytest.mark.postgres
def test_the_next_who_reads_does_not_hold_still() -> None:
    with db.reading(still=True) as session:
        assert rows(session) == 0
    with db.reading() as session:
        before = rows(session)
        add()
        assert rows(session) == before + 1


@pytest.mark.postgres
def test_a_server_that_takes_no_more_connections_gives_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def elsewhere(_purpose: str, **options: int) -> Engine:
        nowhere = db.bound_engine().url.set(database=f"nowhere_{uuid4().hex}")
        return db.make_engine(nowhere.render_as_string(hide_password=False))

    monkeypatch.setattr(db, "apart", elsewhere)
    with db.reading(still=True) as session, beside(session) as second:
        assert second is None
