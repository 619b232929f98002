"""Starting a process on its database: bind the engine, check the schema, and fix what is fixed at first start."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, column, inspect, select, table
from sqlalchemy.orm import Session

from classcode import clock, db, files
from classcode.config import Config, ConfigError
from helpdesk.mailbox.addresses import mailbox_of
from tracking.attestations import codes
from tracking.models import Installation
from tracking.xapi.pseudonyms import key_from

MIGRATIONS = Path(__file__).parent / "migrations"
SCHEMA = table("alembic_version", column("version_num"))
"""Where a database says which schema it has."""


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
def newest_schema() -> str:
    """Return the number of the newest schema, with which its file's name begins; the files change with the program."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("0*.py"))


def _present_schema(connection: Connection) -> str | None:
    """Return the number of the schema that a database has; None of one that nobody made up."""
    if not inspect(connection).has_table(SCHEMA.name):
        return None
    return connection.scalar(select(SCHEMA.c.version_num))


def _checked(engine: Engine, config: Config) -> tuple[str, bytes]:
    """Return the database's IRI base and seed; refuse one that is not made up whole, or another base than its own."""
    with engine.connect().execution_options(reading=True) as connection:
        present, newest = _present_schema(connection), newest_schema()
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
