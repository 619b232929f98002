"""Statements in the log for who looks at it, mends it or erases from it: of learners of ours, and of tools outside."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import INFO
from tracking import vocabulary
from tracking.log.references import VOIDED
from tracking.log.writing import AttachedFile, Entry, write
from tracking.models import Statement
from tracking.rules import record
from tracking.statements import Event, Result, timestamp
from tracking.vocabulary import Verb
from tracking.xapi.index import index
from tracking.xapi.values import instant

BASE: Final = str(INFO["iri_base"])
NOON: Final = datetime(2026, 3, 2, 11, tzinfo=UTC)
SLUG: Final = "creative-programming"
TOOL: Final = UUID("6b7d9e0a-5a57-4a67-9d5a-0d6f4e2f9c11")
"""The client of statements for which no other is named; it has no row."""
_minutes = count(1)


def mailbox(name: str) -> dict[str, Any]:
    """Return an agent with a mailbox."""
    return {"objectType": "Agent", "name": name.capitalize(), "mbox": f"mailto:{name}@example.org"}


def account(name: UUID | str, home: str = BASE) -> dict[str, Any]:
    """Return an agent with an account."""
    return {"objectType": "Agent", "account": {"homePage": home, "name": str(name)}}


def statement(actor: dict[str, Any] | None = None, **parts: Any) -> dict[str, Any]:
    """Return a complete statement; `parts` replace its own."""
    when = timestamp(NOON + timedelta(minutes=next(_minutes)))
    return {
        "id": str(uuid4()),
        "actor": actor or mailbox("zoe"),
        "verb": {"id": "http://example.org/verbs/tried", "display": {"en": "tried", "fr": "a essayé"}},
        "object": {"id": "http://example.org/things/1", "definition": {"name": {"en": "A thing"}}},
        "timestamp": when,
        "stored": when,
        "authority": account("client:tool"),
        "version": "1.0.3",
    } | parts


def about(target: dict[str, Any], by: dict[str, Any]) -> dict[str, Any]:
    """Return a statement that refers to another."""
    return statement(by, object={"objectType": "StatementRef", "id": target["id"]})


def voiding(target: dict[str, Any], by: dict[str, Any]) -> dict[str, Any]:
    """Return a statement that voids another."""
    return about(target, by) | {"verb": {"id": VOIDED}}


def log(
    session: Session, *statements: dict[str, Any], client_id: UUID = TOOL, files: Sequence[str] = ()
) -> list[int]:
    """Append statements as they came from a client; return their numbers."""
    entries = [
        Entry(
            id=UUID(one["id"]),
            stored=instant(one["stored"]),
            timestamp=instant(one["timestamp"]),
            body=orjson.dumps(one),
            index=index(one),
            client_id=client_id,
            files=tuple(AttachedFile(sha2, "text/plain") for sha2 in files),
        )
        for one in statements
    ]
    write(session, entries)
    numbers = {row.id: row.seq for row in session.execute(select(Statement.id, Statement.seq))}
    return [numbers[entry.id] for entry in entries]


def done(session: Session, person_id: UUID, unit: str = "u1", instructor: UUID | None = None) -> UUID:
    """Record that a learner of ours finished a unit; return the statement's id."""
    event = Event(
        act_id=uuid4(),
        person_id=person_id,
        verb=Verb.COMPLETED,
        object=vocabulary.unit(SLUG, unit, {"fr": "Boucles", "en": "Loops"}),
        at=NOON,
        module=SLUG,
        result=Result(completion=True, minutes=75),
        instructor_id=instructor,
    )
    return record(session, event)


def attachment(sha2: str, usage: str = "http://example.org/usage") -> dict[str, Any]:
    """Return the description of an attached file."""
    described = {"usageType": usage, "display": {"en": "A file"}, "contentType": "text/plain"}
    return described | {"length": 1, "sha2": sha2}


def keep_file(files_dir: Path, sha2: str) -> Path:
    """Put a file under its address, long ago."""
    path = files_dir / "xapi" / sha2[:2] / sha2
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    os.utime(path, (0, 0))
    return path
