"""The tables of one rebuilding, which live no longer than its step: what the log of a slice of learners says.

They are temporary tables, so that nobody else sees them and nothing of them is left after a crash.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import orjson
from sqlalchemy import BigInteger, Column, Date, Integer, MetaData, Select, String, Table, Uuid, insert, text
from sqlalchemy.orm import Session

from classcode.db import UtcDateTime
from tracking.projections.learners import Row

_STAGE: Final = MetaData()


def _staged(name: str, **columns: Any) -> Table:
    made = (Column(of, kind) for of, kind in columns.items())
    return Table(f"found_{name}", _STAGE, *made, prefixes=["TEMPORARY"])


_AT: Final = UtcDateTime()
DAY: Final = _staged("day", actor=Uuid(), module=String(), day=Date(), at=_AT)
"""Each day on which somebody did an activity of a module, and when first."""
DEED: Final = _staged("deed", actor=Uuid(), verb=String(), module=String(), at=_AT)
"""When somebody first did something else from which a milestone follows."""
MILESTONE: Final = _staged("milestone", actor=Uuid(), kind=String(), module=String(), at=_AT)
LESSON: Final = _staged("lesson", actor=Uuid(), path=String(), module=String(), at=_AT, minutes=Integer())
LEARNER: Final = _staged(
    "learner",
    actor=Uuid(),
    key=BigInteger(),
    since=_AT,
    through=_AT,
    first_day=Date(),
    last_day=Date(),
    profile_id=Integer(),
)  # fmt: skip
"""Who each learner was, from an instant (or day) through another; her spans leave nothing out."""
MEMORY: Final = "64MB"
"""What one sorting or grouping of PostgreSQL may hold; with its own default of 4 MB it would go through the disk."""


@contextmanager
def stage(session: Session) -> Iterator[None]:
    """Have the tables for this block, empty at its beginning; after an error the rollback drops them."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL work_mem = '{MEMORY}'"))
    _STAGE.create_all(connection, checkfirst=False)
    yield
    _STAGE.drop_all(connection, checkfirst=False)


@contextmanager
def hashing(session: Session) -> Iterator[None]:
    """Have PostgreSQL group by hashing here: it expects as many groups as rows, and would sort them all."""
    if session.get_bind().dialect.name != "postgresql":
        yield
        return
    session.execute(text("SET LOCAL enable_sort = off"))
    yield
    session.execute(text("SET LOCAL enable_sort = on"))


def put(session: Session, into: Table, found: Select[Any]) -> None:
    """Write what a question finds, whose columns are in the order of the table's."""
    session.connection().execute(insert(into).from_select([column.name for column in into.columns], found))


def put_rows(session: Session, into: Table, rows: Iterable[Row]) -> None:
    """Write rows that were computed."""
    made = list(rows)
    if not made:
        return
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        # As one document, for the same reason as in `writing`.
        taken = f"INSERT INTO {into.name} SELECT * FROM json_populate_recordset(NULL::{into.name}, %s::json)"  # noqa: S608
        connection.exec_driver_sql(taken, (orjson.dumps(made).decode(),))
    else:
        connection.execute(insert(into), made)
