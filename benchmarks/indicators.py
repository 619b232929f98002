"""How fast figures are counted, beside DuckDB on the same statements in the same run; only the ratios mean anything.

`python -m benchmarks.indicators` makes up 10,000 learners with a hundred statements each, fills a PostgreSQL log,
rebuilds the projections, and asks every figure of several filters of both sides in turns. `--learners` says otherwise:
1,000 take a minute, 100,000 are ten million statements, half an hour and 20 GB in the temporary folder. With two sizes
it also draws what was measured out to a larger one, on paper. DuckDB reads one Parquet row for each statement, columns
extracted beforehand, with two threads; it comes from `pip install duckdb`, and nothing else needs it. The parts live
in benchmarks/figures, what came of it in docs/scale.md.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.figures import extending, filling, measuring
from benchmarks.figures.extending import BY_LEARNERS, BY_STATEMENTS, Measured
from benchmarks.figures.filling import Filled
from benchmarks.figures.measuring import Cost, Sides
from benchmarks.record import servers
from benchmarks.record.tables import Aim, aims, heading, table

ALONE: Final = ("overview, one school year", "a setting and a level")
"""The views that are also made in a process of their own, to see how much it holds."""
REBUILDS: Final = 3
"""How often everything is rebuilt from nothing, in turns with DuckDB."""


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    sizes = "a hundred statements each; several sizes, one after the other"
    parser.add_argument("--learners", type=int, nargs="+", default=[10_000], help=sizes)
    parser.add_argument("--turns", type=int, default=5, help="how often each side takes its turn")
    asked = parser.parse_args()
    measured = [_size(learners, asked.turns) for learners in asked.learners]
    for small, large in list(pairwise(measured))[-1:]:
        _paper(small, large)


def _size(learners: int, turns: int) -> Measured:
    """Measure with so many learners, on a database server of their own."""
    with (
        servers.postgres() as server,
        servers.database(server) as url,
        tempfile.TemporaryDirectory(prefix="classcode-benchmark-") as name,
    ):
        begun = time.perf_counter()
        filled = filling.both(url, Path(name), learners)
        took = time.perf_counter() - begun
        heading(
            f"{learners:,} learners, {filled.statements:,} statements (filled in {took:.0f} s, "
            f"{measuring.peak():.0f} MB; {filling.room(url) / 1e9:.1f} GB of database)"
        )
        return _all(filled, learners, turns)


def _all(filled: Filled, learners: int, turns: int) -> Measured:
    """Rebuild, then ask and export; print tables and aims."""
    alone = measuring.in_a_fresh_process
    rebuilds = [_rebuilt(filled) for _ in range(REBUILDS)]
    first, derived = min(rebuilds, key=lambda pair: pair[0].seconds)
    again = alone(measuring.rebuilding, filled.url)
    views = {name: alone(measuring.viewing, (filled.url, name)) for name in ALONE}
    export = alone(measuring.exporting, filled.url)
    small, large = (alone(measuring.writing, rows) for rows in measuring.ROWS)
    sides = measuring.side_by_side(filled, turns)
    _views(sides)
    if first.count != derived.count:
        print(f"\nNot the same rows: ours {first.count:,}, DuckDB's {derived.count:,}")
    named = {
        "rebuild, from nothing": first,
        "rebuild, nothing differs": again,
        **{f"whole report, {name}": cost for name, cost in views.items()},
        "workbook of three years by every dimension": export,
    }
    heading("Whole processes")
    table(
        ["what", "seconds", "peak MB", "PostgreSQL MB", "rows"],
        [
            *(_cost(name, cost) for name, cost in named.items()),
            _cost("DuckDB makes the same rows", derived),
            _cost("workbook of plain rows", small),
            _cost("workbook of plain rows", large),
        ],
    )
    ratio = median(ours.seconds / theirs.seconds for ours, theirs in rebuilds)
    _aims(sides, ratio, large.peak / small.peak)
    seconds = {
        name: (BY_STATEMENTS if "rebuild" in name else BY_LEARNERS, cost.seconds)
        for name, cost in named.items()
    }
    return Measured(learners, filled.statements, seconds)


def _rebuilt(filled: Filled) -> tuple[Cost, Cost]:
    """Let both make every row from nothing, one after the other."""
    measuring.forget(filled.url)
    ours = measuring.in_a_fresh_process(measuring.rebuilding, filled.url)
    filling.analyse(filled.url)
    return ours, measuring.in_a_fresh_process(measuring.deriving, str(filled.parquet))


def _aims(sides: list[Sides], rebuilt: float, grown: float) -> None:
    worst = max(sides, key=lambda one: one.ratio)
    aims(
        [
            Aim(f"whole report / DuckDB, at worst ({worst.name})", worst.ratio, 1, unit="x", least=False),
            Aim("rebuild / DuckDB", rebuilt, 10, unit="x", least=False),
            Aim("memory of 100 times as many exported rows", grown, 1.1, unit="x", least=False),
        ]
    )


def _views(sides: Sequence[Sides]) -> None:
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
    server = f"{cost.server:.0f}" if cost.server else ""
    return (name, f"{cost.seconds:.2f}", f"{cost.peak:.0f}", server, f"{cost.count:,}" if cost.count else "")


def _paper(small: Measured, large: Measured) -> None:
    heading(f"On paper: {extending.PAPER_LEARNERS:,} learners, {extending.PAPER_STATEMENTS:,} statements")
    table(
        ["what", "grows with", f"s at {small.learners:,}", f"s at {large.learners:,}", "s on paper"],
        [
            (name, by, *(f"{one:.2f}" for one in seconds))
            for name, by, *seconds in extending.on_paper(small, large)
        ],
    )


if __name__ == "__main__":
    main()
