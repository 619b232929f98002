"""How fast the waiting questions are paired, beside scipy's matching alone on the same pairs; only ratios mean much.

`python -m benchmarks.pairing` pairs 1,000, 3,000 and 10,000 questions with a fifth as many facilitators of 5 places
each, holds the cost against the dense optimum, and times one question among 2,000; it prints Markdown tables with the
aims of docs/pairing.md. `--quick` leaves the largest out. The parts live in benchmarks/matching.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Final

from benchmarks.matching.measuring import Sides, one_at_a_time, side_by_side
from benchmarks.matching.people import everybody
from benchmarks.matching.yardsticks import Outcome, costs_of, dense_optimum, floor, outcome, short_lists
from benchmarks.record.tables import Aim, aims, heading, table
from helpdesk.pairing import match_all

SIZES: Final = ((1_000, 200), (3_000, 600), (10_000, 2_000))
"""Questions and facilitators."""


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="up to 3,000 questions, one turn each")
    parser.add_argument("--turns", type=int, default=5, help="how often each side pairs the same people")
    asked = parser.parse_args()
    growth(SIZES[:-1] if asked.quick else SIZES, 1 if asked.quick else asked.turns)
    optimum(SIZES[1 if asked.quick else 2])
    single(50 if asked.quick else 300)


def growth(sizes: tuple[tuple[int, int], ...], turns: int) -> None:
    """Print seconds and memory at each size, and the ratio at the largest."""
    heading("Many questions at once, 5 places each: the whole pairing beside scipy's matching alone")
    found = [(size, side_by_side(*size, turns)) for size in sizes]
    columns = ["questions, facilitators", "pairs of seats", "paired", "whole s", "scipy alone s", "ratio"]
    table(
        [*columns, "whole MB", "scipy alone MB"],
        [(f"{size[0]:,}, {size[1]:,}", *_cells(sides)) for size, sides in found],
    )
    aims([Aim("whole pairing / scipy alone, at the largest", found[-1][1].ratio, 1.5, unit="x", least=False)])


def _cells(sides: Sides) -> tuple[str, ...]:
    seconds = (f"{sides.whole:.2f}", f"{sides.alone:.2f}", f"{sides.ratio:.2f}")
    return (
        f"{sides.pairs:,}",
        f"{sides.outcome.paired:,}",
        *seconds,
        f"{sides.whole_mb:.0f}",
        f"{sides.alone_mb:.0f}",
    )


def optimum(large: tuple[int, int]) -> None:
    """Print what short lists cost beside the dense optimum, and at a large size beside every pair that fits."""
    heading("What the short lists cost")
    small = everybody(*SIZES[0])
    best, ours = dense_optimum(small), outcome(match_all(small.needs, small.candidates))
    crowd = everybody(*large)
    lists = short_lists(crowd)
    every = floor(costs_of(crowd, replace(lists, short=lists.short | True)))
    most = outcome(match_all(crowd.needs, crowd.candidates))
    rows = [(SIZES[0], "dense optimum", best, ours), (large, "all pairs that fit", every, most)]
    table(
        ["questions, facilitators", "paired", "cost", "yardstick", "paired", "cost", "above"],
        map(_beside, rows),
    )
    above = ours.cost / best.cost - 1
    aims([Aim("cost above the dense optimum, in thousandths", 1000 * above, 1, 0.1, unit="‰", least=False)])


def _beside(row: tuple[tuple[int, int], str, Outcome, Outcome]) -> tuple[str, ...]:
    size, name, best, ours = row
    told = (f"{size[0]:,}, {size[1]:,}", f"{ours.paired:,}", f"{ours.cost:,}")
    return (*told, name, f"{best.paired:,}", f"{best.cost:,}", f"{ours.cost / best.cost - 1:.3%}")


def single(questions: int) -> None:
    """Print how long one question takes among 2,000 facilitators, the worst kind of question included."""
    heading("One question among 2,000 facilitators")
    people = everybody(questions, 2_000)
    nowhere = [replace(one, region=None, point=None) for one in people.needs]
    kinds = [("as they come", people.needs), ("without a region: everybody is weighed", nowhere)]
    found = [(name, one_at_a_time(people, some)) for name, some in kinds]
    table(["", "median ms", "95 % ms"], [(name, f"{p50:.1f}", f"{p95:.1f}") for name, (p50, p95) in found])
    aims([Aim(f"one question, {name}", p95, 20, unit="ms", least=False) for name, (_, p95) in found])


if __name__ == "__main__":
    main()
