"""How fast figures are counted, beside DuckDB on the same statements in the same run; only the ratios mean anything.

`python -m benchmarks.indicators` makes up 10,000 learners with a hundred statements each (`--learners` says otherwise:
1,000 take a minute, 100,000 are ten million statements and some 15 GB), fills a PostgreSQL log, rebuilds the
projections, and asks every figure of several filters of both sides in turns. DuckDB reads one Parquet row for each
statement, columns extracted beforehand, with two threads; it comes from `pip install duckdb`, and nothing else needs
it. The parts live in benchmarks/figures.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from benchmarks.figures import filling, measuring
from benchmarks.figures.filling import Filled
from benchmarks.figures.measuring import Cost, Sides
from benchmarks.record import servers
from benchmarks.record.tables import Aim, aims, heading, table


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--learners", type=int, default=10_000, help="a hundred statements each")
    parser.add_argument("--turns", type=int, default=5, help="how often each side takes its turn")
    asked = parser.parse_args()
    with (
        servers.postgres() as server,
        servers.database(server) as url,
        tempfile.TemporaryDirectory(prefix="classcode-benchmark-") as name,
    ):
        begun = time.perf_counter()
        filled = filling.both(url, Path(name), asked.learners)
        took = time.perf_counter() - begun
        heading(f"{asked.learners:,} learners, {filled.statements:,} statements (filled in {took:.0f} s)")
        _all(filled, asked.turns)


def _all(filled: Filled, turns: int) -> None:
    """Rebuild, then ask and export; print tables and aims."""
    alone = measuring.in_a_fresh_process
    first = alone(measuring.rebuilding, filled.url)
    filling.analyse(filled.url)
    again = alone(measuring.rebuilding, filled.url)
    derived = alone(measuring.deriving, str(filled.parquet))
    export = alone(measuring.exporting, filled.url)
    small, large = (alone(measuring.writing, rows) for rows in measuring.ROWS)
    sides = measuring.side_by_side(filled, turns)
    _views(sides)
    if first.count != derived.count:
        print(f"\nNot the same rows: ours {first.count:,}, DuckDB's {derived.count:,}")
    heading("Whole processes")
    table(
        ["what", "seconds", "peak MB", "rows"],
        [
            _cost("rebuild, from nothing", first),
            _cost("rebuild, nothing differs", again),
            _cost("DuckDB makes the same rows", derived),
            _cost("workbook of three years by every dimension", export),
            _cost("workbook of plain rows", small),
            _cost("workbook of plain rows", large),
        ],
    )
    _aims(sides, first.seconds / derived.seconds, large.peak / small.peak)


def _aims(sides: list[Sides], rebuilt: float, grown: float) -> None:
    worst = max(sides, key=lambda one: one.ratio)
    aims(
        [
            Aim(f"whole report / DuckDB, at worst ({worst.name})", worst.ratio, 1, unit="x", least=False),
            Aim("rebuild / DuckDB", rebuilt, 10, unit="x", least=False),
            Aim("memory of 100 times as many exported rows", grown, 1.1, unit="x", least=False),
        ]
    )


def _views(sides: list[Sides]) -> None:
    heading("Every figure of a filter")
    columns = ["filter", "query s", "whole report s", "DuckDB s", "report / DuckDB"]
    table(
        columns,
        [
            (one.name, f"{one.query:.3f}", f"{one.whole:.3f}", f"{one.other:.3f}", f"{one.ratio:.2f}")
            for one in sides
        ],
    )
    for one in sides:
        if one.differing:
            print(f"\nNot the same figures (ours/DuckDB), {one.name}: {', '.join(one.differing)}")


def _cost(name: str, cost: Cost) -> tuple[str, ...]:
    return (name, f"{cost.seconds:.2f}", f"{cost.peak:.0f}", f"{cost.count:,}" if cost.count else "")


if __name__ == "__main__":
    main()
