"""The one way into the log: a batch of statements as bytes, with everything by which they are found.

The caller's transaction holds. A statement whose id is taken is not written and not named in the answer: whether that
is a repeat or a conflict is for the caller to say. The void flag is set in the transaction that writes the voiding.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from tracking.log import postgres as wire
from tracking.log import references
from tracking.log.horizon import HOLD
from tracking.log.keys import key_of
from tracking.log.models import StatementFile
from tracking.log.names import note_names
from tracking.xapi.index import Index


@dataclass(frozen=True, slots=True)
class Counted:
    """What counts for progress, attestations and indicators; see `tracking.models.Statement`."""

    actor: UUID
    verb: str
    object_path: str
    object_kind: str
    module: str | None = None
    minutes: int | None = None


class AttachedFile(NamedTuple):
    """A file that a statement came with: its SHA-2, and the type that the statement gives it."""

    sha2: str
    content_type: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A valid statement, complete: the bytes to keep, and what was taken out of it. `client_id` None is ourselves."""

    id: UUID
    stored: datetime
    timestamp: datetime
    body: bytes
    index: Index
    client_id: UUID | None = None
    counted: Counted | None = None
    files: tuple[AttachedFile, ...] = ()
    defines: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """Where a new statement lies in the log; `awaited` when others referred to it before it came."""

    seq: int
    id: UUID
    awaited: bool


def write(session: Session, entries: Sequence[Entry], *, named: bool = False) -> set[UUID]:
    """Append the entries in their order; return the ids that were new. Ids within a batch differ.

    `named` says that all that they speak of is known to be written in full (`names.lacking`).
    """
    session.flush()
    if session.get_bind().dialect.name == "sqlite":
        rows = _into_sqlite(session, entries)
    else:
        rows = _into_postgres(session, entries)
    new = {row.id: row for row in rows}
    written = entries if len(new) == len(entries) else [entry for entry in entries if entry.id in new]
    _attach(session, ((new[entry.id].seq, file) for entry in written for file in entry.files))
    references.follow(session, [(new[entry.id], entry.index) for entry in written])
    if not named:
        note_names(session, written)
    return set(new)


_COUNTED: Final = ("actor", "verb", "object_path", "object_kind", "module", "minutes")
_PLAIN: Final = ("id", "stored", "timestamp", "verb_key", "registration", "client_id", "body")
_TYPES: Final = {
    "id": "uuid", "stored": "timestamptz", "timestamp": "timestamptz", "verb_key": "bigint", "registration": "uuid",
    "client_id": "uuid", "body": "bytea", "actor": "uuid", "verb": "text", "object_path": "text",
    "object_kind": "text", "module": "text", "minutes": "bigint",
}  # fmt: skip


def _insert(columns: Sequence[str]) -> str:
    """Build the one statement that writes a batch; rows go in by id, so that two batches cannot wait for each other.

    Each array comes out of a SELECT of its own: a planner that sees how long it is plans anew for every batch.
    """
    names = ", ".join(columns)
    numbers = "(SELECT %s::bigint[])"
    arrays = ", ".join(f"(SELECT %s::{_TYPES[name]}[])" for name in columns)
    return f"""
        WITH held AS MATERIALIZED ({HOLD}),
        given AS MATERIALIZED (
            SELECT nextval('statement_seq_seq') AS seq, given.*
            FROM held, unnest({arrays}) WITH ORDINALITY AS given ({names}, place)
        ),
        new AS (
            INSERT INTO statement (seq, {names}, voided)
            SELECT seq, {names}, false FROM given ORDER BY id
            ON CONFLICT (id) DO NOTHING RETURNING seq, id
        ),
        placed AS MATERIALIZED (SELECT new.seq, given.place FROM new JOIN given USING (seq)),
        agents AS (
            INSERT INTO statement_agent (agent_key, seq, narrow)
            SELECT key, seq, narrow > 0 FROM unnest({numbers}, {numbers}, {numbers}) AS a (place, key, narrow)
            JOIN placed USING (place)
        ),
        activities AS (
            INSERT INTO statement_activity (activity_key, seq, narrow)
            SELECT key, seq, narrow > 0 FROM unnest({numbers}, {numbers}, {numbers}) AS a (place, key, narrow)
            JOIN placed USING (place)
        )
        SELECT seq, id, EXISTS (
            SELECT FROM statement_target waiting WHERE waiting.target = new.id AND waiting.of IS NULL
        ) FROM new
    """


_INSERT: Final = _insert(_PLAIN)
_INSERT_COUNTED: Final = _insert((*_PLAIN, *_COUNTED))


