"""What a live view shows: every count of people changed by its key, nothing under k, the same people alike."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracking.indicators.disclosure import (
    HIDDEN,
    Disclosed,
    Exact,
    Perturbed,
    Rule,
    Shown,
    Shows,
    disclose,
    hidden_in_sum,
)
from tracking.indicators.disclosure.noise import Strength
from tracking.indicators.tally import Cell, Count, Figure, Lack

K = 11
KEYS = st.integers(0, 2**32 - 1)


def shown(id_: str, *cells: Cell, rule: Rule | None = None) -> Disclosed:
    rows = {"region": tuple((f"R{at}", cell) for at, cell in enumerate(cells[1:]))}
    return disclose([Figure(id_, cells[0], rows)], rule or Perturbed(K))[0]


def people(count: int, key: int) -> Cell:
    return Cell(count, Count(count, key))


@settings(deadline=None)
@given(count=st.integers(0, 3000), key=KEYS)
def test_a_count_of_people_is_shown_within_its_bound_and_never_under_k(count: int, key: int) -> None:
    found = shown("registered", people(count, key)).total
    if found.hidden:
        assert count <= Strength(K).most
    else:
        assert found.value is not None
        assert found.value >= K
        assert abs(found.value - count) <= Strength(K).most


@settings(deadline=None)
@given(count=st.integers(0, 200), key=KEYS)
def test_the_same_people_are_the_same_figure_as_a_total_and_as_a_row(count: int, key: int) -> None:
    found = shown("trained", people(500, 7), people(count, key))
    assert found.by_region[0][1] == shown("trained", people(count, key)).total


def test_large_counts_are_changed_as_well() -> None:
    chance = random.Random(3)
    found = {shown("registered", people(10_000, chance.getrandbits(32))).total.value for _ in range(200)}
    assert len(found) > 10


def test_nobody_at_all_is_told_like_a_few() -> None:
    assert shown("registered", people(0, 0)).total == HIDDEN


@pytest.mark.parametrize("id_", ["registered", "attended", "first-answer", "hours-online"])
def test_nothing_is_told_of_nobody(id_: str) -> None:
    assert shown(id_, Cell(None)).total == shown(id_, Cell(0)).total == HIDDEN


def test_meetings_count_no_people_and_stay_open() -> None:
    found = shown("meetings-held", Cell(3), Cell(1), Cell(0))
    assert (found.shows, found.total.value) == (Shows.OPEN, 3)
    assert [one.value for _, one in found.by_region] == [1, 0]


def test_declared_figures_stay_as_they_were_declared() -> None:
    assert shown("informed", Cell(4)).total == Shown(4)


def test_every_figure_says_which_rule_it_passed() -> None:
    cell = people(400, 1)
    assert shown("registered", cell).shows is Shows.PERTURBED
    assert shown("registered", cell, rule=Exact(K)).shows is Shows.EXACT


def test_a_figure_without_a_source_says_so_and_is_not_called_hidden() -> None:
    figure = Figure("certified", Cell(None), lacks=Lack.SOURCE)
    found = disclose([figure], Perturbed(K))[0]
    assert (found.lacks, found.total) == (Lack.SOURCE, Shown(None))


@pytest.mark.parametrize("rule", [Perturbed, Exact])
def test_a_rule_under_five_is_refused(rule: type[Rule]) -> None:
    with pytest.raises(ValueError, match="under 5"):
        rule(4)


# Amounts over people


@settings(deadline=None)
@given(key=KEYS)
def test_hours_of_a_few_people_are_hidden_by_the_people_and_not_by_their_size(key: int) -> None:
    found = shown("hours-online", Cell(400, Count(3, key))).total
    assert found.hidden == shown("registered", people(3, key)).total.hidden


@settings(deadline=None)
@given(count=st.integers(30, 2000), key=KEYS)
def test_an_amount_moves_by_the_average_of_two_bounds_of_people_at_most(count: int, key: int) -> None:
    found = shown("hours-online", Cell(count * 4.5, Count(count, key))).total
    assert found.value is not None
    assert found.value == round(found.value)
    assert abs(found.value - count * 4.5) <= 2 * Strength(K).most * 4.5 + 1


def test_an_amount_divided_by_its_people_does_not_give_their_average() -> None:
    chance = random.Random(5)
    counts = [Count(200, chance.getrandbits(32)) for _ in range(50)]
    averages = [
        (shown("hours-online", Cell(900, one)).total.value or 0)
        / (shown("registered", Cell(200, one)).total.value or 1)
        for one in counts
    ]
    assert sum(abs(one - 4.5) > 0.01 for one in averages) > 30


def test_the_same_amount_of_the_same_people_is_the_same_however_it_was_added() -> None:
    one, other = 0.1 + 0.2 + 900, 900 + 0.2 + 0.1
    cells = [Cell(value, Count(200, 77)) for value in (one, other)]
    assert shown("hours-online", cells[0]).total == shown("hours-online", cells[1]).total


def test_an_amount_of_nothing_would_tell_that_everybody_has_none_and_is_hidden() -> None:
    assert shown("hours-online", Cell(0, Count(60, 9))).total == HIDDEN


def test_a_median_is_told_in_two_figures() -> None:
    value = shown("first-answer", Cell(23.4567, Count(400, 12))).total.value
    assert value is not None
    assert value == float(f"{value:.2g}")
    assert abs(value - 23.4567) < 2


def test_a_median_of_a_few_is_hidden() -> None:
    few = [shown("first-answer", Cell(20.0, Count(4, key))).total.hidden for key in range(200)]
    assert sum(few) == sum(shown("registered", people(4, key)).total.hidden for key in range(200)) > 100


# Rates


def rate(yes: int, no: int, key: int = 5) -> Cell:
    part, rest = Cell(yes, Count(yes, key)), Count(no, key + 1)
    whole = Cell(yes + no, Count(yes + no, 2 * key + 1))
    return Cell(
        yes / (yes + no) if yes + no else None,
        min(part.rests, rest, key=lambda one: one.people),
        (part, whole),
    )


@pytest.mark.parametrize(("yes", "no"), [(200, 0), (0, 200), (0, 0)])
def test_a_share_of_all_or_none_or_of_nothing_is_masked(yes: int, no: int) -> None:
    assert shown("attendance-rate", rate(yes, no)).total == HIDDEN


@settings(deadline=None)
@given(yes=st.integers(1, 400), no=st.integers(1, 400), key=st.integers(1, 2**30))
def test_a_share_is_of_its_parts_as_they_are_shown_and_neither_0_nor_100_percent(
    yes: int, no: int, key: int
) -> None:
    cell = rate(yes, no, key)
    found = shown("attendance-rate", cell).total
    if found.hidden:
        return
    assert cell.over is not None
    assert found.over is not None
    assert found.over[0] == shown("attended", cell.over[0]).total.value
    assert found.value == found.over[0] / found.over[1]
    assert K <= found.over[0] <= found.over[1] - K


def test_a_share_of_two_large_groups_is_near_the_truth() -> None:
    found = shown("attendance-rate", rate(1500, 500)).total
    assert found.value == pytest.approx(0.75, abs=0.03)


def test_a_mean_opinion_is_neither_0_nor_100_percent() -> None:
    assert shown("satisfaction-answers", Cell(1.0, Count(50, 3))).total == HIDDEN
    assert shown("satisfaction-answers", Cell(0.0, Count(50, 3))).total == HIDDEN


def test_one_opinion_cannot_be_found_by_subtracting_two_means() -> None:
    chance = random.Random(8)
    found = set()
    for _ in range(60):
        wide, narrow = (Count(size, chance.getrandbits(32)) for size in (40, 39))
        one = shown("satisfaction-answers", Cell(0.9, wide)).total.value
        other = shown("satisfaction-answers", Cell(36 / 39, narrow)).total.value  # without an opinion of 0
        if one is not None and other is not None:
            found.add(round(40 * one - 39 * other))
    assert {-1, 0, 1, 2} <= found


# One column beside its total, as reports of the desk show it

COLUMNS = st.lists(st.integers(0, 60), min_size=1, max_size=14)


@settings(deadline=None)
@given(counts=COLUMNS, k=st.integers(5, 30))
def test_no_count_under_k_is_ever_shown_in_a_column(counts: list[int], k: int) -> None:
    hidden = hidden_in_sum(counts, k)
    assert all(is_hidden for count, is_hidden in zip(counts, hidden, strict=True) if count < k)


@settings(deadline=None)
@given(counts=COLUMNS, k=st.integers(5, 30))
def test_subtracting_a_column_from_its_total_gives_no_count_and_no_group_under_k(
    counts: list[int], k: int
) -> None:
    hidden = [count for count, is_hidden in zip(counts, hidden_in_sum(counts, k), strict=True) if is_hidden]
    if sum(counts) >= k:
        assert not hidden or (len(hidden) >= 2 and sum(hidden) >= k)
