"""What was measured at two sizes, drawn out in a straight line to one that nobody measures: on paper. Pure.

A rebuilding grows with statements, a view and an export with learners; what stays the same at any size (starting,
making sheets) is what the line has left at nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

PAPER_LEARNERS: Final = 600_000
PAPER_STATEMENTS: Final = 100_000_000
BY_STATEMENTS: Final = "statements"
BY_LEARNERS: Final = "learners"


@dataclass(frozen=True)
class Measured:
    """What one size took: seconds by what was done, and by what it grows."""

    learners: int
    statements: int
    seconds: Mapping[str, tuple[str, float]]


def on_paper(small: Measured, large: Measured) -> Iterator[tuple[str, str, float, float, float]]:
    """Yield what was done, by what it grows, and the seconds at both sizes and on paper."""
    for name, (by, before) in small.seconds.items():
        after = large.seconds[name][1]
        sizes = (one.statements if by == BY_STATEMENTS else one.learners for one in (small, large))
        paper = PAPER_STATEMENTS if by == BY_STATEMENTS else PAPER_LEARNERS
        yield name, by, before, after, _line(sizes, (before, after), paper)


def _line(sizes: Iterable[float], seconds: tuple[float, float], at: float) -> float:
    """Return where the straight line through two points is at a third; one that falls is taken as level."""
    first, second = sizes
    slope = max(0.0, (seconds[1] - seconds[0]) / (second - first))
    return seconds[1] + slope * (at - second)