def _into_postgres(session: Session, entries: Sequence[Entry]) -> list[Row]:
    counted = any(entry.counted for entry in entries)
    values: list[Any] = [
        wire.identities([entry.id for entry in entries]),
        wire.instants([entry.stored for entry in entries]),
        wire.instants([entry.timestamp for entry in entries]),
        wire.numbers([key_of(entry.index.verb) for entry in entries]),
        wire.identities([entry.index.registration for entry in entries]),
        wire.identities([entry.client_id for entry in entries]),
        wire.bodies([entry.body for entry in entries]),
    ]
    if counted:
        values += _counted_columns(entries)
    values += links([entry.index.agents for entry in entries])
    values += links([entry.index.activities for entry in entries])
    sql = _INSERT_COUNTED if counted else _INSERT
    return [Row(*row) for row in session.connection().exec_driver_sql(sql, tuple(values))]


def _counted_columns(entries: Sequence[Entry]) -> list[Any]:
    def column(name: str) -> list[Any]:
        return [getattr(entry.counted, name) if entry.counted else None for entry in entries]

    texts = [wire.words(column(name)) for name in _COUNTED[1:5]]
    return [wire.identities(column("actor")), *texts, wire.some_numbers(column("minutes"))]


def links(each: Sequence[dict[str, bool]]) -> list[Any]:
    """Pack which statement (its place from 1) speaks of which key, and whether narrowly."""
    places: list[int] = []
    keys: list[int] = []
    narrow: list[int] = []
    for place, found in enumerate(each, 1):
        for identifier, is_narrow in found.items():
            places.append(place)
            keys.append(key_of(identifier))
            narrow.append(is_narrow)
    return [wire.numbers(places), wire.numbers(keys), wire.numbers(narrow)]


_LAST: Final = "SELECT seq FROM sqlite_sequence WHERE name = 'statement'"
_SQLITE_ROW: Final = (
    f"INSERT INTO statement (seq, {', '.join((*_PLAIN, *_COUNTED))}, voided) "
    f"VALUES ({', '.join('?' * (1 + len(_PLAIN) + len(_COUNTED)))}, 0)"
)
_SQLITE_AGENT: Final = "INSERT INTO statement_agent (agent_key, seq, narrow) VALUES (?, ?, ?)"
_SQLITE_ACTIVITY: Final = "INSERT INTO statement_activity (activity_key, seq, narrow) VALUES (?, ?, ?)"
_MOST_ASKED: Final = 500
"""How many ids one question to SQLite names at most."""


def _into_sqlite(session: Session, entries: Sequence[Entry]) -> list[Row]:
    """Write under SQLite's one write lock: what is looked at stays true until the commit."""
    connection = session.connection()
    taken = _hexes(session, "SELECT id FROM statement WHERE id IN", entries)
    anybody = connection.exec_driver_sql("SELECT 1 FROM statement_target WHERE of IS NULL LIMIT 1").scalar()
    waiting = "SELECT target FROM statement_target WHERE of IS NULL AND target IN"
    awaited = _hexes(session, waiting, entries) if anybody else set()
    last = connection.exec_driver_sql(_LAST).scalar() or 0
    new = [entry for entry in entries if entry.id.hex not in taken]
    if not new:
        return []
    numbered = list(enumerate(new, last + 1))
    connection.exec_driver_sql(_SQLITE_ROW, [_sqlite_row(seq, entry) for seq, entry in numbered])
    for sql, kind in ((_SQLITE_AGENT, "agents"), (_SQLITE_ACTIVITY, "activities")):
        links = [
            (key_of(identifier), seq, narrow)
            for seq, entry in numbered
            for identifier, narrow in getattr(entry.index, kind).items()
        ]
        if links:
            connection.exec_driver_sql(sql, links)
    return [Row(seq, entry.id, entry.id.hex in awaited) for seq, entry in numbered]


def _hexes(session: Session, question: str, entries: Sequence[Entry]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(entries), _MOST_ASKED):
        ids = tuple(entry.id.hex for entry in entries[start : start + _MOST_ASKED])
        marks = ", ".join("?" * len(ids))
        found.update(session.connection().exec_driver_sql(f"{question} ({marks})", ids).scalars())
    return found


def _sqlite_row(seq: int, entry: Entry) -> tuple[Any, ...]:
    index, counted = entry.index, entry.counted
    told: tuple[Any, ...] = (None,) * len(_COUNTED)
    if counted:
        told = (counted.actor.hex, *(getattr(counted, name) for name in _COUNTED[1:]))
    return (
        seq,
        entry.id.hex,
        _sqlite_instant(entry.stored),
        _sqlite_instant(entry.timestamp),
        key_of(index.verb),
        index.registration.hex if index.registration else None,
        entry.client_id.hex if entry.client_id else None,
        entry.body,
        *told,
    )


@lru_cache(maxsize=64)
def _sqlite_instant(value: datetime) -> str:
    """Write an instant as SQLAlchemy does for SQLite: UTC, always with microseconds."""
    # Not strftime: it writes the year 90 with two digits, which nobody can read back.
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _attach(session: Session, files: Iterable[tuple[int, AttachedFile]]) -> None:
    rows = [{"seq": seq, **file._asdict()} for seq, file in files]
    if rows:
        session.execute(insert(StatementFile), rows)
