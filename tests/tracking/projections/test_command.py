"""`classcode indicators rebuild`: what it tells, mends and leaves; and that a new version catches up by itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from classcode import cli, db
from classcode.config import Config
from tests.make import Make
from tests.tracking.projections.history import Telling
from tracking.models import ActiveDay, Installation, Milestone
from tracking.projections import RULES, jobs
from tracking.projections.models import FrozenCount, Presence

Rebuild = Callable[..., Result]


@pytest.fixture
def rebuild(config: Config, make: Make, monkeypatch: pytest.MonkeyPatch) -> Rebuild:
    """Run the command on this test's database, in which somebody lived."""
    telling = Telling(make)
    telling.tell(
        [("join", 0, 0, 1), ("answer", 0, 0, 2), ("attend", 0, 0, 3), ("join", 1, 0, 1), ("erase", 1, 0, 0)]
    )
    make.session.commit()
    monkeypatch.setattr(cli, "_bound", lambda: config)
    return lambda *words: CliRunner().invoke(cli.main, ["indicators", "rebuild", *words])


def count(table: type[db.Base]) -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def spoil(session: Session) -> None:
    session.execute(delete(ActiveDay))
    session.execute(update(Presence).values(minutes=7))
    session.commit()


def test_nothing_differs_where_every_act_kept_its_rows(rebuild: Rebuild) -> None:
    result = rebuild()
    assert (result.exit_code, result.stdout) == (0, "0 rows differed.\n")


def test_what_differs_is_told_and_mended(rebuild: Rebuild, session: Session) -> None:
    spoil(session)
    result = rebuild()
    assert result.exit_code == 0
    assert result.stdout == "2 rows differed:\n  active_day: 1\n  presence: 1\n"
    assert rebuild("--check").exit_code == 0


def test_a_check_tells_and_writes_nothing(rebuild: Rebuild, session: Session) -> None:
    spoil(session)
    result = rebuild("--check")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (1, "2 rows differed:")
    assert count(ActiveDay) == 0


def test_frozen_counts_stay(rebuild: Rebuild) -> None:
    before = count(FrozenCount)
    rebuild()
    assert count(FrozenCount) == before > 0


def test_a_database_of_older_rules_catches_up_once(rebuild: Rebuild, session: Session) -> None:
    assert rebuild
    session.execute(delete(Milestone))
    session.execute(update(Installation).values(projected=0))
    session.commit()
    jobs.catch_up()
    assert count(Milestone) > 0
    with db.reading() as reading:
        assert reading.get_one(Installation, 1).projected == RULES


def test_a_database_that_is_whole_is_left_alone(rebuild: Rebuild, session: Session) -> None:
    spoil(session)
    jobs.catch_up()
    assert count(ActiveDay) == 0
