"""Connections to a PostgreSQL that wait for the next test: what a server learns of a database it learns anew in each.

Only those to databases that were announced (`of`) rest, and only as they were when they were new.
"""

from __future__ import annotations

import psycopg
from psycopg.pq import TransactionStatus

_RESTING: dict[str, list[psycopg.Connection]] = {}


def of(database: str) -> None:
    """Let connections to a database rest from now on."""
    _RESTING.setdefault(database, [])


def forget(database: str) -> None:
    """Close those that rest, for good."""
    for connection in _RESTING.pop(database, []):
        connection.close()


def taken(database: str | None) -> psycopg.Connection | None:
    """Return one that rests, None where none does."""
    waiting = _RESTING.get(database or "", [])
    return waiting.pop() if waiting else None


def kept(connection: psycopg.Connection) -> bool:
    """Let a connection rest as if it were new; tell whether it may."""
    waiting = None if connection.closed else _RESTING.get(connection.info.dbname)
    if waiting is None or connection.info.transaction_status is not TransactionStatus.IDLE:
        return False
    try:
        connection.autocommit = True
        connection.execute("SELECT pg_advisory_unlock_all()")
        connection.execute("RESET ALL")
        connection.autocommit = False
    except psycopg.Error:
        return False
    waiting.append(connection)
    return True


def servers_of(database: str) -> list[int]:
    """Return the numbers of the server's processes that rest."""
    return [connection.info.backend_pid for connection in _RESTING.get(database, [])]
