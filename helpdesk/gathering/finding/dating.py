"""When they could meet: evenings of the facilitator, one to four weeks ahead, on which nothing else is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from classcode import clock
from helpdesk.gathering.finding.values import Dates, DateWhy, Host, OpenPlace, Rules
from helpdesk.slots import Closed, Slot, slot_on

SHORTEST: Final = timedelta(minutes=60)
"""A shorter slot is for answering questions; people do not set out for less than an hour together."""
LONGEST: Final = timedelta(hours=3)
"""The meetings of the programme last two to three hours."""
LEAST_DATES: Final = 2
"""One date is no choice: with fewer a facilitator is not suggested."""
WITHOUT_HOST: Final[tuple[Mapping[str, Any], ...]] = (
    {"weekday": 1, "start": "18:00", "end": "20:00"},
    {"weekday": 2, "start": "14:00", "end": "16:00"},
    {"weekday": 3, "start": "18:00", "end": "20:00"},
)
"""Tuesday and Thursday after school, and Wednesday afternoon, free in most French and Belgian schools."""


class Evenings(NamedTuple):
    """The evenings on which who leads is free, earliest first, and how many of the others fell out by reason."""

    free: tuple[Slot, ...]
    left_out: Mapping[str, int]


def evenings_of(host: Host, rules: Rules, now: datetime) -> Evenings:
    """Return a facilitator's evenings, one to four weeks ahead."""
    evenings = _ahead(_weekly(host.slots), host.zone, host.closed, (rules, now))
    if not host.busy:
        return evenings
    free = tuple(one for one in evenings.free if not overlaps(one, host.busy))
    left_out = dict(evenings.left_out) | {DateWhy.HERS.value: len(evenings.free) - len(free)}
    return Evenings(free, {why: count for why, count in left_out.items() if count})


def usual_hours(place: OpenPlace, rules: Rules, now: datetime) -> Evenings:
    """Return the hours that suit most schools, for a meeting that nobody leads."""
    return _ahead(_weekly(WITHOUT_HOST), place.zone, place.closed, (rules, now))


def dates_at(place: OpenPlace, evenings: Evenings, most: int, taken: Iterable[Slot] = ()) -> Dates:
    """Return the first evenings on which the place is free too; `taken` is what else was suggested meanwhile."""
    there = (*place.busy, *taken)
    if not there:
        return Dates(evenings.free[:most], evenings.left_out)
    chosen: list[Slot] = []
    full = 0
    for slot in evenings.free:
        if len(chosen) == most:
            break
        if overlaps(slot, there):
            full += 1
        else:
            chosen.append(slot)
    return Dates(tuple(chosen), dict(evenings.left_out) | ({DateWhy.PLACE.value: full} if full else {}))


def overlaps(slot: Slot, others: Iterable[Slot]) -> bool:
    """Tell whether something else is at the same time."""
    return any(one.start < slot.end and slot.start < one.end for one in others)


def _weekly(slots: Iterable[Mapping[str, Any]]) -> tuple[tuple[int, str, str], ...]:
    return tuple((one["weekday"], one["start"], one["end"]) for one in slots)


@lru_cache(maxsize=4096)
def _ahead(
    weekly: tuple[tuple[int, str, str], ...],
    zone: str,
    closed: tuple[Closed, ...],
    when: tuple[Rules, datetime],
) -> Evenings:
    """Return weekly slots as instants; many facilitators share their evenings and their holidays."""
    rules, now = when
    begins, ends = now + timedelta(days=rules.first_day), now + timedelta(days=rules.last_day)
    today = clock.local(now, zone).date()
    days = (rules.first_day, rules.last_day)
    found = sorted(pair for one in weekly for pair in _each_week(one, zone, today, days))
    within = [(slot, day) for slot, day in found if begins <= slot.start and slot.end <= ends]
    free = tuple(slot for slot, day in within if not _closed_on(day, closed))
    shut = len(within) - len(free)
    return Evenings(free, {DateWhy.CLOSED.value: shut} if shut else {})


@lru_cache(maxsize=4096)
def _each_week(
    weekly: tuple[int, str, str], zone: str, today: date, days: tuple[int, int]
) -> tuple[tuple[Slot, date], ...]:
    weekday, start, end = weekly
    place, told, found = ZoneInfo(zone), {"weekday": weekday, "start": start, "end": end}, []
    for day in (today + timedelta(days=offset) for offset in range(days[0], days[1] + 1)):
        slot = slot_on(day, told, place)
        if slot and slot.end - slot.start >= SHORTEST:
            found.append((Slot(slot.start, min(slot.end, slot.start + LONGEST)), day))
    return tuple(found)


def _closed_on(day: date, closed: tuple[Closed, ...]) -> bool:
    return any(one.first <= day <= one.last for one in closed)
