"""A log of the benchmark's statements, filled to a size before it is read."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Final

import psycopg

from benchmarks.record import servers
from benchmarks.record.load import ROOT
from benchmarks.record.sides import Side

WRITERS: Final = 2


@dataclass
class Log:
    """One of our installations with `size` statements in its database at `url`."""

    side: Side
    url: str
    environment: dict[str, str]
    size: int = 0

    def fill(self, size: int) -> str:
        """Add statements up to a size; say how fast that went and what room one statement takes, with its indexes."""
        before, added = self._room(), size - self.size
        began = time.monotonic()
        self._bring(self.size, added)
        rate = added / (time.monotonic() - began)
        with psycopg.connect(servers.libpq(self.url), autocommit=True) as connection:
            # What PostgreSQL does by itself within a few minutes of such growth.
            connection.execute("VACUUM ANALYZE")
        self.size = size
        each = (self._room() - before) / added
        return f"{added:,} statements came in at {rate:,.0f}/s and take {each:,.0f} bytes each."

    def _bring(self, first: int, count: int) -> None:
        """Write statements by two processes side by side, half of them each."""
        half = count // WRITERS
        command = [sys.executable, "-m", "benchmarks.record.bulk"]
        writers = [
            subprocess.Popen([*command, str(first + n * half), str(half)], env=self.environment, cwd=ROOT)
            for n in range(WRITERS)
        ]
        codes = [writer.wait() for writer in writers]
        if any(codes):
            raise RuntimeError("the log could not be filled")

    def _room(self) -> int:
        with psycopg.connect(servers.libpq(self.url)) as connection:
            row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
        assert row is not None
        return int(row[0])
