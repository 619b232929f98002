"""Natural breaks: values put into few classes that differ most from each other and least inside. Pure.

Fisher, "On grouping for maximum homogeneity", Journal of the American Statistical Association 53, 1958. Only values
that are shown come in, so that classes tell no more than the table does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

MOST: Final = 5
"""Classes: more than five shades of one colour are not told apart, least of all on paper."""


@dataclass(frozen=True, slots=True)
class Span:
    """One class: the least and the largest value in it."""

    least: float
    largest: float

    def __contains__(self, value: float) -> bool:
        return self.least <= value <= self.largest


def spans(values: Iterable[float], most: int = MOST) -> list[Span]:
    """Return at most `most` classes, the lowest first; none without a value, one for each where few differ."""
    ordered = sorted(values)
    many = min(most, len(set(ordered)))
    if not many:
        return []
    ends = [*_starts(ordered, many), len(ordered)]
    return [Span(ordered[first], ordered[end - 1]) for first, end in pairwise(ends)]


def _starts(ordered: Sequence[float], many: int) -> list[int]:
    """Return where each class begins, by dynamic programming over where the last one does."""
    best = [(_spread(ordered[:end]), [0]) for end in range(1, len(ordered) + 1)]
    for _further in range(many - 1):
        best = [
            min(
                ((best[start - 1][0] + _spread(ordered[start:end]), [*best[start - 1][1], start])
                 for start in range(1, end) if ordered[start - 1] < ordered[start]),
                default=best[end - 1],
            )
            for end in range(1, len(ordered) + 1)
        ]  # fmt: skip
    return best[-1][1]


def _spread(values: Sequence[float]) -> float:
    """Return the sum of the squared distances from the mean."""
    mean = sum(values) / len(values)
    return sum((value - mean) ** 2 for value in values)
