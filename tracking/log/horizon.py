"""How far the log is settled: below this no statement can still appear, whatever is being committed right now.

A writer draws its numbers from a sequence and commits later, so a higher number may be readable before a lower one.
On PostgreSQL each writer therefore first holds a shared advisory lock that carries the last number drawn before its
own. Whoever reads upwards looks at the sequence, then at these locks, then at the rows, and stops at the lowest.
Transactions that write no statement (a backup, a report) hold nothing back, and nothing rests on transaction ids,
which begin anew when a dump is restored elsewhere. SQLite has one writer at a time: what is readable is settled.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from classcode import clock
from classcode.db import begins_alone
from tracking.models import Statement

MARK: Final = 0x10C << 48
"""The upper bits of the locks' keys; the lower 48 carry the number."""

LAST_DRAWN: Final = "SELECT last_value - (NOT is_called)::int FROM statement_seq_seq"
HOLD: Final = f"SELECT pg_advisory_xact_lock_shared({MARK} | ({LAST_DRAWN}))"
"""What a writer on PostgreSQL runs before it draws its first number."""

_HELD: Final = """
    WITH held AS (
        SELECT pid, (classid::bigint & 65535) << 32 | objid::bigint AS number FROM pg_locks
        WHERE locktype = 'advisory' AND objsubid = 1 AND granted AND classid::bigint >> 16 = :mark
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    )
"""
_LOWEST_HELD: Final = text(f"{_HELD} SELECT min(number) FROM held").bindparams(mark=MARK >> 48)
# When a question came to the server is before it looks at the locks, whichever way it is carried out.
_OLDEST_WRITER: Final = text(
    f"{_HELD} SELECT least(statement_timestamp(), min(xact_start)) FROM pg_stat_activity"
    " WHERE pid IN (SELECT pid FROM held)"
).bindparams(mark=MARK >> 48)


def hold(session: Session) -> None:
    """Begin to write: what is stamped as stored from here on, `consistent_through` does not claim before the commit."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(HOLD)


def settled_up_to(session: Session) -> int:
    """Return the highest number such that every statement up to it that will ever be there is readable now."""
    if session.get_bind().dialect.name == "sqlite":
        return session.scalar(select(func.max(Statement.seq))) or 0
    drawn: int = session.execute(text(LAST_DRAWN)).scalar_one()
    held: int | None = session.execute(_LOWEST_HELD).scalar_one()
    return drawn if held is None else min(drawn, held)


def consistent_through(session: Session) -> datetime:
    """Return the instant up to which every stored statement can be read (xAPI 1.0.3, Communication 2.1.1).

    On SQLite, where a writer at work cannot be seen, that is now when nobody writes and else the newest statement's.
    """
    now = clock.now()
    if session.get_bind().dialect.name == "sqlite":
        if begins_alone(session):
            return now
        return session.scalar(select(func.max(Statement.stored))) or now.replace(year=2000)
    # By the server's clock, which stamps most statements, and by ours, which stamps the rest.
    oldest: datetime = session.execute(_OLDEST_WRITER).scalar_one()
    return min(now, oldest)
