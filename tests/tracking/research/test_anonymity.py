"""Rows that are made k-anonymous: by hand where the answer is known, and at random where only the promise is."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracking.research.anonymity import ANY, Limits, Row, at, diversity, loss, safe

HEIGHTS = (2, 1)
"""A place in three ways to write it, and a gender in two."""


def row(department: str, gender: str) -> Row:
    region = "BRE" if department in ("29", "35") else "OCC"
    return (department, region, ANY), (gender, ANY)


def people(*many: tuple[str, str, int]) -> dict[int, Row]:
    """Return so many people of each department and gender."""
    written = [row(department, gender) for department, gender, number in many for _ in range(number)]
    return dict(enumerate(written))


def test_large_groups_are_shown_as_they_are() -> None:
    shown = safe(people(("29", "f", 5), ("35", "m", 6)), HEIGHTS, Limits(5, 0))
    assert shown is not None and shown.node == (0, 0) and shown.left_out == frozenset()
    assert shown.sizes == (5, 6) and (shown.smallest, shown.median) == (5, 5)


def test_two_small_departments_of_a_region_are_written_as_the_region() -> None:
    shown = safe(people(("29", "f", 3), ("35", "f", 3), ("31", "f", 5)), HEIGHTS, Limits(5, 0))
    assert shown is not None and shown.node == (1, 0)
    assert Counter(shown.rows.values()) == {("BRE", "f"): 6, ("OCC", "f"): 5}


def test_half_of_a_long_way_loses_less_than_the_whole_of_a_short_one() -> None:
    # Either the place goes up one of two steps, or the gender goes: the first keeps more.
    rows = people(("29", "f", 3), ("29", "m", 2), ("35", "f", 2), ("35", "m", 3))
    shown = safe(rows, HEIGHTS, Limits(5, 0))
    assert shown is not None and shown.node == (1, 0)
    assert loss((1, 0), HEIGHTS) < loss((0, 1), HEIGHTS)


def test_few_odd_people_are_left_out_rather_than_everybody_coarsened() -> None:
    rows = people(("29", "f", 60), ("35", "m", 38), ("31", "f", 2))
    strict, lenient = safe(rows, HEIGHTS, Limits(5, 0)), safe(rows, HEIGHTS, Limits(5, 2))
    assert strict is not None and strict.node != (0, 0) and not strict.left_out
    assert lenient is not None and lenient.node == (0, 0) and lenient.left_out == {98, 99}


def test_the_share_left_out_is_a_bound_not_a_rounding() -> None:
    rows = people(("29", "f", 60), ("35", "m", 37), ("31", "f", 3))
    shown = safe(rows, HEIGHTS, Limits(5, 2))
    assert shown is not None and shown.node != (0, 0) and len(shown.left_out) <= 2


def test_fewer_people_than_a_group_are_not_shown_at_all() -> None:
    assert safe(people(("29", "f", 4)), HEIGHTS, Limits(5, 20)) is None
    assert safe({}, HEIGHTS, Limits(5, 20)) is None


def test_exactly_a_group_of_people_may_be_shown() -> None:
    shown = safe(people(("29", "f", 3), ("31", "m", 2)), HEIGHTS, Limits(5, 0))
    assert shown is not None and set(shown.rows.values()) == {(ANY, ANY)}


def test_a_later_export_is_never_finer_than_the_one_before() -> None:
    shown = safe(people(("29", "f", 9)), HEIGHTS, Limits(5, 0, (1, 1)))
    assert shown is not None and shown.node == (1, 1)


def test_without_columns_everybody_is_one_group() -> None:
    shown = safe(dict.fromkeys(range(5), ()), (), Limits(5, 0))
    assert shown is not None and shown.sizes == (5,)


def test_a_group_of_one_milestone_is_reported() -> None:
    shown = safe(people(("29", "f", 5), ("35", "m", 5)), HEIGHTS, Limits(5, 0))
    assert shown is not None
    reached = dict.fromkeys(range(5), "trained") | {5: "met"}
    assert diversity(shown, reached) == (1, 1)
    assert diversity(shown, {one: one for one in range(10)}) == (5, 0)


VALUES = [row(department, gender) for department, gender in product(("29", "35", "31", "09"), "fmx")]
TABLES = st.lists(st.sampled_from(VALUES), max_size=60).map(lambda rows: dict(enumerate(rows)))
NODES = list(product(range(3), range(2)))


def small(rows: dict[int, Row], node: tuple[int, ...], k: int) -> int:
    """Count the people in groups under k, the plain way."""
    groups = Counter(at(one, node) for one in rows.values())
    return sum(many for many in groups.values() if many < k)


@settings(max_examples=300, deadline=None)
@given(TABLES, st.integers(2, 8), st.integers(0, 20), st.sampled_from(NODES))
def test_what_is_shown_is_always_k_anonymous_and_the_finest_that_may_be(
    rows: dict[int, Row], k: int, share: int, least: tuple[int, ...]
) -> None:
    limits = Limits(k, share, least)
    shown = safe(rows, HEIGHTS, limits)
    allowed = [one for one in NODES if all(a >= b for a, b in zip(one, least, strict=True))]
    fits = [one for one in allowed if small(rows, one, k) * 100 <= share * len(rows)]
    if shown is None:
        assert len(rows) < k or fits == []
        return
    groups = Counter(shown.rows.values())
    assert min(groups.values()) >= k and tuple(sorted(groups.values())) == shown.sizes
    assert len(shown.left_out) * 100 <= share * len(rows)
    assert shown.rows.keys() | shown.left_out == rows.keys()
    assert shown.node == min(fits, key=lambda one: (loss(one, HEIGHTS), one))
    assert safe(dict(reversed(rows.items())), HEIGHTS, limits) == shown


@pytest.mark.parametrize("share", [0, 5])
def test_a_coarser_node_than_one_that_fits_fits_too(share: int) -> None:
    rows = people(("29", "f", 4), ("35", "m", 7), ("31", "f", 1), ("09", "f", 30))
    fits = {one for one in NODES if small(rows, one, 5) * 100 <= share * len(rows)}
    for one in fits:
        assert {other for other in NODES if all(a >= b for a, b in zip(other, one, strict=True))} <= fits
