"""What a published table shows: exact figures, and so few hidden cells that no attacker finds one under k."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog  # type: ignore[import-untyped]

from tests.tracking.indicators.attack.attacker import EXACT, Solver
from tests.tracking.indicators.attack.programme import DAYS, REGIONS, View, programme
from tests.tracking.indicators.attack.running import Found, Groups, rows_of
from tracking.indicators.disclosure import WHOLE, Disclosed, Exact, Shown, disclose, publish
from tracking.indicators.tally import Cell, Count, Figure

K = 11
CHANCE = random.Random(1)


def people(count: int) -> Cell:
    return Cell(count, Count(count, CHANCE.getrandbits(32) if count else 0))


def together(cells: Sequence[Cell]) -> Cell:
    rests = Count(sum(one.rests.people for one in cells), sum(one.rests.key for one in cells) % 2**32)
    return Cell(sum(one.value or 0 for one in cells), rests)


def of_cells(id_: str, cells: Sequence[Cell], **more: Sequence[Cell]) -> Figure:
    rows = {name: tuple((f"{name}{at}", cell) for at, cell in enumerate(some)) for name, some in more.items()}
    return Figure(
        id_, together(cells), {"region": tuple((f"R{at}", cell) for at, cell in enumerate(cells)), **rows}
    )


def figure(id_: str, *counts: int) -> Figure:
    return of_cells(id_, [people(count) for count in counts])


def exact(*figures: Figure) -> dict[str, Disclosed]:
    return {one.id: one for one in disclose(figures, Exact(K))}


def values(one: Disclosed) -> list[float | None]:
    return [shown.value for _, shown in one.by_region]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((11, 40, 300), [11, 40, 300]),
        ((4, 300, 40), [None, 300, None]),
        ((5, 6, 40), [None, None, 40]),
        ((2, 3, 40, 50), [None, None, None, 50]),
        ((0, 30, 40), [None, None, 40]),
        ((3, 7), [None, None]),
    ],
    ids=["none is small", "one takes another", "two are k", "two are fewer", "an empty one", "all are few"],
)
def test_a_column_hides_its_small_cells_and_no_more_than_it_must(
    counts: tuple[int, ...], shown: list[int]
) -> None:
    assert values(exact(figure("registered", *counts))["registered"]) == shown


def test_a_small_total_is_hidden_with_all_its_rows() -> None:
    found = exact(figure("registered", 3, 7))["registered"]
    assert found.total.hidden


def test_a_total_of_zero_is_shown_since_there_is_nobody_to_recognise() -> None:
    found = exact(figure("registered", 0, 0))["registered"]
    assert found.total == Shown(0)
    assert values(found) == [0, 0]


def test_meetings_count_no_people_and_stay_open() -> None:
    found = exact(Figure("meetings-held", Cell(3), {"region": (("R0", Cell(1)), ("R1", Cell(2)))}))
    assert values(found["meetings-held"]) == [1, 2]


def test_hours_are_hidden_by_the_people_behind_them_and_not_by_their_size() -> None:
    cells = [Cell(value, Count(count, count)) for value, count in ((400, 3), (20, 30), (50, 90))]
    assert values(exact(of_cells("hours-online", cells))["hours-online"]) == [None, None, 50]


def test_hours_of_people_who_stand_in_several_rows_need_a_row_that_is_surely_of_k() -> None:
    cells = [Cell(value, Count(count, 5)) for value, count in ((12, 6), (13, 6), (50, 40), (90, 60))]
    total = Cell(165, Count(70, 9))
    found = exact(Figure("attended", total, {"month": tuple((str(at), one) for at, one in enumerate(cells))}))
    assert [one.hidden for _, one in found["attended"].by_month] == [True, True, True, False]


def test_the_last_of_several_standings_is_hidden_with_the_total_that_repeats_it() -> None:
    standings = [people(count) for count in (40, 30, 8)]
    rows = {"month": tuple((str(at), cell) for at, cell in enumerate(standings))}
    found = exact(Figure("active-7-days", standings[-1], rows))["active-7-days"]
    assert found.total.hidden
    assert [one.value for _, one in found.by_month] == [40, 30, None]


def test_people_who_stand_in_several_rows_are_no_sum_and_large_rows_stay_shown() -> None:
    modules = [people(count) for count in (70, 60, 20)]
    rows = {"module": tuple((str(at), cell) for at, cell in enumerate(modules))}
    found = exact(Figure("registered", people(100), rows))["registered"]
    assert [one.value for _, one in found.rows["module"]] == [70, 60, 20]


# Rates and linked tables


def parts(yes: Sequence[int], no: Sequence[int]) -> tuple[Figure, Figure, Figure]:
    """Return attended, absent and the rate of the two, everybody counted once."""
    came, missed = [people(one) for one in yes], [people(one) for one in no]
    cells = [_rate(one, other) for one, other in zip(came, missed, strict=True)]
    rows = {"region": tuple((f"R{at}", cell) for at, cell in enumerate(cells))}
    return (
        of_cells("attended", came),
        of_cells("absent", missed),
        Figure("attendance-rate", _rate(together(came), together(missed)), rows),
    )


def _rate(yes: Cell, no: Cell) -> Cell:
    whole = together([yes, no])
    value = (yes.value or 0) / whole.value if whole.value else None
    return Cell(value, min(yes.rests, no.rests, key=lambda one: one.people), (yes, whole))


@pytest.mark.parametrize(("yes", "no"), [(200, 0), (0, 200), (200, 4), (4, 200)])
def test_a_share_of_all_none_or_almost_is_masked(yes: int, no: int) -> None:
    assert exact(*parts([yes], [no]))["attendance-rate"].total.hidden


@pytest.mark.parametrize(("yes", "no"), [(200, 0), (0, 200), (200, 4), (4, 200)])
def test_a_share_without_the_figures_of_its_parts_is_masked_as_well(yes: int, no: int) -> None:
    assert exact(parts([yes], [no])[2])["attendance-rate"].total.hidden


def test_a_share_of_two_large_groups_is_shown_with_what_it_divides() -> None:
    assert exact(*parts([150], [50]))["attendance-rate"].total == Shown(0.75, over=(150, 200))


def test_a_share_is_hidden_where_one_of_its_parts_is() -> None:
    found = exact(*parts([4, 40, 60], [40, 40, 60]))
    assert [shown.hidden for _, shown in found["attendance-rate"].by_region] == [True, True, False]


def test_two_shares_of_one_whole_do_not_tell_the_part_that_is_hidden() -> None:
    came, missed = [people(4), people(60)], [people(40), people(60)]
    figures = []
    for id_, yes, no in (("attendance-rate", came, missed), ("no-show-rate", missed, came)):
        rows = tuple(
            (f"R{at}", _rate(one, other)) for at, (one, other) in enumerate(zip(yes, no, strict=True))
        )
        figures.append(Figure(id_, _rate(together(yes), together(no)), {"region": rows}))
    found = exact(of_cells("attended", came), of_cells("absent", missed), *figures)
    assert all(found[id_].by_region[0][1].hidden for id_ in ("attended", "attendance-rate", "no-show-rate"))


def test_a_row_of_a_share_without_any_parts_is_hidden_and_changes_nothing_beside_it() -> None:
    cells = [_rate(people(60), people(40)), _rate(people(30), people(30))]
    rows = {"region": (("R0", cells[0]), ("R1", Cell(None)), ("R2", cells[1]))}
    found = exact(Figure("attendance-rate", _rate(people(90), people(70)), rows))["attendance-rate"]
    assert [one.hidden for _, one in found.by_region] == [False, True, False]


def test_a_share_of_nothing_is_no_secret() -> None:
    assert exact(*parts([0], [0]))["attendance-rate"].total == Shown(None, over=(0, 0))


def test_a_count_hidden_in_one_figure_is_not_shown_by_another_of_the_same_people() -> None:
    cells = [people(count) for count in (4, 12, 40, 300)]
    more = [*cells[:2], people(20), people(50)]
    found = exact(of_cells("registered", cells), of_cells("started", more))
    assert found["registered"].by_region[1][1].hidden == found["started"].by_region[1][1].hidden


# Attackers: intervals by linear programmes of the tests' own


def interval(one: Disclosed, true: Sequence[int], at: int) -> tuple[float, float]:
    """Return the least and the most of one row, from the shown total and the other shown rows."""
    bounds = [
        (0, None) if shown.hidden else (value, value)
        for (_, shown), value in zip(one.by_region, true, strict=True)
    ]
    known = {} if one.total.hidden else {"A_eq": np.ones((1, len(true))), "b_eq": [one.total.value]}
    costs = np.zeros(len(true))
    costs[at] = 1
    ends = [linprog(sign * costs, bounds=bounds, **known) for sign in (1, -1)]
    return ends[0].fun, -ends[1].fun if ends[1].status == 0 else np.inf


@settings(max_examples=40, deadline=None)
@given(counts=st.lists(st.integers(0, 60), min_size=2, max_size=9))
def test_every_hidden_small_cell_may_be_anything_within_k(counts: list[int]) -> None:
    one = exact(figure("registered", *counts))["registered"]
    for at, count in enumerate(counts):
        if sum(counts) and count < K:
            least, most = interval(one, counts, at)
            assert least <= count <= most
            assert most - least >= K


@settings(max_examples=40, deadline=None)
@given(counts=st.lists(st.integers(0, 40), min_size=2, max_size=7))
def test_no_smaller_set_of_cells_would_do(counts: list[int]) -> None:
    one = exact(figure("registered", *counts))["registered"]
    hidden = sum(shown.hidden for _, shown in one.by_region)
    if one.total.hidden or not sum(counts):
        return
    small = [at for at, count in enumerate(counts) if count < K]
    enough = [
        size
        for size in range(len(counts) + 1)
        for some in combinations(range(len(counts)), size)
        if set(small) <= set(some) and (not small or (size >= 2 and sum(counts[at] for at in some) >= K))
    ]
    assert hidden == min(enough)


def test_regions_by_gender_tell_no_count_under_k_to_who_solves_all_at_once() -> None:
    whole = View("trained", 0, DAYS - 1)
    views = {WHOLE: whole} | {frozenset({("region", one)}): whole.narrowed("region", one) for one in REGIONS}
    figures = {
        place: [_without_months(programme().figure(view, *({"region", "gender"} - set(view.chosen))))]
        for place, view in views.items()
    }
    told = {place: some[0] for place, some in publish(figures, Exact(K)).items()}
    cells = {whole: told[WHOLE].total}
    cells |= {
        view: dict(told[WHOLE].rows["region"])[view.chosen["region"]] for view in rows_of(whole, "region")
    }
    for place, view in views.items():
        cells |= {
            row: dict(told[place].rows["gender"])[row.chosen["gender"]] for row in rows_of(view, "gender")
        }
    found = solved(cells)
    assert found.attacked > 20
    assert found.recovered == []


def _without_months(one: Figure) -> Figure:
    return Figure(one.id, one.total, {name: rows for name, rows in one.rows.items() if name != "month"})


def solved(cells: dict[View, Shown]) -> Found:
    """Attack every count under k among cells of one milestone."""
    groups, found = Groups(list(cells)), Found()
    told = [(groups.column(view), shown.value) for view, shown in cells.items()]
    solver = Solver(len(groups.all), told, EXACT)
    for view in cells:
        true = programme().cell(view).rests.people
        if true < K:
            found.judge(true, solver.range_of(groups.column(view)), view)
    return found


# What was published before


def test_a_cell_that_differs_by_a_few_from_what_was_published_is_hidden() -> None:
    before = {WHOLE: disclose([figure("registered", 40, 60, 80)], Exact(K))}
    found = publish({WHOLE: [figure("registered", 43, 90, 120)]}, Exact(K), [before])[WHOLE][0]
    assert found.by_region[0][1].hidden
    assert sum(one.hidden for _, one in found.by_region) == 2


def test_a_total_that_differs_by_a_few_is_hidden_or_its_rows_would_tell_it() -> None:
    before = {WHOLE: disclose([figure("registered", 40, 60, 80)], Exact(K))}
    found = publish({WHOLE: [figure("registered", 43, 60, 80)]}, Exact(K), [before])[WHOLE][0]
    assert found.total.hidden
    assert found.by_region[0][1].hidden
    assert values(found)[1:] == [60, 80]


def test_what_did_not_change_or_changed_by_many_is_shown() -> None:
    before = {WHOLE: disclose([figure("registered", 40, 60, 80)], Exact(K))}
    found = publish({WHOLE: [figure("registered", 40, 90, 80)]}, Exact(K), [before])[WHOLE][0]
    assert values(found) == [40, 90, 80]


def test_what_was_hidden_beside_a_small_cell_stays_hidden_while_neither_changes() -> None:
    cells = [people(count) for count in (4, 30, 35, 300)]
    before = {WHOLE: disclose([of_cells("registered", cells)], Exact(K))}
    assert values(before[WHOLE][0]) == [None, None, 35, 300]
    # The third is now the cheapest to hide, but showing the second would give the first of the sum told before.
    found = publish(
        {WHOLE: [of_cells("registered", [*cells[:2], people(12), cells[3]])]}, Exact(K), [before]
    )[WHOLE][0]
    assert found.by_region[0][1].hidden
    assert found.by_region[1][1].hidden
