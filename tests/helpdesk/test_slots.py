"""Weekly slots as instants: the present one, the next one, and daylight saving."""

from __future__ import annotations

from datetime import UTC, datetime

from helpdesk.slots import next_slot

TUESDAY_EVENING = {"weekday": 1, "start": "19:00", "end": "21:00"}


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


def start(now: datetime, *slots: dict[str, object], zone: str = "Europe/Paris") -> datetime | None:
    found = next_slot(slots, zone, now)
    return found.start if found else None


def test_nobody_without_slots_has_a_next_one() -> None:
    assert next_slot([], "Europe/Paris", utc(2026, 11, 10, 9)) is None


def test_the_next_slot_is_this_evening_then_the_same_day_next_week() -> None:
    assert start(utc(2026, 11, 10, 9), TUESDAY_EVENING) == utc(2026, 11, 10, 18)
    assert start(utc(2026, 11, 10, 21), TUESDAY_EVENING) == utc(2026, 11, 17, 18)


def test_a_slot_under_way_is_the_present_one() -> None:
    assert start(utc(2026, 11, 10, 19, 59), TUESDAY_EVENING) == utc(2026, 11, 10, 18)


def test_a_slot_past_midnight_belongs_to_the_day_it_starts() -> None:
    late = {"weekday": 1, "start": "22:00", "end": "00:30"}
    assert start(utc(2026, 11, 10, 23, 15), late) == utc(2026, 11, 10, 21)


def test_slots_keep_the_clock_on_the_wall_when_summer_time_ends() -> None:
    sunday = {"weekday": 6, "start": "10:00", "end": "11:00"}
    assert start(utc(2026, 10, 18, 0), sunday) == utc(2026, 10, 18, 8)
    assert start(utc(2026, 10, 25, 0), sunday) == utc(2026, 10, 25, 9)


def test_the_same_words_are_other_instants_in_martinique() -> None:
    assert start(utc(2026, 11, 10, 9), TUESDAY_EVENING, zone="America/Martinique") == utc(2026, 11, 10, 23)
