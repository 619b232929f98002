"""A log of the benchmark's statements, filled to a size before it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import psycopg

from benchmarks.record import servers
from benchmarks.record.sides import Side

BATCH: Final = 500


@dataclass
class Log:
    """One of our installations with `size` statements in its database at `url`."""

    side: Side
    url: str
    size: int = 0

    def fill(self, size: int) -> str:
        """Add statements up to a size; say how fast that went and what room one statement takes, with its indexes."""
        before, added = self._room(), size - self.size
        tally = self.side.post(BATCH, first=self.size, count=added // BATCH)
        if tally.errors:
            raise RuntimeError(tally.complaint)
        with psycopg.connect(servers.libpq(self.url), autocommit=True) as connection:
            # What PostgreSQL does by itself within a few minutes of such growth.
            connection.execute("VACUUM ANALYZE")
        self.size = size
        each = (self._room() - before) / added
        return f"{added:,} statements came in at {tally.rate:,.0f}/s and take {each:,.0f} bytes each."

    def _room(self) -> int:
        with psycopg.connect(servers.libpq(self.url)) as connection:
            row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
        assert row is not None
        return int(row[0])
