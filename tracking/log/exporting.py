"""The log, or a query of it, into a file of JSON lines: each statement's exact bytes, oldest first, in constant memory.

Beside the growing FILE.part lies FILE.cursor, which says how far it is; an export that was killed goes on from there.
The whole log comes with what was voided and the voidings; a query leaves out what was voided, as xAPI has it. Attached
files are not in it, only what statements say of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Final

import orjson

from classcode import db
from classcode.errors import Refused
from classcode.i18n import N_
from tracking.log.reading import Query, find, settled

READ_AT_ONCE: Final = 500
SAVED_EVERY: Final = 10_000
"""Statements after which the file is flushed to disk and the cursor kept: that much is done again after a kill."""


class AlreadyThere(Refused):
    """A finished file has this name; nothing was changed."""

    message = N_("%(file)s is there already.")


class OtherQuery(Refused):
    """An unfinished export of something else has this name; nothing was changed."""

    message = N_(
        "%(file)s is the unfinished export of another query: finish it as it was begun, or delete it."
    )


@dataclass(frozen=True, slots=True)
class Done:
    """How far an export is: the last number of the log it looked at, and the statements and bytes written."""

    seq: int
    statements: int = 0
    size: int = 0


def export(path: Path, query: Query, tell: Callable[[Done], None] = lambda _done: None) -> Done:
    """Write what matches, from `query.after` on, and name the file when it is whole; raises `Refused`.

    `tell` hears of each page. What is committed while it runs, and settled before it ends, is in it.
    """
    if path.exists():
        raise AlreadyThere(file=str(path))
    part, cursor = _beside(path, ".part"), _beside(path, ".cursor")
    done = saved = _resumed(part, cursor, query)
    with _opened(part, done.size) as file:
        for bodies, upto in _pages(replace(query, after=done.seq, ascending=True)):
            size = sum(file.write(_line(body)) for body in bodies)
            done = Done(upto, done.statements + len(bodies), done.size + size)
            tell(done)
            if done.statements - saved.statements >= SAVED_EVERY:
                _save(file, cursor, query, done)
                saved = done
        _save(file, cursor, query, done)
    part.rename(path)
    cursor.unlink()
    return done


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _resumed(part: Path, cursor: Path, query: Query) -> Done:
    """Return where to go on: where a kept cursor says, or at the beginning."""
    if not (part.exists() and cursor.exists()):
        return Done(query.after or 0)
    kept = orjson.loads(cursor.read_bytes())
    if kept["query"] != _told(query):
        raise OtherQuery(file=str(part))
    return Done(**kept["done"])


def _told(query: Query) -> dict[str, Any]:
    told: dict[str, Any] = orjson.loads(orjson.dumps(asdict(query)))
    return told


def _opened(part: Path, size: int) -> BinaryIO:
    """Open the growing file at its last known good byte; only its owner can read it."""
    file = os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
    file.truncate(size)
    file.seek(size)
    return file


def _save(file: BinaryIO, cursor: Path, query: Query, done: Done) -> None:
    """Make the bytes safe first, then what says how many there are."""
    file.flush()
    os.fsync(file.fileno())
    fresh = _beside(cursor, ".new")
    fresh.write_bytes(orjson.dumps({"query": _told(query), "done": asdict(done)}))
    fresh.replace(cursor)


def _line(body: bytes) -> bytes:
    """Return a statement as one line; a line break in JSON lies between values only, where a space says the same."""
    return body.replace(b"\r", b" ").replace(b"\n", b" ") + b"\n"


def _pages(query: Query) -> Iterator[tuple[Sequence[bytes], int]]:
    """Yield bodies page by page with the number up to which the log was looked at, each page read on its own."""
    step = _matching if query.filtered else _whole
    after: int | None = query.after or 0
    while after is not None:
        bodies, upto, more = step(replace(query, after=after))
        yield bodies, upto
        after = upto if more else None


def _matching(query: Query) -> tuple[Sequence[bytes], int, bool]:
    with db.reading() as session:
        page = find(session, query)
    upto = page.found[-1].seq if page.found else query.after or 0
    return [one.body for one in page.found], upto, page.more is not None


def _whole(query: Query) -> tuple[Sequence[bytes], int, bool]:
    with db.reading() as session:
        logged = settled(session, query.after or 0, READ_AT_ONCE)
    bodies = [
        one.body
        for one in logged
        if (query.since is None or one.stored > query.since)
        and (query.until is None or one.stored <= query.until)
    ]
    return bodies, logged[-1].seq if logged else query.after or 0, len(logged) == READ_AT_ONCE
