"""One person with most of an amount: the query tells how much, and no rule of disclosure shows what gives her away."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracking.indicators.rows import Rows
from tracking.indicators.disclosure import Exact, Perturbed, disclose, publish
from tracking.indicators.disclosure.shown import WHOLE, Disclosed
from tracking.indicators.tally import Cell, Count, Figure

K = 11
KEYS = st.integers(0, 2**32 - 1)


def hours(value: float, people: int, key: int, largest: float = 0) -> Cell:
    return Cell(value, Count(people, key), largest=largest)


def published(*cells: Cell) -> Disclosed:
    """Publish hours by region."""
    key = sum(one.rests.key for one in cells) % 2**32
    value = sum(one.value or 0 for one in cells)
    total = Cell(value, Count(sum(one.rests.people for one in cells), key), largest=cells[0].largest)
    rows = tuple((f"R{at}", cell) for at, cell in enumerate(cells))
    return publish({WHOLE: [Figure("hours-online", total, {"region": rows})]}, Exact(K))[WHOLE][0]


def values(figure: Disclosed) -> list[float | None]:
    return [shown.value for _, shown in figure.by_region]


# The query


def test_the_query_tells_the_hours_of_the_one_person_who_has_most(rows: Rows) -> None:
    busy, other = rows.someone(region="FR-BRE"), rows.someone(region="FR-OCC")
    for number in range(3):
        rows.completes(busy, 60, number)
    rows.completes(other, 30, 40)
    figure = rows.figures()["hours-online"]
    assert (figure.total.value, figure.total.largest) == (3.5, 3.0)
    assert {key: cell.largest for key, cell in figure.by_region} == {"FR-BRE": 3.0, "FR-OCC": 0.5}
    assert [cell.largest for _, cell in figure.by_month] == [3.0, 0.5, 0]


def test_the_query_tells_how_often_the_one_came_who_came_most(rows: Rows) -> None:
    often, once = rows.someone(), rows.someone()
    meetings = [rows.meeting(number) for number in range(4)]
    for number, meeting in enumerate(meetings):
        rows.sits(often, meeting, number)
    rows.sits(once, meetings[0], 0)
    rows.sits(once, meetings[1], 1, status="absent")
    found = rows.figures()
    assert found["attended"].total.largest == found["headcount"].total.largest == 4
    over = found["attendance-rate"].total.over
    assert over is not None and [one.largest for one in over] == [4, 4]


def test_a_count_of_people_needs_no_largest(rows: Rows) -> None:
    rows.reaches(rows.someone(), "registered")
    assert rows.figures()["registered"].total.largest == 0


# Live views


@settings(deadline=None)
@given(people=st.integers(30, 2000), key=KEYS, largest=st.floats(0, 27))
def test_who_has_at_most_six_times_the_average_changes_nothing(people: int, key: int, largest: float) -> None:
    shown = [
        disclose([Figure("hours-online", one)], Perturbed(K))
        for one in (hours(4.5 * people, people, key), hours(4.5 * people, people, key, largest))
    ]
    assert shown[0] == shown[1]


def test_the_noise_of_an_amount_grows_with_what_one_person_has_of_it() -> None:
    chance = random.Random(5)
    changes = []
    for _ in range(400):
        cell = hours(1000, 200, chance.getrandbits(32), largest=600)
        value = disclose([Figure("hours-online", cell)], Perturbed(K))[0].total.value
        assert value is not None and value >= 5 * K
        changes.append(value - 1000)
    assert sum(abs(one) > 60 for one in changes) > 300
    assert max(abs(one) for one in changes) <= 2 * 600 + 5 * 12 + 1


def test_the_same_people_still_show_the_same_amount() -> None:
    total = hours(1000, 200, 77, largest=600)
    figure = Figure("hours-online", total, {"region": (("FR-BRE", total),)})
    shown = disclose([figure], Perturbed(K))[0]
    assert shown.total == shown.by_region[0][1]


# Published tables


def test_an_amount_most_of_which_is_one_persons_is_hidden_and_cannot_be_subtracted() -> None:
    figure = published(hours(400, 40, 1, largest=350), hours(300, 60, 2, largest=20), hours(900, 200, 3))
    assert figure.total.value == 1600
    assert values(figure)[0] is None and values(figure).count(None) == 2


def test_an_amount_of_which_nobody_has_most_is_published() -> None:
    figure = published(hours(400, 40, 1, largest=150), hours(300, 60, 2, largest=20))
    assert values(figure) == [400, 300]
