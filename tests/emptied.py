"""A PostgreSQL database that each test finds as if it were new: what the one before wrote is deleted.

Deleting some rows takes a tenth of the time of making a database. Where a test did more than write rows, or left
somebody connected, its database is dropped, and the next test has a fresh one.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

from tests import resting, servers

PATIENCE = 0.2
"""Seconds for connections to be gone: a server ends one a moment after its client has closed it."""
USES = 100
"""How often a database is emptied before it is dropped: PostgreSQL walks over deleted rows too."""

TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
CATALOGS = ("pg_class", "pg_constraint", "pg_trigger", "pg_proc", "pg_type", "pg_namespace")
MADE = ", ".join(
    f"(SELECT (count(*), max(xmin::text::bigint))::text FROM {catalog} WHERE {owner} >= 16384)"  # noqa: S608 - names of our own
    for catalog, owner in (*((catalog, "oid") for catalog in CATALOGS), ("pg_attribute", "attrelid"))
)
"""What there is besides rows, as a few numbers that change with whatever is made, altered or dropped."""
OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND pid <> ALL(%s) AND backend_type = 'client backend'"
)
RESTART = (
    "SELECT setval(format('%I', sequencename)::regclass, start_value, false) FROM pg_sequences"
    " WHERE last_value IS NOT NULL"
)


class Emptied:
    """Copies of a template, one at a time: `url()` for a test, `leave()` after it."""

    def __init__(self, server: str, template: str) -> None:
        self._server, self._template = server, template
        self._url = ""
        self._uses = 0

    def url(self) -> str:
        """Return the address of a database in which there is what the template holds, and nothing else."""
        if not self._url:
            self._url = servers.fresh_database(self._server, template=self._template)
            self._connection = psycopg.connect(self._url.replace("+psycopg", "", 1), autocommit=True)
            # References and triggers are not followed: all that was written goes, in whatever order.
            self._connection.execute("SET session_replication_role = replica")
            resting.of(self._name)
            self._look()
        return self._url

    def leave(self) -> None:
        """Delete what was written, or drop the database."""
        self._uses += 1
        if self._uses >= USES or not self._alone() or self._asked(self._state) != self._first:
            self.drop()
            return
        written = [name for (name,) in self._asked(self._filled)]
        deletes = SQL("; ").join(SQL("DELETE FROM {}").format(Identifier(name)) for name in written)
        self._connection.execute(deletes)
        self._asked(RESTART)

    def drop(self) -> None:
        """Drop the database; the next test has another."""
        if self._url:
            resting.forget(self._name)
            self._connection.close()
            servers.drop_database(self._url)
        self._url, self._uses = "", 0

    def _look(self) -> None:
        """Note what a fresh database looks like, and which of its tables are empty."""
        rows = {name: self._asked(f'SELECT count(*) FROM "{name}"')[0][0] for (name,) in self._asked(TABLES)}  # noqa: S608
        whole = (
            f"(SELECT md5(string_agg(xmin::text || ctid::text, ' ' ORDER BY ctid)) FROM \"{name}\")"  # noqa: S608
            for name, count in rows.items()
            if count
        )
        self._state = f"SELECT {MADE}, {', '.join(whole)}"
        self._first = self._asked(self._state)
        empty = (name for name, count in rows.items() if not count)
        self._filled = " UNION ALL ".join(
            f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")"  # noqa: S608
            for name in empty
        )

    def _alone(self) -> bool:
        """Tell whether nobody else is connected, or will not be in a moment."""
        ends = time.monotonic() + PATIENCE
        while self._asked(OTHERS, [resting.servers_of(self._name)])[0][0]:
            if time.monotonic() > ends:
                return False
            time.sleep(0.001)
        return True

    @property
    def _name(self) -> str:
        return self._url.rpartition("/")[2]

    def _asked(self, query: str, given: Sequence[Any] | None = None) -> list[Any]:
        return self._connection.execute(query, given, prepare=True).fetchall()
