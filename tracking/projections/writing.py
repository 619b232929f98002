"""The one writer of projections: rows that follow are compared with those kept, and what differs is written.

Following one new deed ends here, and rebuilding everything too, but for the rows that the database finds by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Any, Final, cast

import orjson
from sqlalchemy import ColumnElement, Table, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from classcode.db import Base
from tracking.models import ActiveDay, Milestone
from tracking.projections.learners import Row, Rows
from tracking.projections.models import LessonDone, MeetingCount, Opinion, Presence, Profile, QuestionCount
from tracking.projections.profiles import DIMENSIONS, Values
from tracking.projections.reading import Learner

OF_LEARNER: Final[Mapping[str, type[Base]]] = {
    table.__tablename__: table for table in (Milestone, ActiveDay, LessonDone, Presence, Opinion)
}
OF_PERSON: Final[tuple[type[Base], ...]] = (
    Milestone,
    ActiveDay,
    LessonDone,
    Presence,
    Opinion,
    QuestionCount,
)
"""The tables of which each row is one person's, with her key and who she was."""

MADE_BY: Final[tuple[tuple[type[Base], str], ...]] = (
    (QuestionCount, "answered_by"),
    (QuestionCount, "resolved_by"),
    (MeetingCount, "led_by"),
)
"""Where a row of a question or a meeting names who did part of it."""


def rows_of(table: type[Base]) -> Table:
    """Return the table itself: rows are written beside the session's objects, many at once."""
    return cast("Table", table.__table__)


def keep(
    session: Session, table: type[Base], kept: Sequence[ColumnElement[bool]], wanted: Iterable[Row]
) -> int:
    """Make the rows under these conditions those that are wanted; return how many were not yet."""
    made = rows_of(table)
    keys = [column.name for column in made.primary_key]
    names = [column.name for column in made.columns]
    places = [names.index(key) for key in keys]
    before = {
        tuple(row[place] for place in places): tuple(row)
        for row in session.execute(select(made).where(*kept))
    }
    after = {tuple(row[key] for key in keys): row for row in wanted}
    gone = [dict(zip(keys, key, strict=True)) for key in before.keys() - after.keys()]
    differing = [row for key, row in after.items() if before.get(key) != tuple(row[name] for name in names)]
    remove(session, table, gone)
    add(session, table, differing)
    return len(gone) + len(differing)


def add(session: Session, table: type[Base], rows: Sequence[Row]) -> None:
    """Write rows, in the place of those with the same primary keys."""
    if not rows:
        return
    if session.get_bind().dialect.name == "postgresql":
        document = orjson.dumps(rows).decode()
        session.connection().exec_driver_sql(_upsert_all(table), (document,))
    else:
        session.connection().execute(_upsert(table), rows)


def remove(session: Session, table: type[Base], keys: Sequence[Row]) -> None:
    """Delete rows by their primary keys."""
    if not keys:
        return
    made = rows_of(table)
    chosen = [made.c[name] == bindparam(f"of_{name}") for name in keys[0]]
    given = [{f"of_{name}": value for name, value in key.items()} for key in keys]
    session.connection().execute(delete(made).where(*chosen), given)


@cache
def _upsert(table: type[Base]) -> Any:
    made = rows_of(table)
    statement = sqlite.insert(made)
    others = [column.name for column in made.columns if not column.primary_key]
    return statement.on_conflict_do_update(
        index_elements=list(made.primary_key), set_={name: statement.excluded[name] for name in others}
    )


@cache
def _upsert_all(table: type[Base]) -> str:
    """Build what sends PostgreSQL all rows as one document: one by one it takes them in several times as long."""
    made = rows_of(table)
    names = ", ".join(column.name for column in made.columns)
    others = ", ".join(f"{one.name} = excluded.{one.name}" for one in made.columns if not one.primary_key)
    keys = ", ".join(column.name for column in made.primary_key)
    return (
        f"INSERT INTO {made.name} ({names}) "  # noqa: S608 - our own names
        f"SELECT {names} FROM json_populate_recordset(NULL::{made.name}, %s::json) "
        f"ON CONFLICT ({keys}) DO UPDATE SET {others}"
    )


def complete(session: Session, learner: Learner, rows: Rows) -> Rows:
    """Add to a learner's rows her actor, her key, and who she was at each."""
    complete_all(session, [(learner, rows)])
    return rows


def complete_all(session: Session, of_each: Sequence[tuple[Learner, Rows]]) -> None:
    """Add to the rows of many learners what `complete` adds to those of one."""
    at_each = [
        (learner, row, learner.at(moment(row)))
        for learner, rows in of_each
        for some in rows.values()
        for row in some
    ]
    ids = profile_ids(session, {values for _, _, values in at_each})
    for learner, row, values in at_each:
        row.update(actor=learner.actor, key=learner.key, profile_id=ids[values])


def moment(row: Mapping[str, Any]) -> datetime:
    """Return the instant at which a row asks who the learner was: for a day, its end."""
    day: date | None = row.get("day")
    if day is not None:
        return _end_of(day)
    at: datetime = row["asked_at"] if "asked_at" in row else row["at"]
    return at


@lru_cache(maxsize=4096)
def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, UTC)


def profile_ids(session: Session, wanted: Collection[Values]) -> dict[Values, int]:
    """Return the number of the row of each combination, made where there is none."""
    if not wanted:
        return {}
    by_digest = {digest(values): values for values in wanted}
    found = _numbers(session, by_digest)
    new = [
        {"digest": one, **dict(zip(DIMENSIONS, values, strict=True))}
        # In one order, so that two who write the same ones do not wait for each other in a circle.
        for one, values in sorted(by_digest.items(), key=lambda item: item[0])
        if values not in found
    ]
    if new:
        session.connection().execute(_insert_profile(session.get_bind().dialect.name), new)
        found = _numbers(session, by_digest)
    return found


def digest(values: Values) -> str:
    """Return the digest of a combination."""
    return blake2b(orjson.dumps(values), digest_size=16).hexdigest()


def _numbers(session: Session, by_digest: Mapping[str, Values]) -> dict[Values, int]:
    rows = session.execute(select(Profile.digest, Profile.id).where(Profile.digest.in_(by_digest)))
    return {by_digest[one]: number for one, number in rows}


@cache
def _insert_profile(dialect: str) -> Any:
    new: Callable[..., Any] = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return new(rows_of(Profile)).on_conflict_do_nothing()
