"""The yardstick: a bare Flask application that parses JSON, keeps the bytes in one table, and commits. Nothing else.

No authentication, no validation, no index rows. `BARE_DATABASE` is a PostgreSQL address or the path of an SQLite file.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import uuid4

import orjson
import psycopg
from flask import Flask, request

TABLE = "CREATE TABLE IF NOT EXISTS bare (id {uuid} PRIMARY KEY, body {bytes} NOT NULL)"
Rows = list[tuple[str, bytes]]


def prepare(database: str) -> None:
    """Create the one table."""
    if "://" in database:
        with psycopg.connect(database) as connection:
            connection.execute(TABLE.format(uuid="uuid", bytes="bytea"))
    else:
        sqlite(database).execute(TABLE.format(uuid="text", bytes="blob"))


def sqlite(path: str) -> sqlite3.Connection:
    """Open an SQLite file with the settings that the product uses."""
    connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-16000"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def insert_in_postgres(connection: psycopg.Connection[Any], rows: Rows) -> None:
    """Insert rows and commit: one statement for one row, `executemany` for more."""
    insert = "INSERT INTO bare (id, body) VALUES (%s, %s)"
    with connection.cursor() as cursor:
        if len(rows) == 1:
            cursor.execute(insert, rows[0])
        else:
            cursor.executemany(insert, rows)
    connection.commit()


def _insert_in_sqlite(connection: sqlite3.Connection, rows: Rows) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO bare (id, body) VALUES (?, ?)", rows)
    connection.execute("COMMIT")


@cache
def _insert() -> Callable[[Rows], None]:
    """Connect this worker at its first request."""
    database = os.environ["BARE_DATABASE"]
    if "://" in database:
        connection = psycopg.connect(database)
        return lambda rows: insert_in_postgres(connection, rows)
    file = sqlite(database)
    return lambda rows: _insert_in_sqlite(file, rows)


def create() -> Flask:
    """Build the application: one route that keeps statements, one that answers so many bytes."""
    app = Flask("bare")
    app.add_url_rule("/statements", view_func=keep, methods=["POST"])
    app.add_url_rule("/bytes", view_func=some_bytes)
    return app


def keep() -> tuple[bytes, dict[str, str]]:
    """Insert what was posted, one statement or an array, and answer the ids."""
    body = request.get_data()
    parsed = orjson.loads(body)
    if isinstance(parsed, list):
        rows = [(one.get("id") or str(uuid4()), orjson.dumps(one)) for one in parsed]
    else:
        rows = [(parsed.get("id") or str(uuid4()), body)]
    _insert()(rows)
    return orjson.dumps([row[0] for row in rows]), {"Content-Type": "application/json"}


def some_bytes() -> tuple[bytes, dict[str, str]]:
    """Answer as many bytes as asked for, without a database: the least that any page of that size costs."""
    return b"x" * int(request.args["size"]), {"Content-Type": "application/json"}
