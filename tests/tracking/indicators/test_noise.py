"""The table of chances: unbiased, bounded, of the stated variance, and never onto 1 to k - 1, for any k."""

from __future__ import annotations

from collections import Counter
from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracking.indicators.attack.programme import programme
from tracking.indicators.disclosure import perturbing
from tracking.indicators.disclosure.noise import Strength, noise_of
from tracking.indicators.tally import Count

ANY_K = st.integers(5, 40)
ANY_COUNT = st.integers(0, 120)


def test_for_eleven_the_largest_change_is_twelve_and_the_variance_nine() -> None:
    assert (Strength(11).most, Strength(11).variance) == (12, 9.0)


@settings(deadline=None)
@given(people=ANY_COUNT, k=ANY_K)
def test_a_count_is_right_on_average(people: int, k: int) -> None:
    assert noise_of(people, k).mean == pytest.approx(0, abs=1e-9)


@settings(deadline=None)
@given(people=ANY_COUNT, k=ANY_K)
def test_no_count_becomes_one_to_k_minus_one_or_moves_by_more_than_the_bound(people: int, k: int) -> None:
    become = [people + change for change in noise_of(people, k).changes]
    assert all(one == 0 or one >= k for one in become)
    assert all(abs(one - people) <= k + 1 for one in become)


@settings(deadline=None)
@given(more=st.integers(0, 1000), k=ANY_K)
def test_counts_far_enough_from_k_have_the_stated_variance(more: int, k: int) -> None:
    strength = Strength(k)
    assert noise_of(k + strength.most + more, k).variance == pytest.approx(strength.variance)


@settings(deadline=None)
@given(people=st.integers(1, 39), k=ANY_K)
def test_every_count_under_k_may_be_hidden_and_may_be_shown_as_more_than_one_figure(
    people: int, k: int
) -> None:
    if people < k:
        assert len(noise_of(people, k).changes) >= 3


@pytest.mark.parametrize("k", [5, 11, 20, 40])
def test_whatever_is_shown_may_be_many_counts_under_k_among_them_while_it_is_small(k: int) -> None:
    behind = [n for n in range(1, 4 * k) if k - n in noise_of(n, k).changes]
    assert set(range(1, k)) <= set(behind)


def test_nobody_stays_nobody() -> None:
    assert noise_of(0, 11).changes == (0,)


def test_of_all_distributions_with_its_mean_and_variance_the_base_has_the_greatest_entropy() -> None:
    noise = noise_of(100, 11)
    # A maximum of entropy under these two conditions is an exponential of a parabola: third differences vanish.
    logs = [log(chance) for chance in noise.chances]
    thirds = [d - 3 * c + 3 * b - a for a, b, c, d in zip(logs, logs[1:], logs[2:], logs[3:], strict=False)]
    assert thirds == pytest.approx([0] * len(thirds), abs=1e-9)


def test_keys_draw_each_change_as_often_as_the_table_says() -> None:
    drawn = Counter(perturbing.people(Count(100, int(key)), 11) - 100 for key in programme().keys)
    noise = noise_of(100, 11)
    for change, chance in zip(noise.changes, noise.chances, strict=True):
        assert drawn[change] / programme().size == pytest.approx(chance, abs=0.03)
