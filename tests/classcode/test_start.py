"""Starting on a database: the newest schema or one line that says what to run, and an IRI base that never moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, text
from sqlalchemy.orm import Session

from classcode import db
from classcode.config import Config, ConfigError
from classcode.start import bind_database, fix_iri_base
from tracking.models import Installation

FIXED = "http://classcode.test"


def refusal(config: Config) -> str:
    with pytest.raises(ConfigError) as refused:
        bind_database(config)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_an_empty_database_is_refused_with_the_line_to_run(
    config: Config, empty_database: Callable[[], str]
) -> None:
    told = refusal(replace(config, database_url=empty_database()))
    assert told.startswith("DATABASE_URL holds schema none") and "`classcode db upgrade`" in told


@pytest.mark.parametrize(
    "change", ["UPDATE alembic_version SET version_num = 'older'", "DELETE FROM alembic_version"]
)
def test_a_schema_that_is_not_the_newest_is_refused(config: Config, engine: Engine, change: str) -> None:
    with db.transaction() as session:
        session.execute(text(change))
    told = refusal(config)
    assert told.startswith(f"DATABASE_URL holds schema {'older' if 'older' in change else 'none'}, not ")


def test_a_database_whose_making_was_cut_short_is_refused(config: Config, engine: Engine) -> None:
    with db.transaction() as session:
        session.execute(delete(Installation))
    assert "`classcode db upgrade`" in refusal(config)


def test_a_refused_database_does_not_become_that_of_the_process(
    config: Config, engine: Engine, tmp_path: Path
) -> None:
    refusal(replace(config, database_url=f"sqlite:///{tmp_path / 'other.sqlite3'}"))
    assert db.bound_engine() is engine


@pytest.mark.parametrize(
    ("iri_base", "written"), [("https://id.example", "https://id.example"), (None, "https://moved.example")]
)
def test_the_first_start_fixes_the_iri_base(
    session: Session, config: Config, iri_base: str | None, written: str
) -> None:
    session.execute(delete(Installation))
    first = replace(config, base_url="https://moved.example", iri_base=iri_base)
    assert fix_iri_base(session, first) == written
    assert session.get_one(Installation, 1).iri_base == written


def test_later_starts_keep_it_whatever_the_host_is_called(config: Config, engine: Engine) -> None:
    bind_database(replace(config, base_url="https://moved.example"))
    with db.reading() as session:
        assert session.info["iri_base"] == FIXED
        assert session.info["base_url"] == "https://moved.example"
        assert fix_iri_base(session, replace(config, base_url="https://moved.example")) == FIXED
    db.bound_engine().dispose()


def test_another_iri_base_is_refused_and_changes_nothing(session: Session, config: Config) -> None:
    other = replace(config, iri_base="https://id.example")
    assert refusal(other) == f"IRI_BASE was fixed as {FIXED} at first start and cannot change"
    with pytest.raises(ConfigError, match=r"^IRI_BASE was fixed"):
        fix_iri_base(session, other)
    assert session.get_one(Installation, 1).iri_base == FIXED
