"""What a made-up programme consists of before any of it is told, and what is then true of it. Plain values, pure."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from tracking.declared_figures.rules import Told as Figure
from tracking.indicators.filters import Filter
from tracking.statements import Result
from tracking.vocabulary import Thing, Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that somebody does; `place` is the number of one of the programme's places."""

    id: UUID
    verb: Verb
    thing: Thing
    at: datetime
    module: str
    result: Result | None = None
    place: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """A learner: what she declares when the programme begins (`school` is an official number), and what she does."""

    acts: tuple[Act, ...] = ()
    school: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolClass:
    """A class of a school, and the days of its sessions, each of which somebody declares with the same numbers."""

    school: str
    name: str
    pupils: int
    girls: int
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One question and its true answers: totals by indicator, rates as (part, whole), registered by region."""

    name: str
    asked: Filter
    totals: Mapping[str, float]
    rates: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    registered: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A whole programme; `reported_at` is when its figures are read."""

    begins: datetime
    reported_at: datetime
    people: tuple[Someone, ...]
    views: tuple[View, ...]
    places: tuple[str, ...] = ()
    """The commune of each."""
    school_list: bytes = b""
    system: str = ""
    classes: tuple[SchoolClass, ...] = ()
    steps: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    """By official number: when the steps of a school that is accompanied were done."""
    declared: tuple[Figure, ...] = ()
    births: tuple[tuple[str, int, int], ...] = ()
    """Country, year and births, where not the shipped ones."""


class Lot:
    """Everything that is drawn, from one seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def id(self) -> UUID:
        """Draw an identifier."""
        return UUID(int=self.chance.getrandbits(128), version=4)

    def moment(self, first: datetime, days: int) -> datetime:
        """Draw an hour of the day within so many days."""
        return first + timedelta(days=self.chance.randrange(days), minutes=self.chance.randrange(8 * 60))


def parts(total: int, most: int) -> list[int]:
    """Cut a number into nearly equal parts of at most so much."""
    count = -(-total // most)
    return [total // count + (at < total % count) for at in range(count)]


def spread(total: int, over: list[int]) -> Iterator[int]:
    """Spread a number over groups in proportion to their sizes, exactly."""
    whole, before, given = sum(over), 0, 0
    for size in over:
        before += size
        share = total * before // whole - given
        given += share
        yield share
