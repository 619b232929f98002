"""The database door: the model base, column declarations, aware UTC, and the one way to open a transaction.

Edges (routes, jobs, commands) call `transaction()` or `reading()`; rules and queries receive the session.
What must leave the process (a queue wake-up, a file) is parked with `after_commit` and runs once rows are safe.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final, cast
from uuid import UUID

import psycopg
from sqlalchemy import (
    URL,
    Connection,
    DateTime,
    Engine,
    Executable,
    MetaData,
    Result,
    Table,
    Uuid,
    create_engine,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import JSON, TypeDecorator

PLAIN: Final[dict[str, Any]] = {"personal": False}
"""The `info` of a column that says nothing about a person."""


SQLITE_PATIENCE: Final = 30
"""Seconds for which a writer waits for another to finish."""


STILL: Final[Mapping[str, Any]] = {"isolation_level": "REPEATABLE READ", "still": True}
"""The options of a PostgreSQL connection that sees one moment until its transaction ends."""


ONLY: Final = "only"
"""In the `info` of an index: the one database that has it."""


def personal(purpose: str, erased: str) -> dict[str, Any]:
    """Declare a personal column: what it is for, and how it goes when the person is erased (RGPD art. 5 and 17)."""
    return {"personal": True, "purpose": purpose, "erased": erased}


class UtcDateTime(TypeDecorator[datetime]):
    """Store aware instants as UTC; a naive one is a programming error and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive instants and convert the others to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}: instants carry their zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware UTC instant whatever the driver returned."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of all tables; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: UtcDateTime,
        UUID: Uuid(),
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[dict[str, Any]]: JSON,
    }


_bound: dict[str, sessionmaker[Session]] = {}
_apart: dict[str, Engine] = {}
"""By what they are for: engines of the bound database with connections of their own; "of" is the bound one."""


def make_engine(url: str) -> Engine:
    """Make an engine for SQLite or PostgreSQL with the settings that keep acknowledged rows on disk."""
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"timeout": SQLITE_PATIENCE, "check_same_thread": False})
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(_begin(connection)))
        return engine
    return _pooled(url)


def _pooled(url: str | URL, **options: Any) -> Engine:
    engine = create_engine(url, **{"pool_size": 5, "max_overflow": 10} | options)
    event.listen(engine, "checkin", _note_rest)
    event.listen(engine, "checkout", _wake)
    return engine


RESTED: Final = 1.0
"""Seconds after which a connection is tried before it is used: the server may have been restarted meanwhile."""


def _note_rest(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["rested_since"] = time.monotonic()


def _wake(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
    """Replace a connection that died while it rested; one that was used a moment ago is not asked, which is dearer."""
    if time.monotonic() - record.info.get("rested_since", 0.0) < RESTED:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except psycopg.OperationalError as error:
        raise DisconnectionError from error


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # Python's own transaction handling begins too late for a consistent read; ours is the "begin" event.
    connection.isolation_level = None
    # FULL, not NORMAL: an acknowledged commit survives a power cut.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-16000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> str:
    """Take SQLite's write lock at the start of a writing transaction, so that two writers queue and never deadlock."""
    return "BEGIN" if connection.get_execution_options().get("reading") else "BEGIN IMMEDIATE"


def bind(engine: Engine, **info: Any) -> None:
    """Make this engine the one that `transaction` and `reading` use; `info` travels with every session."""
    _bound["sessions"] = sessionmaker(engine, expire_on_commit=False, info=info)


def bound_engine() -> Engine:
    """Return the engine given to `bind`."""
    engine = _bound["sessions"].kw["bind"]
    assert isinstance(engine, Engine)
    return engine


def compared(dialect: str) -> Callable[..., bool]:
    """Return which parts of the models are compared with a database: those that a database of this kind has."""

    def is_compared(part: Any, _name: str | None, _kind: str, *_reflected: Any) -> bool:
        return bool(part.info.get(ONLY, dialect) == dialect)

    return is_compared


def bound_info() -> Mapping[str, Any]:
    """Return what was given to `bind` to travel with every session."""
    info: Mapping[str, Any] = _bound["sessions"].kw["info"]
    return info


@contextmanager
def transaction() -> Iterator[Session]:
    """Open the one transaction of a request, job or command; commit at the end, roll back on any error."""
    session = _bound["sessions"]()
    try:
        yield session
        for finish in session.info.pop("before_commit", {}).values():
            finish(session)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.close()
    for leave in session.info.get("after_commit", ()):
        leave()


def at_once() -> Connection:
    """Open a connection of which each statement is its own transaction: for what is whole in a single one."""
    # Connections of their own: turning one over and back costs as much as what it is used for.
    return apart("at once", isolation_level="AUTOCOMMIT").connect()


def apart(purpose: str, **options: Any) -> Engine:
    """Return an engine of the bound PostgreSQL with connections of its own, made with these options at first."""
    engine = bound_engine()
    if _apart.get("of") is not engine:
        forget_connections()
        _apart["of"] = engine
    if purpose not in _apart:
        _apart[purpose] = _pooled(engine.url, **options)
    return _apart[purpose]


def forget_connections() -> None:
    """Close the connections of all engines that are `apart`."""
    _apart.pop("of", None)
    while _apart:
        _apart.popitem()[1].dispose()


@contextmanager
def reading(*, still: bool = False) -> Iterator[Session]:
    """Open a session that only reads; whatever it holds at the end is rolled back.

    `still`: see one moment of PostgreSQL until the end, as on SQLite, whatever is committed meanwhile.
    """
    session = _bound["sessions"]()
    options: dict[str, Any] = {"reading": True}
    if still and session.get_bind().dialect.name == "postgresql":
        options |= STILL
    session.connection(execution_options=options)
    try:
        yield session
    finally:
        session.close()  # closing rolls back, and leaves what was read readable


def insert_once(session: Session, table: type[Base], values: Mapping[str, Any]) -> bool:
    """Insert a row unless a unique key already holds it; return whether it was inserted.

    PostgreSQL waits here for a rival's transaction to end, so the answer is the last word.
    """
    session.flush()  # as the session does by itself before a statement that is not the tables' own
    return changed(session.execute(_insert_once(table, session.get_bind().dialect.name), values)) == 1


@cache
def _insert_once(table: type[Base], dialect: str) -> Executable:
    """Build the INSERT of a table once: putting it together costs four times as much as running it."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(cast("Table", table.__table__)).on_conflict_do_nothing().inline()
    # psycopg tells the count of an INSERT only where it is asked to keep it.
    return statement.execution_options(preserve_rowcount=True)


def changed(result: Result[Any]) -> int:
    """Return how many rows a conditional UPDATE, DELETE or INSERT really changed."""
    return int(getattr(result, "rowcount", 0))


def before_commit(session: Session, name: str, finish: Callable[[Session], None]) -> None:
    """Park what is best done once, as the last thing of a transaction; a second one of the same name is the same."""
    session.info.setdefault("before_commit", {}).setdefault(name, finish)


def begins_alone(session: Session) -> bool:
    """Tell whether nobody writes to this SQLite database at this moment."""
    connection = cast("Engine", session.get_bind()).raw_connection()
    cursor = connection.cursor()
    try:
        cursor.execute("PRAGMA busy_timeout=0")
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return False
    else:
        return True
    finally:
        cursor.execute(f"PRAGMA busy_timeout={SQLITE_PATIENCE * 1000}")
        cursor.close()
        connection.close()


def after_commit(session: Session, leave: Callable[[], None]) -> None:
    """Park something that leaves the process; it runs after the commit and never without one."""
    session.info.setdefault("after_commit", []).append(leave)
