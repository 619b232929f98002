"""Weekly slots: what makes sense, what lies over what; a week is a circle."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classcode.errors import Invalid, NotFound
from helpdesk.availability.weekly import MOST, WEEK, Weekly, checked, named, overlap, put, read, without

EVENING = Weekly(1, time(19), time(21))
SLOTS = st.builds(
    Weekly,
    st.integers(0, 6),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
)


def test_a_slot_is_kept_as_the_row_of_a_facilitator_and_read_back() -> None:
    assert EVENING.row() == {"weekday": 1, "start": "19:00", "end": "21:00"}
    assert read(EVENING.row()) == EVENING
    assert EVENING.key == "1-19:00-21:00"


@pytest.mark.parametrize(
    ("day", "start", "end", "field"),
    [
        (None, time(19), time(21), "weekday"),
        (7, time(19), time(21), "weekday"),
        (1, None, time(21), "start"),
        (1, time(19), None, "end"),
        (1, time(19), time(19, 20), "end"),
        (1, time(19), time(19), "end"),
        (1, time(6), time(20), "end"),
    ],
)
def test_a_slot_that_makes_no_sense_is_refused_at_its_field(
    day: int | None, start: time | None, end: time | None, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        checked(day, start, end)
    assert refused.value.field == field


def test_a_slot_may_go_past_midnight() -> None:
    assert checked(6, time(23), time(1)).minutes == 120


def test_slots_that_share_a_minute_are_refused_also_from_sunday_to_monday() -> None:
    with pytest.raises(Invalid):
        put([EVENING], Weekly(1, time(20), time(22)))
    with pytest.raises(Invalid):
        put([Weekly(6, time(23), time(1))], Weekly(0, time(0), time(2)))


def test_slots_that_touch_are_two_slots() -> None:
    after = Weekly(1, time(21), time(22))
    assert put([EVENING], after) == [EVENING, after]


def test_a_slot_may_be_changed_to_a_time_that_only_it_held() -> None:
    later = Weekly(1, time(20), time(22))
    assert put([EVENING], later, instead=EVENING) == [later]


def test_a_slot_that_is_gone_is_neither_changed_nor_removed() -> None:
    gone = Weekly(2, time(10), time(11))
    with pytest.raises(NotFound):
        put([EVENING], gone, instead=gone)
    with pytest.raises(NotFound):
        without([EVENING], gone)
    with pytest.raises(NotFound):
        named([EVENING], "2-10:00-11:00")


def test_a_week_holds_so_many_slots_and_no_more() -> None:
    slots: list[Weekly] = []
    for number in range(MOST):
        slots = put(slots, Weekly(number % 7, time(8 + number // 7), time(9 + number // 7)))
    with pytest.raises(Invalid):
        put(slots, Weekly(0, time(20), time(21)))


@given(SLOTS, SLOTS)
def test_two_slots_overlap_when_they_share_a_minute_of_the_week(one: Weekly, other: Weekly) -> None:
    def held(slot: Weekly) -> set[int]:
        return {(slot.begins + minute) % WEEK for minute in range(slot.minutes)}

    assert overlap(one, other) == bool(held(one) & held(other)) == overlap(other, one)
