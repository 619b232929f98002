"""Walking the log and the tables beside it in one pass, all in the order of the log, in constant memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Row, Select, select, text
from sqlalchemy.orm import Session

from tracking.doctor.expecting import Links
from tracking.log.models import StatementActivity, StatementAgent
from tracking.models import Statement

BODIES: Final = 250
"""How many statements are fetched at a time; each may be large."""
LINKS: Final = 5_000


def stand_still(session: Session) -> None:
    """See the database as it is now until the session ends, whatever is written meanwhile; the first thing to do."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


def statements(session: Session) -> Iterator[Row[Any]]:
    """Yield every statement's columns and bytes."""
    return _stream(session, select(*Statement.__table__.columns).order_by(Statement.seq), BODIES)


class Following:
    """The rows of a table of links, taken in step with the statements."""

    def __init__(self, session: Session, rows: Select[int, int, bool]) -> None:
        self._rows = _stream(session, rows, LINKS)
        self._next = next(self._rows, None)
        self.orphans: list[tuple[int, int]] = []
        """The rows met so far whose statement is not there, as (number, key); who reads them empties the list."""

    def of(self, seq: int) -> Links:
        """Return the rows of this statement; those before it that nobody asked for have no statement."""
        found: Links = {}
        while self._next is not None and self._next.seq <= seq:
            if self._next.seq == seq:
                found[self._next.key] = self._next.narrow
            else:
                self.orphans.append((self._next.seq, self._next.key))
            self._next = next(self._rows, None)
        return found

    def rest(self) -> Iterator[tuple[int, int]]:
        """Yield the rows beyond the last statement."""
        while self._next is not None:
            yield self._next.seq, self._next.key
            self._next = next(self._rows, None)


def agent_links(session: Session) -> Following:
    """Follow which statement speaks of which actor."""
    key = StatementAgent.agent_key.label("key")
    rows = select(StatementAgent.seq, key, StatementAgent.narrow)
    return Following(session, rows.order_by(StatementAgent.seq))


def activity_links(session: Session) -> Following:
    """Follow which statement speaks of which activity."""
    key = StatementActivity.activity_key.label("key")
    rows = select(StatementActivity.seq, key, StatementActivity.narrow)
    return Following(session, rows.order_by(StatementActivity.seq))


def _stream(session: Session, rows: Select[*tuple[Any, ...]], at_once: int) -> Iterator[Row[Any]]:
    # Of the connection, and with a cursor of the server's where there is one: nothing is held but what was fetched.
    return iter(session.connection().execute(rows, execution_options={"yield_per": at_once}))
