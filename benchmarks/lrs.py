"""How fast the record is, beside yardsticks in the same run on this machine; only the ratios mean anything.

`python -m benchmarks.lrs` measures writing on PostgreSQL and SQLite, reading at 10,000 and at 1,000,000 statements, and
memory, and prints Markdown tables with the aims of docs/lrs.md. `--quick` does it all small, in under three minutes.
The parts live in benchmarks/record.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.record import memory, profiling, reading, servers, writing

PARTS: Final = ("writing", "sqlite", "memory", "reading")
SIZES: Final = (10_000, 1_000_000)
LARGE: Final = 5_000_000


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--quick", action="store_true", help="every part, small: 3 rounds of 1.5 s, 30,000 statements"
    )
    parser.add_argument("--rounds", type=int, default=5, help="alternating turns of each kind")
    parser.add_argument("--seconds", type=float, default=5, help="how long a turn lasts")
    parser.add_argument("--statements", type=int, default=SIZES[1], help="the large log that is read")
    parser.add_argument("--large", action="store_true", help=f"read from {LARGE:,} statements as well")
    parser.add_argument("--only", choices=PARTS, action="append", help="this part alone; may be repeated")
    parser.add_argument(
        "--yardsticks", action="store_true", help="the yardsticks of writing alone, without us"
    )
    parser.add_argument(
        "--profile", action="store_true", help="tell instead what requests spend their time on"
    )
    return parser.parse_args()


def main() -> None:
    """Measure what the command line asks for."""
    asked = arguments()
    with servers.postgres() as server:
        for part in ["profile"] if asked.profile else asked.only or PARTS:
            with tempfile.TemporaryDirectory(
                prefix="classcode-benchmark-", ignore_cleanup_errors=True
            ) as name:
                _measure(part, asked, server, Path(name))


def _measure(part: str, asked: argparse.Namespace, server: str, folder: Path) -> None:
    turns = writing.Turns(3, 1.5) if asked.quick else writing.Turns(asked.rounds, asked.seconds)
    if part == "writing":
        writing.on_postgres(server, folder, turns, yardsticks=asked.yardsticks)
    elif part == "sqlite":
        writing.on_sqlite(folder, turns, yardsticks=asked.yardsticks)
    elif asked.yardsticks:
        return
    elif part == "memory":
        memory.with_a_large_attachment(server, folder)
    elif part == "reading":
        sizes = [SIZES[0], 30_000 if asked.quick else asked.statements, *([LARGE] if asked.large else [])]
        reading.at_sizes(server, folder, sizes, turns.rounds)
    else:
        profiling.of_requests(server, folder)


if __name__ == "__main__":
    main()
