"""Bringing a database to the newest schema. Alembic is named only here.

A web process migrates nothing, and Alembic with what it loads would be five megabytes of each.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy import Connection, Engine

from classcode import db
from classcode.config import Config
from classcode.start import MIGRATIONS, fix_iri_base
from classcode.territory import loading
from tracking.projections import jobs as projections


def alembic_config(url: str) -> AlembicConfig:
    """Return Alembic's configuration for a database; the project needs no alembic.ini."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def upgrade(config: Config) -> None:
    """Bring the database to the newest schema, load the reference data, and fix the IRI base at first start.

    Where a new version counts by other rules, what figures are counted from is made anew.
    """
    config.var_dir.mkdir(parents=True, exist_ok=True)
    engine = db.make_engine(config.database_url)
    migrate(engine)
    db.bind(engine)
    with db.transaction() as session:
        loading.load(session)
        iri_base = fix_iri_base(session, config)
    db.bind(engine, iri_base=iri_base)
    projections.catch_up()
    engine.dispose()


def migrate(engine: Engine, to: str = "head") -> None:
    """Bring a database to a revision in one transaction; raise `BrokenReferences` rather than commit a dangling one."""
    with _unfollowed(engine) as connection, connection.begin():
        settings = alembic_config("")
        settings.attributes["connection"] = connection
        command.upgrade(settings, to)
        if engine.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise BrokenReferences(f"{len(broken)} rows refer to rows that are gone, first {broken[0]}")


class BrokenReferences(Exception):
    """A migration would have left rows that refer to nothing; nothing was changed."""


@contextmanager
def _unfollowed(engine: Engine) -> Iterator[Connection]:
    """Open a connection on which SQLite follows no reference.

    SQLite alters a table by making it anew, and dropping the old one would delete every row that refers to it
    (https://www.sqlite.org/lang_altertable.html, section 7). The switch works outside transactions alone.
    """
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            yield connection
            return
        raw: Any = connection.connection.driver_connection
        raw.execute("PRAGMA foreign_keys=OFF")
        try:
            yield connection
        finally:
            raw.execute("PRAGMA foreign_keys=ON")


def stamp(engine: Engine) -> None:
    """Note that a database made in one go has the newest schema."""
    with engine.connect() as connection, connection.begin():
        settings = alembic_config("")
        settings.attributes["connection"] = connection
        command.stamp(settings, "head")
