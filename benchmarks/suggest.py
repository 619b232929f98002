"""How fast meetings are suggested, beside the plain search for everybody's nearest place; only ratios mean much.

`python -m benchmarks.suggest` suggests meetings to 1,000, 10,000 and 100,000 learners, with places and facilitators in
step (3 and 2 for a hundred learners): once in a part of the country as large as they fill it, so that only the number
grows, and once in the whole country, where few are near each other while they are few. It prints Markdown tables with
the aims of docs/gathering.md. `--quick` leaves the largest out. The parts live in benchmarks/gathering.
"""

from __future__ import annotations

import argparse
from itertools import pairwise
from typing import Final

from benchmarks.gathering.measuring import Sides, side_by_side
from benchmarks.record.tables import Aim, aims, heading, table

SIZES: Final = (1_000, 10_000, 100_000)
"""Learners."""
ALL: Final = SIZES[-1]
"""So many fill the whole country."""


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="up to 10,000 learners, one turn each")
    parser.add_argument("--turns", type=int, default=5, help="how often each side takes its turn")
    asked = parser.parse_args()
    sizes, turns = (SIZES[:-1], 1) if asked.quick else (SIZES, asked.turns)
    growth(sizes, turns)
    thin(sizes[:-1], turns)


def growth(sizes: tuple[int, ...], turns: int) -> None:
    """Print seconds and memory while people are equally near each other at each size, and the aims."""
    heading("The same density: a part of the country that so many learners fill")
    found = [side_by_side(size, size / ALL, turns) for size in sizes]
    _table(found)
    grown = [after.whole / before.whole for before, after in pairwise(found)]
    largest = found[-1]
    aims(
        [
            Aim("seconds for ten times as many learners", max(grown), 12, unit="x", least=False),
            Aim("memory at the largest", largest.whole_mb, 500, unit="MB", least=False),
            Aim("whole / nearest-place search, at the largest", largest.ratio, 40, 20, unit="x", least=False),
        ]
    )


def thin(sizes: tuple[int, ...], turns: int) -> None:
    """Print the same for few learners in the whole country."""
    heading("The whole country, thinly: few learners are near each other")
    _table([side_by_side(size, 1, turns) for size in sizes])


def _table(found: list[Sides]) -> None:
    columns = ["learners, places, facilitators", "suggestions", "gathered", "led", "as columns s", "whole s"]
    table(
        [*columns, "nearest place s", "ratio", "whole MB", "nearest MB"], [_cells(sides) for sides in found]
    )


def _cells(sides: Sides) -> tuple[str, ...]:
    who = f"{sides.learners:,}, {sides.places:,}, {sides.facilitators:,}"
    what = tuple(f"{count:,}" for count in (sides.suggestions, sides.gathered, sides.led))
    seconds = (f"{sides.columns:.3f}", f"{sides.whole:.3f}", f"{sides.nearest:.4f}", f"{sides.ratio:.1f}")
    return (who, *what, *seconds, f"{sides.whole_mb:.0f}", f"{sides.nearest_mb:.0f}")


if __name__ == "__main__":
    main()
