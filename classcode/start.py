"""Starting a process on its database: bind the engine, check the schema, and fix what is fixed at first start."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, select
from sqlalchemy.orm import Session

from classcode import clock, db, files
from classcode.config import Config, ConfigError
from classcode.territory import loading
from helpdesk.mailbox.addresses import mailbox_of
from tracking.attestations import codes
from tracking.models import Installation
from tracking.projections import jobs as projections
from tracking.xapi.pseudonyms import key_from

MIGRATIONS = Path(__file__).parent / "migrations"


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


def fix_iri_base(session: Session, config: Config) -> str:
    """Return the installation's IRI base, writing it at the first start; refuse another one later."""
    row = session.get(Installation, 1)
    if row is None:
        row = Installation(id=1, iri_base=config.iri_base or config.base_url, created_at=clock.now())
        session.add(row)
        session.flush()
    if config.iri_base and config.iri_base != row.iri_base:
        raise ConfigError(f"IRI_BASE was fixed as {row.iri_base} at first start and cannot change")
    return row.iri_base


def bind_database(config: Config) -> Engine:
    """Bind this process to its database; refuse one whose schema is not the newest."""
    engine = db.make_engine(config.database_url)
    try:
        iri_base, count_seed = _checked(engine, config)
    finally:
        engine.dispose()  # a forked web process opens its own connections
    files.bind(config.files_dir)
    db.bind(
        engine,
        iri_base=iri_base,
        count_seed=count_seed,
        base_url=config.base_url,
        answer_days=config.answer_days,
        forwarding=bool(config.lrs_endpoint),
        mailbox=mailbox_of(config),
        mail_from=config.mail_from,
        pseudonym_key=key_from(config.secret_key) if config.lrs_pseudonymise else None,
        attestation_key=codes.key_from(config.secret_key),
    )
    return engine


@cache
def newest_schema() -> str | None:
    """Return the name of the newest schema; the migrations are read once, for they change with the program alone."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def _checked(engine: Engine, config: Config) -> tuple[str, bytes]:
    """Return the database's IRI base and seed; refuse one that is not made up whole, or another base than its own."""
    with engine.connect().execution_options(reading=True) as connection:
        present = MigrationContext.configure(connection).get_current_revision()
        newest = newest_schema()
        if present != newest:
            raise ConfigError(
                f"DATABASE_URL holds schema {present or 'none'}, not {newest}: run `classcode db upgrade`"
            )
        fixed = connection.execute(select(Installation.iri_base, Installation.count_seed)).one_or_none()
    if fixed is None:
        raise ConfigError("DATABASE_URL holds no reference data: run `classcode db upgrade`")
    if config.iri_base and config.iri_base != fixed.iri_base:
        raise ConfigError(f"IRI_BASE was fixed as {fixed.iri_base} at first start and cannot change")
    return fixed.iri_base, fixed.count_seed
