"""Weekly slots as instants: the present one, the next usable one, closed days, daylight saving, and none at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.pairing import choose
from helpdesk.slots import AHEAD, LEAST_LEFT, WITHOUT_SLOTS, Closed, next_slot, offered_until
from tests.helpdesk.pairings import NEEDS, candidate, chosen

PARIS = "Europe/Paris"
TUESDAY_EVENING = {"weekday": 1, "start": "19:00", "end": "21:00"}
SUMMER = Closed(date(2026, 7, 4), date(2026, 8, 31))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


def start(now: datetime, *slots: dict[str, object], zone: str = PARIS) -> datetime | None:
    found = next_slot(slots, zone, now)
    return found.start if found else None


def test_nobody_without_slots_has_a_next_one() -> None:
    assert next_slot([], PARIS, utc(2026, 11, 10, 9)) is None


def test_the_next_slot_is_this_evening_then_the_same_day_next_week() -> None:
    assert start(utc(2026, 11, 10, 9), TUESDAY_EVENING) == utc(2026, 11, 10, 18)
    assert start(utc(2026, 11, 10, 21), TUESDAY_EVENING) == utc(2026, 11, 17, 18)


def test_a_slot_under_way_is_the_present_one() -> None:
    assert start(utc(2026, 11, 10, 19, 59), TUESDAY_EVENING) == utc(2026, 11, 10, 18)


def test_the_earliest_of_several_slots_is_next_whatever_their_order() -> None:
    friday = TUESDAY_EVENING | {"weekday": 4}
    for slots in ((friday, TUESDAY_EVENING), (TUESDAY_EVENING, friday)):
        assert start(utc(2026, 11, 11, 9), *slots) == utc(2026, 11, 13, 18)


def test_a_slot_past_midnight_belongs_to_the_day_it_starts() -> None:
    late = {"weekday": 1, "start": "22:00", "end": "00:30"}
    assert start(utc(2026, 11, 10, 23, 15), late) == utc(2026, 11, 10, 21)
    wednesday = Closed(date(2026, 11, 11), date(2026, 11, 11))
    assert offered_until([late], PARIS, utc(2026, 11, 10, 12), [wednesday]) == utc(2026, 11, 10, 23, 30)


def test_slots_keep_the_clock_on_the_wall_when_summer_time_ends() -> None:
    sunday = {"weekday": 6, "start": "10:00", "end": "11:00"}
    assert start(utc(2026, 10, 18, 0), sunday) == utc(2026, 10, 18, 8)
    assert start(utc(2026, 10, 25, 0), sunday) == utc(2026, 10, 25, 9)


def test_a_slot_inside_the_hour_that_spring_skips_is_held_again_a_week_later() -> None:
    night = {"weekday": 6, "start": "02:30", "end": "03:00"}
    assert start(utc(2027, 3, 27, 12), night) == utc(2027, 4, 4, 0, 30)


def test_the_same_words_are_other_instants_in_martinique() -> None:
    assert start(utc(2026, 11, 10, 9), TUESDAY_EVENING, zone="America/Martinique") == utc(2026, 11, 10, 23)


def test_a_question_is_hers_until_her_next_slot_ends() -> None:
    assert offered_until([TUESDAY_EVENING], PARIS, utc(2026, 11, 9, 9)) == utc(2026, 11, 10, 20)


def test_a_slot_under_way_counts_with_half_an_hour_left_and_not_with_less() -> None:
    assert offered_until([TUESDAY_EVENING], PARIS, utc(2026, 11, 10, 19, 30)) == utc(2026, 11, 10, 20)
    assert offered_until([TUESDAY_EVENING], PARIS, utc(2026, 11, 10, 19, 31)) == utc(2026, 11, 17, 20)


def test_a_short_slot_still_to_come_counts_in_full() -> None:
    brief = {"weekday": 1, "start": "19:00", "end": "19:20"}
    assert offered_until([brief], PARIS, utc(2026, 11, 10, 18)) == utc(2026, 11, 10, 18, 20)


def test_slots_on_closed_days_do_not_count_both_ends_included() -> None:
    for closed in ([Closed(date(2026, 11, 10), date(2026, 11, 10))], [SUMMER, Closed.on(date(2026, 11, 10))]):
        assert offered_until([TUESDAY_EVENING], PARIS, utc(2026, 11, 9, 9), closed) == utc(2026, 11, 17, 20)


def test_a_whole_summer_is_looked_over() -> None:
    autumn = offered_until([TUESDAY_EVENING], PARIS, utc(2026, 7, 3, 9), [SUMMER])
    assert autumn == utc(2026, 9, 1, 19)


def test_somebody_away_for_longer_than_one_looks_ahead_has_nothing_in_sight() -> None:
    year = Closed(date(2026, 11, 1), date(2027, 10, 31))
    assert offered_until([TUESDAY_EVENING], PARIS, utc(2026, 11, 9, 9), [year]) is None
    assert offered_until([], PARIS, utc(2026, 11, 9, 9), [year]) is None


def test_without_slots_a_question_stays_for_48_hours_of_days_that_are_not_closed() -> None:
    now = utc(2026, 11, 9, 9)
    assert offered_until([], PARIS, now) == now + WITHOUT_SLOTS
    assert offered_until([], PARIS, now, [Closed.on(date(2026, 11, 10))]) == now + timedelta(hours=72)
    today = [Closed.on(date(2026, 11, 9))]
    assert offered_until([], PARIS, now, today) == utc(2026, 11, 11, 23)


@pytest.mark.parametrize(
    ("asked", "days", "hers"),
    [
        (utc(2026, 11, 9, 9), 3, True),  # Monday, promised for Thursday: Tuesday evening lies between
        (utc(2026, 11, 10, 19), 3, True),  # Tuesday at 20 h of the clock: an hour of her evening is left
        (utc(2026, 11, 10, 19, 45), 3, False),  # too little is left, and the next one is a week away
        (utc(2026, 11, 11, 9), 3, False),  # Wednesday, promised for Saturday
        (utc(2026, 11, 11, 9), 7, True),  # Wednesday, promised for Wednesday: Tuesday evening lies between
        (utc(2026, 11, 11, 9), 6, False),  # promised for Tuesday morning, ten hours before her evening
    ],
)
def test_a_volunteer_of_tuesday_evenings_is_asked_only_if_the_promise_waits_for_her(
    asked: datetime, days: int, hers: bool
) -> None:
    her = candidate(1, answers_by=offered_until([TUESDAY_EVENING], PARIS, asked))
    waits = replace(NEEDS, at=asked, promised_by=asked + timedelta(days=days))
    assert chosen(choose(waits, [her])) == (1 if hers else None)


minutes = st.integers(0, 24 * 60 - 1).map(lambda at: f"{at // 60:02}:{at % 60:02}")
weekly = st.fixed_dictionaries({"weekday": st.integers(0, 6), "start": minutes, "end": minutes})
zones = st.sampled_from(
    [PARIS, "Europe/Brussels", "America/Martinique", "Pacific/Marquesas", "Indian/Reunion"]
)
instants = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001
closings = st.lists(
    st.builds(
        lambda first, days: Closed(first, first + timedelta(days=days)),
        st.dates(date(2026, 1, 1), date(2028, 1, 1)),
        st.integers(0, 70),
    ),
    max_size=3,
)


@given(st.lists(weekly, min_size=1, max_size=3), zones, instants, closings)
def test_the_next_slot_lies_ahead_on_an_open_day_at_its_words_on_the_wall(
    slots: list[dict[str, object]], zone: str, now: datetime, closed: list[Closed]
) -> None:
    found = next_slot(slots, zone, now, closed=closed, least=LEAST_LEFT)
    if found is None:
        return
    there = found.start.astimezone(ZoneInfo(zone))
    assert found.start < found.end and (found.start >= now or found.end - now >= LEAST_LEFT)
    assert found.start <= now + AHEAD + timedelta(days=1)
    assert any(there.weekday() == one["weekday"] for one in slots)
    assert not any(one.first <= there.date() <= one.last for one in closed)


@given(weekly, zones, instants, closings)
def test_until_when_a_question_is_hers_lies_ahead_and_never_moves_back(
    slot: dict[str, object], zone: str, now: datetime, closed: list[Closed]
) -> None:
    for slots in ([slot], []):
        early, later = (offered_until(slots, zone, at, closed) for at in (now, now + timedelta(minutes=50)))
        assert early is None or early > now
        assert early is None or later is None or early <= later
