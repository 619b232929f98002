"""Marks on a map: none touch, none is lost."""

from __future__ import annotations

from itertools import combinations
from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from helpdesk.places.grouping import APART, grouped

UNITS = st.floats(min_value=-200, max_value=1200, allow_nan=False)


@given(st.lists(st.tuples(UNITS, UNITS), max_size=60))
def test_no_two_marks_touch_and_every_point_is_in_one(points: list[tuple[float, float]]) -> None:
    groups = grouped((x, y, number) for number, (x, y) in enumerate(points))
    members = sorted(number for one in groups for number in one.members)
    assert members == list(range(len(points)))
    for one, other in combinations(groups, 2):
        assert hypot(one.x - other.x, one.y - other.y) >= APART - 1e-6


def test_what_is_near_is_one_mark_in_order() -> None:
    near = grouped([(0, 0, "a"), (10, 10, "b"), (500, 0, "c"), (20, 0, "d")])
    assert [one.members for one in near] == [["a", "b", "d"], ["c"]]
