"""Natural breaks: classes that hold every value, few and far apart."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from tracking.indicators.map.classes import Span, spans


def test_without_a_value_there_is_no_class() -> None:
    assert spans([]) == []


def test_few_values_are_a_class_each() -> None:
    assert spans([12, 40, 12, 25]) == [Span(12, 12), Span(25, 25), Span(40, 40)]


def test_values_that_lie_together_share_a_class() -> None:
    assert spans([11, 12, 13, 40, 41, 90, 200, 210, 900]) == [
        Span(11, 13),
        Span(40, 41),
        Span(90, 90),
        Span(200, 210),
        Span(900, 900),
    ]


@pytest.mark.parametrize("many", [1, 2, 3])
def test_no_other_classes_are_closer_inside(many: int) -> None:
    values = [11.0, 14, 15, 15, 22, 23, 31, 60, 61, 70]

    def spread(parts: list[list[float]]) -> float:
        return sum(sum((one - sum(part) / len(part)) ** 2 for one in part) for part in parts)

    def cut(at: tuple[int, ...]) -> list[list[float]]:
        ends = [0, *at, len(values)]
        return [values[first:last] for first, last in pairwise(ends)]

    ours = [[one for one in values if one in span] for span in spans(values, many)]
    every = [spread(cut(at)) for at in combinations(range(1, len(values)), many - 1)]
    assert spread(ours) == pytest.approx(min(every)) and sum(map(len, ours)) == len(values)


def test_equal_values_are_never_in_two_classes() -> None:
    found = spans([5.0] * 20 + [6.0] * 3 + [1, 2, 3, 4, 7, 8])
    assert all(sum(value in span for span in found) == 1 for value in (1, 2, 3, 4, 5, 6, 7, 8))
