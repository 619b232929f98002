"""Writing: one statement, fifty, five hundred in each request, from eight connections; on PostgreSQL and on SQLite."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final
from uuid import uuid4

import orjson
import psycopg

from benchmarks.record import bare, bodies, servers, sides
from benchmarks.record.load import Tally, put_together
from benchmarks.record.sides import Side
from benchmarks.record.tables import Aim, aims, heading, table, told

SIZES: Final = (1, 50, 500)
WHOLE: Final = 500
OF_BARE: Final = {1: (0.5, 0.7), 50: (0.3, 0.5), 500: (0.3, 0.5)}
"""For each size the share of the bare route's rate that is demanded, and the one that is hoped for."""
OF_DATABASE: Final = (0.1, 0.2)
COLUMNS: Final = (
    "", "statements/s", "requests/s", "p50 ms", "p95 ms", "Python µs", "database µs", "worker's peak MB", "errors",
)  # fmt: skip
"""The microseconds are CPU time for each statement: of the workers, and of PostgreSQL; SQLite runs in the workers."""
MOST_MEMORY: Final = 200
"""MB of a worker."""


@dataclass(frozen=True)
class Turns:
    """How long to measure: rounds of alternating turns, each of so many seconds."""

    rounds: int
    seconds: float


@dataclass
class Seen:
    """What was measured of one side at one size, turn by turn: also a worker's most memory, and seconds of CPU."""

    tallies: list[Tally] = field(default_factory=list)
    peak: float = 0
    workers: float = 0
    database: float = 0

    def take(self, side: Side, size: int, *, first: int, seconds: float) -> None:
        """Measure one more turn."""
        before = servers.cpu(side.server), servers.cpu(side.database)
        self.tallies.append(side.post(size, first=first, seconds=seconds))
        self.workers += servers.cpu(side.server) - before[0]
        self.database += servers.cpu(side.database) - before[1]
        self.peak = servers.peak(side.server)

    def row(self, name: str) -> tuple[str, ...]:
        """Return the row of all turns together."""
        whole = put_together(self.tallies)
        if whole.complaint:
            print(f"{name}: {whole.complaint}", flush=True)
        speed = (whole.rate, whole.requests, whole.percentile(50), whole.percentile(95))
        spent = [seconds / max(whole.statements, 1) * 1e6 for seconds in (self.workers, self.database)]
        return (name, *map(told, (*speed, *spent, self.peak)), str(whole.errors))


def share(ours: Seen, bare_one: Seen) -> float:
    """Return the median of what ours reached of the yardstick, turn beside turn."""
    pairs = zip(ours.tallies, bare_one.tallies, strict=True)
    return median(one.rate / max(other.rate, 0.01) for one, other in pairs)


def on_postgres(server: str, folder: Path, turns: Turns, *, yardsticks: bool) -> None:
    """Measure all sizes on PostgreSQL, with and without us, beside the database alone; print the tables."""
    with ExitStack() as stack:
        enter = stack.enter_context
        theirs = servers.libpq(enter(servers.database(server)))
        bare_one = enter(sides.yardstick(theirs))
        ours = None if yardsticks else enter(sides.ours(enter(servers.database(server)), folder))
        seen = {size: _alternate(size, ours, bare_one, turns) for size in SIZES}
        alone = [rows_per_second(theirs, turns.seconds) for _ in range(turns.rounds)]
    heading("Writing on PostgreSQL, 8 connections, 2 workers")
    _print(seen)
    print(f"\nThe database alone (batches of {WHOLE} by `executemany`): {median(alone):,.0f} rows/s.")
    if ours:
        aims(_aims(seen, median(alone)))


def on_sqlite(folder: Path, turns: Turns, *, yardsticks: bool) -> None:
    """Measure batches of 500 on SQLite, which one writer at a time may change; print the tables."""
    with ExitStack() as stack:
        bare_one = stack.enter_context(sides.yardstick(str(folder / "bare.sqlite3")))
        url = f"sqlite:///{folder / 'ours.sqlite3'}"
        ours = None if yardsticks else stack.enter_context(sides.ours(url, folder))
        seen = {WHOLE: _alternate(WHOLE, ours, bare_one, turns)}
    heading("Writing on SQLite, 8 connections, 2 workers")
    _print(seen)
    if ours:
        aims([Aim("batches of 500 beside bare Flask", share(*seen[WHOLE]), 0.3)])


def _alternate(size: int, ours: Side | None, bare_one: Side, turns: Turns) -> tuple[Seen, Seen]:
    """Let both take turns with the same bodies, after a short warm-up; return what was seen of each."""
    us, them = Seen(), Seen()
    running = [(side, seen) for side, seen in ((ours, us), (bare_one, them)) if side]
    for side, _ in running:
        warm = side.post(size, seconds=sides.SECONDS_TO_WARM_UP)
        if not warm.statements:
            raise RuntimeError(f"nothing was kept: {warm.complaint}")
        servers.forget_peaks(side.server)
    for turn in range(1, turns.rounds + 1):
        for side, seen in running:
            seen.take(side, size, first=turn * 1_000_000, seconds=turns.seconds)
    return us, them


def rows_per_second(database: str, seconds: float) -> float:
    """Insert the same bytes in batches of 500 over one connection, committing each; return rows per second."""
    written, first = 0, 50_000_000
    with psycopg.connect(database) as connection:
        spent = 0.0
        while spent < seconds:
            rows = [(str(uuid4()), orjson.dumps(one)) for one in orjson.loads(bodies.batch(first, WHOLE))]
            began = time.perf_counter()
            bare.insert_in_postgres(connection, rows)
            spent += time.perf_counter() - began
            written, first = written + WHOLE, first + WHOLE
    return written / spent


def _print(seen: dict[int, tuple[Seen, Seen]]) -> None:
    rows = []
    for size, (ours, bare_one) in seen.items():
        how = "singly" if size == 1 else f"batches of {size}"
        rows += [ours.row(f"{how}, ours")] if ours.tallies else []
        rows += [bare_one.row(f"{how}, bare Flask")]
    table(COLUMNS, rows)


def _aims(seen: dict[int, tuple[Seen, Seen]], alone: float) -> list[Aim]:
    """Compare with what is demanded: shares of the yardsticks, no error, memory."""
    found = [
        Aim("singly beside bare Flask" if size == 1 else f"batches of {size} beside bare Flask", share(*pair),
            *OF_BARE[size])
        for size, pair in seen.items()
    ]  # fmt: skip
    whole = put_together(seen[WHOLE][0].tallies).rate
    ours = [pair[0] for pair in seen.values()]
    errors = sum(tally.errors for one in ours for tally in one.tallies)
    return [
        *found,
        Aim(f"batches of {WHOLE} beside the database alone", whole / alone, *OF_DATABASE),
        Aim("errors", errors, 0, unit="", least=False),
        Aim("a worker's memory", max(one.peak for one in ours), MOST_MEMORY, unit="MB", least=False),
    ]
