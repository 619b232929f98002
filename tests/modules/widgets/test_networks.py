"""A sorting network sorts everything or is told not to, and its drawing never lets two meetings cross."""

from __future__ import annotations

from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.widgets.networks import after, counterexample, sheet

SIX = (
    ((0, 1), (2, 3), (4, 5)),
    ((0, 2), (1, 4), (3, 5)),
    ((0, 1), (2, 3), (4, 5)),
    ((1, 2), (3, 4)),
    ((2, 3),),
)

Layers = tuple[tuple[tuple[int, int], ...], ...]


def test_the_network_of_twelve_meetings_sorts_every_order_of_six() -> None:
    assert counterexample(SIX, 6) is None
    assert all(after(SIX, order) == (1, 2, 3, 4, 5, 6) for order in permutations(range(1, 7)))


@pytest.mark.parametrize("left_out", range(5))
def test_without_one_of_its_steps_it_does_not(left_out: int) -> None:
    layers = SIX[:left_out] + SIX[left_out + 1 :]
    found = counterexample(layers, 6)
    assert found is not None
    assert list(after(layers, found)) != sorted(found)


pairs = st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(lambda pair: pair[0] < pair[1])


@given(st.lists(pairs.map(lambda pair: (pair,)), max_size=12).map(tuple))
def test_noughts_and_ones_tell_as_much_as_all_orders(layers: Layers) -> None:
    sorts = all(after(layers, order) == (0, 1, 2, 3, 4) for order in permutations(range(5)))
    assert (counterexample(layers, 5) is None) == sorts


@given(st.lists(st.lists(pairs, min_size=1, max_size=2).map(tuple), min_size=1, max_size=6).map(tuple))
def test_meetings_at_one_height_do_not_touch(layers: Layers) -> None:
    drawn = sheet(layers, 5)
    for one in drawn.meetings:
        for other in drawn.meetings:
            assert one is other or one.y != other.y or one.x2 < other.x1 or other.x2 < one.x1


@given(st.lists(st.lists(pairs, min_size=1, max_size=3).map(tuple), min_size=1, max_size=6).map(tuple))
def test_a_drawing_keeps_the_order_of_steps_and_stays_on_its_sheet(layers: Layers) -> None:
    drawn = sheet(layers, 5)
    heights = [[m.y for m in drawn.meetings if m.step == step] for step in range(len(layers))]
    assert all(max(one) < min(other) for one, other in pairwise(heights))
    assert all(44 < m.y < drawn.height - 44 for m in drawn.meetings)
