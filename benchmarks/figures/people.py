"""The made-up log: what each learner did in three years, some 100 statements on average, the same each time. Pure.

Of ten learners two only join, four do about 45 things on a few days, four some 190 on many days, with units, a whole
module, meetings and questions. Hours lie between 6 and 18 UTC, so that a day is the same in Paris.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from tracking.vocabulary import Kind, Verb

BEGIN: Final = datetime(2023, 9, 1, 6, tzinfo=UTC)
DAYS: Final = 1000
"""In which people join; what they do may last 120 days longer."""
REGIONS: Final = (
    "FR-ARA", "FR-BFC", "FR-BRE", "FR-CVL", "FR-GES", "FR-HDF", "FR-IDF", "FR-NAQ", "FR-NOR", "FR-OCC", "FR-PAC",
    "FR-PDL", "BE-BRU", "BE-WBR", None,
)  # fmt: skip
GENDERS: Final = ("f", "f", "m", "not-said", None)
SETTINGS: Final = ("in-school", "in-school", "after-school", "initial-training", None)
LEVELS: Final = ("fr:CM1", "fr:6e", None)
TYPES: Final = ("urban", "urban", "rural", None)
MODULES: Final = ("front-door", "creative-programming", "coding-information", "robots", "network")
DEEP: Final = 190
LIGHT: Final = 45
PLACES: Final = 100


class Learner(NamedTuple):
    """Who somebody said she was; None was never declared."""

    actor: UUID
    region: str | None
    gender: str | None
    setting: str | None
    level: str | None
    commune_type: str | None


class Line(NamedTuple):
    """One statement's columns that count, and what the yardstick needs extracted from its text."""

    actor: UUID
    verb: str
    path: str
    kind: str
    module: str
    at: datetime
    minutes: int | None = None
    points: int | None = None
    place: int | None = None


def learners(count: int) -> Iterator[Learner]:
    """Yield the learners."""
    lot = random.Random(1)
    for _ in range(count):
        actor = UUID(int=lot.getrandbits(128), version=4)
        values = (lot.choice(some) for some in (REGIONS, GENDERS, SETTINGS, LEVELS, TYPES))
        yield Learner(actor, *values)


def lines(actor: UUID, number: int, crowd: int) -> Iterator[Line]:
    """Yield what the learner of a number did, among so many."""
    lot = random.Random(number)
    joined = BEGIN + timedelta(days=lot.randrange(DAYS), minutes=lot.randrange(600))
    module = MODULES[1 + number % 4]
    course = f"modules/{module}"
    yield Line(actor, Verb.REGISTERED, course, Kind.COURSE, module, joined)
    yield Line(actor, Verb.INITIALIZED, course, Kind.COURSE, module, joined + timedelta(minutes=1))
    depth = number % 10
    if depth < 2:
        return
    acts, days = (LIGHT, 2 + number % 3) if depth < 6 else (DEEP, 8 + number % 5)
    yield from _answers(lot, actor, module, joined, (acts, days))
    if depth >= 6:
        yield from _deep(lot, actor, module, joined)
        yield from _together(lot, actor, module, joined, crowd)


def _answers(
    lot: random.Random, actor: UUID, module: str, joined: datetime, much: tuple[int, int]
) -> Iterator[Line]:
    acts, days = much
    for at in range(acts):
        when = _later(lot, joined, 1 + at % days * 3)
        verb = (Verb.ANSWERED, Verb.PASSED, Verb.FAILED)[at % 3]
        yield Line(actor, verb, f"modules/{module}/u{at % 12}/a/q{at}", Kind.INTERACTION, module, when)


def _deep(lot: random.Random, actor: UUID, module: str, joined: datetime) -> Iterator[Line]:
    for unit in range(12):
        when = _later(lot, joined, 3 * unit)
        yield Line(actor, Verb.COMPLETED, f"modules/{module}/u{unit}", Kind.LESSON, module, when, 20 + unit)
    if lot.random() < 0.6:
        yield Line(actor, Verb.COMPLETED, f"modules/{module}", Kind.COURSE, module, _later(lot, joined, 60))


def _together(lot: random.Random, actor: UUID, module: str, joined: datetime, crowd: int) -> Iterator[Line]:
    """Yield a meeting with an opinion of it, and a question to the desk with its answer by somebody else."""
    which = lot.randrange(max(1, crowd // 25))
    meeting, day = f"meetings/{UUID(int=which + 1)}", BEGIN + timedelta(days=which * 37 % DAYS, hours=10)
    came = Verb.ATTENDED if lot.random() < 0.85 else Verb.ABSENT
    place = which % PLACES
    yield Line(
        actor, came, meeting, Kind.MEETING, module, day, 120 if came is Verb.ATTENDED else None, None, place
    )
    if came is Verb.ATTENDED and lot.random() < 0.5:
        points, after = lot.choice((2, 3, 4, 5, 5)), day + timedelta(days=1)
        yield Line(actor, Verb.ANSWERED, f"{meeting}/feedback", Kind.SURVEY, module, after, None, points)
    if lot.random() < 0.3:
        ticket, asked = f"tickets/{UUID(int=lot.getrandbits(128), version=4)}", _later(lot, joined, 20)
        waited = lot.randrange(30, 5_000)
        yield Line(actor, Verb.ASKED, ticket, Kind.QUESTION, module, asked)
        answered = asked + timedelta(minutes=waited)
        helper = UUID(int=1 + lot.randrange(200))
        yield Line(helper, Verb.RESPONDED, ticket, Kind.QUESTION, module, answered, waited)
        yield Line(actor, Verb.RESOLVED, ticket, Kind.QUESTION, module, answered + timedelta(hours=1))


def _later(lot: random.Random, joined: datetime, days: int) -> datetime:
    return joined + timedelta(days=days, minutes=lot.randrange(60), seconds=lot.randrange(60))
