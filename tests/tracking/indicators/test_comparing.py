"""A figure beside the year before: a direction is told only where the noise leaves no doubt of it."""

from __future__ import annotations

import pytest

from tracking.indicators.comparing import Trend, compared
from tracking.indicators.disclosure import HIDDEN, Shown
from tracking.indicators.kinds import Disclosure

K = 11
BOUND = 2 * (K + 1)
PEOPLE = Disclosure.PEOPLE


def trend(now: Shown, before: Shown | None, kind: Disclosure = PEOPLE) -> Trend:
    return compared(now, before, kind, K).trend


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (100 + BOUND + 1, 100, Trend.MORE),
        (100 + BOUND, 100, Trend.SAME),
        (100, 100, Trend.SAME),
        (100, 100 + BOUND, Trend.SAME),
        (100, 100 + BOUND + 1, Trend.FEWER),
    ],
)
def test_people_are_more_or_fewer_only_beyond_what_both_may_be_changed_by(
    now: int, before: int, expected: Trend
) -> None:
    assert trend(Shown(now), Shown(before)) is expected


@pytest.mark.parametrize(("now", "before"), [(HIDDEN, Shown(400)), (Shown(400), HIDDEN), (HIDDEN, HIDDEN)])
def test_what_is_hidden_on_one_side_has_no_direction(now: Shown, before: Shown) -> None:
    assert trend(now, before) is Trend.HIDDEN


def test_where_nothing_lies_before_nothing_is_compared() -> None:
    assert trend(Shown(400), None) is Trend.NONE
    assert trend(Shown(400), Shown(None)) is Trend.NONE
    assert trend(HIDDEN, None) is Trend.NONE


def share(part: float, whole: float) -> Shown:
    return Shown(part / whole, over=(part, whole))


def test_a_share_of_few_needs_a_larger_difference_than_a_share_of_many() -> None:
    assert trend(share(70, 100), share(90, 100), Disclosure.RATE) is Trend.SAME
    assert trend(share(7_000, 10_000), share(9_000, 10_000), Disclosure.RATE) is Trend.FEWER


def test_a_share_of_a_whole_that_may_be_nobody_has_no_direction() -> None:
    assert trend(share(11, 12), share(5_000, 10_000), Disclosure.RATE) is Trend.SAME


def test_open_and_declared_figures_are_compared_as_they_are() -> None:
    for kind in (Disclosure.OPEN, Disclosure.DECLARED):
        assert trend(Shown(12), Shown(11), kind) is Trend.MORE
        assert trend(Shown(11), Shown(11), kind) is Trend.SAME


def test_amounts_and_averages_stand_beside_each_other_without_a_direction() -> None:
    for kind in (Disclosure.SUM, Disclosure.AVERAGE):
        assert trend(Shown(900), Shown(100), kind) is Trend.BESIDE
