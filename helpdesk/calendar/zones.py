"""A time zone told to a calendar program: since when clocks show what, as rules that hold from year to year; pure.

Programs trust the name of a zone less than its rules (RFC 5545, 3.6.5). Ours are read off the time zone database for
the years in which the events lie, and come as yearly rules wherever they are such: Outlook takes one of each kind and
no lists of dates (MS-STANOICAL 2.2.47).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

YEARS_ON: Final = 5
"""Years after the last event for which a rule must hold to be told as one."""
ALWAYS: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - what the wall shows has no zone
"""The beginning of what never changes; no meeting of ours is older."""
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Yearly:
    """The same day every year: the `nth` of a weekday in a month, counted from its end where negative."""

    month: int
    nth: int
    day: str


@dataclass(frozen=True, slots=True)
class Observance:
    """From when on clocks show which offset; `starts` is what they showed at that moment before they moved."""

    starts: datetime
    before: timedelta
    after: timedelta
    summer: bool
    name: str
    yearly: Yearly | None = None


@dataclass(frozen=True, slots=True)
class _Move:
    """One moment at which clocks move."""

    at: datetime
    before: timedelta
    after: timedelta
    summer: bool
    name: str

    @property
    def wall(self) -> datetime:
        return (self.at + self.before).replace(tzinfo=None)


@lru_cache(maxsize=256)
def observances(zone: str, first_year: int, last_year: int) -> tuple[Observance, ...]:
    """Return what clocks of a zone show from the beginning of one year to the end of another, and some years on."""
    opening = datetime(first_year - 1, 1, 1, tzinfo=UTC)
    moves = _moves(zone, opening, datetime(last_year + YEARS_ON, 12, 31, tzinfo=UTC))
    if not moves:
        return (_since(zone, opening, ALWAYS),)
    summer = [one for one in moves if one.summer]
    winter = [one for one in moves if not one.summer]
    rules = (_rule(summer), _rule(winter))
    if len(summer) == len(winter) and all(rules):
        return tuple(_told(some[0], rule) for some, rule in zip((summer, winter), rules, strict=True))
    # No rule holds: each move is told by itself, after what was so before the first.
    before = _since(zone, opening, (opening + _offset(zone, opening)).replace(tzinfo=None))
    return (before, *(_told(one, None) for one in moves))


def _moves(zone: str, start: datetime, end: datetime) -> list[_Move]:
    """Return each moment between two instants at which the offset changes, in order."""
    found, day = [], timedelta(days=1)
    at = start
    while at < end:
        if _offset(zone, at) != _offset(zone, at + day):
            found.append(_move(zone, at, at + day))
        at += day
    return found


def _move(zone: str, low: datetime, high: datetime) -> _Move:
    """Return the move that lies between two instants, to the second."""
    before = _offset(zone, low)
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    local = high.astimezone(ZoneInfo(zone))
    return _Move(high, before, _offset(zone, high), bool(local.dst()), local.tzname() or zone)


def _offset(zone: str, at: datetime) -> timedelta:
    return at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0)


def _rule(moves: Sequence[_Move]) -> Yearly | None:
    """Return the day that all these moves have in common, year after year, at the same hour; None without one."""
    if not moves or len({one.at.year for one in moves}) != len(moves):
        return None
    same = {(one.wall.month, one.wall.weekday(), one.wall.time(), one.before, one.after) for one in moves}
    years = [one.at.year for one in moves]
    if len(same) != 1 or years != list(range(years[0], years[0] + len(years))):
        return None
    for counted in (_from_end, _from_start):
        nth = {counted(one.wall) for one in moves}
        if len(nth) == 1:
            return Yearly(moves[0].wall.month, nth.pop(), _DAYS[moves[0].wall.weekday()])
    return None


def _from_start(wall: datetime) -> int:
    return (wall.day - 1) // _WEEK + 1


def _from_end(wall: datetime) -> int:
    following = (wall.replace(day=1) + timedelta(days=31)).replace(day=1)
    last = (following - timedelta(days=1)).day
    return -((last - wall.day) // _WEEK + 1)


def _told(move: _Move, rule: Yearly | None) -> Observance:
    return Observance(move.wall, move.before, move.after, move.summer, move.name, rule)


def _since(zone: str, at: datetime, starts: datetime) -> Observance:
    """Return what clocks show at an instant, as if it had always been so."""
    local = at.astimezone(ZoneInfo(zone))
    offset = _offset(zone, at)
    return Observance(starts, offset, offset, bool(local.dst()), local.tzname() or zone)
