"""Nothing that rests on fewer than k people is shown, nor can it be found from what is shown in the same table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.indicators.disclosure import Disclosed, Shown, disclose, hidden_in_sum
from tracking.indicators.tally import Cell, Figure

K = 11


def people(*counts: int) -> list[Cell]:
    return [Cell(count, count) for count in counts]


def figure(id_: str, *counts: int) -> Figure:
    rows = people(*counts)
    total = Cell(sum(counts), sum(counts))
    return Figure(
        id_,
        total,
        tuple((f"R{at}", cell) for at, cell in enumerate(rows)),
        tuple((f"2026-{at + 1:02}", cell) for at, cell in enumerate(rows)),
    )


def rate(yes: int, no: int) -> Figure:
    value = yes / (yes + no) if yes + no else None
    cell = Cell(value, min(yes, no), (yes, yes + no))
    return Figure("attendance-rate", cell, (("R0", cell),), (("2026-01", cell),))


def shown(*figures: Figure) -> dict[str, Disclosed]:
    return {one.id: one for one in disclose(figures, K)}


def region_values(one: Disclosed) -> list[float | None]:
    return [cell.value for _, cell in one.by_region]


def test_counts_of_at_least_k_people_are_shown_as_they_are() -> None:
    assert region_values(shown(figure("registered", 11, 40, 300))["registered"]) == [11, 40, 300]


def test_one_small_cell_takes_the_next_smallest_with_it() -> None:
    assert region_values(shown(figure("registered", 4, 300, 40))["registered"]) == [None, 300, None]


def test_two_small_cells_that_together_reach_k_need_no_third() -> None:
    assert region_values(shown(figure("registered", 5, 6, 40))["registered"]) == [None, None, 40]


def test_two_small_cells_that_together_stay_under_k_take_a_third_with_them() -> None:
    assert region_values(shown(figure("registered", 2, 3, 40, 50))["registered"]) == [None, None, None, 50]


def test_an_empty_cell_beside_others_is_hidden_like_a_small_one() -> None:
    assert region_values(shown(figure("registered", 0, 30, 40))["registered"]) == [None, None, 40]


def test_a_small_total_is_hidden_with_all_its_rows() -> None:
    found = shown(figure("registered", 3, 7))["registered"]
    assert found.total.hidden and all(cell.hidden for _, cell in found.by_region + found.by_month)


def test_a_total_of_zero_is_shown_since_there_is_nobody_to_recognise() -> None:
    found = shown(figure("registered", 0, 0))["registered"]
    assert found.total == Shown(0) and region_values(found) == [0, 0]


def test_meetings_count_no_people_and_stay_open() -> None:
    assert region_values(shown(figure("meetings-held", 1, 2))["meetings-held"]) == [1, 2]


def test_hours_are_hidden_by_the_people_behind_them_and_not_by_their_size() -> None:
    few, many = Cell(400, 3), Cell(20, 30)
    hours = Figure("hours-online", Cell(420, 33), (("R0", few), ("R1", many), ("R2", Cell(50, 90))), ())
    assert region_values(disclose([hours], K)[0]) == [None, None, 50]


@pytest.mark.parametrize(("yes", "no"), [(200, 0), (0, 200), (200, 4), (4, 200)])
def test_a_share_of_all_none_or_almost_is_masked(yes: int, no: int) -> None:
    found = shown(figure("attended", yes), figure("absent", no), rate(yes, no))
    assert found["attendance-rate"].total.hidden


def test_a_share_of_two_large_groups_is_shown_with_what_it_divides() -> None:
    found = shown(figure("attended", 150), figure("absent", 50), rate(150, 50))
    assert found["attendance-rate"].total == Shown(0.75, over=(150, 200))


def test_a_share_is_hidden_where_one_of_its_parts_is() -> None:
    halves = tuple((f"R{at}", Cell(0.5, 40, (40, 80))) for at in range(3))
    together = Figure("attendance-rate", Cell(0.5, 100, (100, 200)), halves, ())
    attended = Figure("attended", Cell(84, 84), figure("attended", 4, 40, 40).by_region, ())
    absent = Figure("absent", Cell(120, 120), figure("absent", 40, 40, 40).by_region, ())
    found = shown(attended, absent, together)["attendance-rate"]
    assert [cell.hidden for _, cell in found.by_region] == [True, True, False]


def test_a_share_of_nothing_is_no_secret() -> None:
    assert shown(figure("attended", 0), figure("absent", 0), rate(0, 0))["attendance-rate"].total == Shown(
        None, over=(0, 0)
    )


def test_a_rule_under_five_is_refused() -> None:
    with pytest.raises(ValueError, match="under 5"):
        disclose([figure("registered", 40)], 4)


COLUMNS = st.lists(st.integers(0, 60), min_size=1, max_size=14)


@given(counts=COLUMNS, k=st.integers(5, 30))
def test_no_cell_under_k_is_ever_shown(counts: list[int], k: int) -> None:
    hidden = hidden_in_sum(people(*counts), k)
    assert all(is_hidden for count, is_hidden in zip(counts, hidden, strict=True) if count < k)


@given(counts=COLUMNS, k=st.integers(5, 30))
def test_subtracting_what_is_shown_from_a_shown_total_gives_no_cell_and_no_group_under_k(
    counts: list[int], k: int
) -> None:
    one = disclose([figure("registered", *counts)], k)[0]
    if one.total.hidden or one.total.value == 0:
        return
    hidden = [count for count, (_, cell) in zip(counts, one.by_region, strict=True) if cell.hidden]
    rest = one.total.value - sum(cell.value for _, cell in one.by_region if cell.value is not None)  # type: ignore[operator]
    assert rest == sum(hidden)
    assert not hidden or (len(hidden) >= 2 and rest >= k)
