"""What the database finds by itself for a slice of learners: by which way, and what it leaves behind."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.orm import Session

from tests.make import Make
from tests.tracking.projections.history import Telling
from tracking import standing
from tracking.models import Statement
from tracking.projections import rebuilding
from tracking.projections.slices import Slice, told, told_verb

EVERYBODY: Final = Slice(UUID(int=0), UUID(int=(1 << 128) - 1))


def test_sqlite_reads_what_moves_from_the_index_of_actors_without_a_row_of_the_log(template: Path) -> None:
    found = select(told(EVERYBODY, told_verb.in_(sorted(standing.ENGAGING)), columns=(Statement.timestamp,)))
    engine = create_engine(f"sqlite:///{template}")
    asked = found.compile(engine, compile_kwargs={"literal_binds": True})
    with engine.connect() as connection:
        plan = [row.detail for row in connection.execute(text(f"EXPLAIN QUERY PLAN {asked}"))]
    engine.dispose()
    read = [step for step in plan if " statement " in step]
    assert len(read) == 2
    assert all("COVERING INDEX ix_statement_actor_verb_timestamp" in step for step in read)


def test_nothing_stays_of_a_rebuilding_but_the_rows(session: Session, make: Make) -> None:
    Telling(make).tell([("answer", 0, 0, 1), ("unit", 0, 0, 2)])
    rebuilding.rebuild_learners(session, EVERYBODY)
    assert [name for name in inspect(session.connection()).get_temp_table_names() if "found_" in name] == []
