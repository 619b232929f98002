"""A file of JSON lines into the log, through the same checks and the same writing as statements that come by HTTP.

A statement keeps its id, and one without gets an id that follows from its line: bringing the file again changes
nothing. A line that cannot be taken is told with its number and the reason; the others are written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import BinaryIO, Final
from uuid import UUID, uuid5

import orjson
from sqlalchemy import func, select

from classcode import db
from classcode.errors import Refused
from tracking.log.horizon import hold
from tracking.lrs.multipart import LARGEST_STATEMENTS
from tracking.lrs.scopes import Client
from tracking.lrs.statements.rules import check, fill_in, store
from tracking.models import Statement
from tracking.xapi.errors import Invalid
from tracking.xapi.versions import Version

BATCH: Final = 500
"""Statements of one transaction."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: its number from 1, its length in bytes, and what it says."""

    number: int
    size: int
    text: bytes


@dataclass(frozen=True, slots=True)
class Bad:
    """A line that was not taken, and why."""

    line: int
    reason: str


@dataclass(slots=True)
class Tally:
    """What became of the lines: new statements, statements that were there, and lines not taken."""

    new: int = 0
    known: int = 0
    bad: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A line that holds JSON: its number, the statement, and the version under which it is read."""

    number: int
    statement: object
    version: Version


class Import:
    """Brings lines in as if `client` had posted them; `refuse` hears of each bad one as it is met."""

    def __init__(self, client: Client, refuse: Callable[[Bad], None]) -> None:
        self.client = client
        self.tally = Tally()
        self._refuse = refuse

    def take(self, lines: Sequence[Line]) -> None:
        """Write what these lines hold; at most `BATCH` of them."""
        rows = [row for line in lines if (row := self._row(line)) is not None]
        for _version, same in groupby(rows, key=lambda row: row.version):
            self._bring(list(same))

    def _row(self, line: Line) -> Row | None:
        """Read a line; None for an empty one, and for one that is no JSON, which is refused."""
        if not line.text.strip():
            return None
        try:
            statement = orjson.loads(line.text)
        except orjson.JSONDecodeError as error:
            self._bad(line.number, f"not JSON: {error}")
            return None
        if isinstance(statement, dict):
            statement.setdefault("id", str(_identity(self.client.id, line.text)))
        return Row(line.number, statement, _version(statement))

    def _bring(self, rows: Sequence[Row]) -> None:
        """Write rows in one transaction; where something is wrong, halves of them, down to the one at fault."""
        try:
            self._write(rows)
        except (Invalid, Refused) as error:
            if len(rows) == 1:
                self._bad(rows[0].number, str(error))
                return
            half = len(rows) // 2
            self._bring(rows[:half])
            self._bring(rows[half:])

    def _write(self, rows: Sequence[Row]) -> None:
        statements, version, single = [row.statement for row in rows], rows[0].version, len(rows) == 1
        check(version, statements, {}, single=single)
        entries = fill_in(self.client, version, statements, {}, single=single)
        with db.transaction() as session:
            hold(session)
            ids = [entry.id for entry in entries]
            known = session.scalar(select(func.count()).where(Statement.id.in_(ids))) or 0
            store(session, self.client, entries, single=single)
        self.tally.known += known
        self.tally.new += len(entries) - known

    def _bad(self, number: int, reason: str) -> None:
        self.tally.bad += 1
        self._refuse(Bad(number, reason))


def _identity(client_id: UUID, text: bytes) -> UUID:
    return uuid5(client_id, hashlib.sha256(text.strip()).hexdigest())


def _version(statement: object) -> Version:
    told = statement.get("version") if isinstance(statement, dict) else None
    return Version.V2 if str(told).startswith("2.") else Version.V1


def batches(file: BinaryIO) -> Iterator[list[Line]]:
    """Yield the lines of a file, `BATCH` at a time; one longer than a request may be is cut, and will be no JSON."""
    held: list[Line] = []
    number = 0
    while text := file.readline(LARGEST_STATEMENTS):
        number, size = number + 1, len(text)
        while not text.endswith(b"\n") and (rest := file.readline(LARGEST_STATEMENTS)):
            size += len(rest)
            if rest.endswith(b"\n"):
                break
        held.append(Line(number, size, text))
        if len(held) == BATCH:
            yield held
            held = []
    if held:
        yield held
