"""What each indicator means: versioned files in definitions/, read and checked once. Counts nothing.

A file is `<id>.<version>.toml`. A changed definition is a new file with the next version; the old one stays, so that
old reports keep theirs. The newest version of each id is the one in force.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

from classcode.territory.schooling import Names

FOLDER: Final = Path(__file__).parent / "definitions"
LANGUAGES: Final = ("fr", "en", "nl")
WORDS: Final = ("label", "meaning", "formula", "population", "period", "context", "remark")
ORDER: Final = (
    "registered",
    "engaged",
    "participating",
    "trained",
    "questions",
    "first-answer",
    "answered-in-time",
    "meetings-proposed",
    "meetings-held",
    "meetings-without-facilitator",
    "attended",
    "absent",
    "attendance-rate",
    "hours-online",
    "hours-in-person",
)
"""The order in which a page and a report show them; every id of the folder stands here."""


class BadDefinition(Exception):
    """A definition file is incomplete or contradicts itself; the message names the file and what is wrong."""


class Group(StrEnum):
    """The part of a report in which an indicator stands."""

    PEOPLE = "people"
    HELP = "help"
    MEETINGS = "meetings"
    HOURS = "hours"


class Unit(StrEnum):
    """What a value counts; a share lies between 0 and 1."""

    PEOPLE = "people"
    QUESTIONS = "questions"
    MEETINGS = "meetings"
    ATTENDANCES = "attendances"
    HOURS = "hours"
    SHARE = "share"


class Kind(StrEnum):
    """The three kinds of indicator of the monitoring that funders use."""

    QUANTITATIVE = "quantitative"
    PROGRESS = "progress-state"
    INFORMATIONAL = "informational"


class Disclosure(StrEnum):
    """How an indicator is kept from telling about one person; see `disclosure`.

    PEOPLE: sums over people, which add up in a table. AVERAGE: rests on people and does not add up. RATE: a share of
    people, masked with its parts. OPEN: counts no people.
    """

    PEOPLE = "people"
    AVERAGE = "average"
    RATE = "rate"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of one indicator, in the three languages; `since` is the day from which it is used."""

    id: str
    version: int
    since: date
    kind: Kind
    group: Group
    unit: Unit
    disclosure: Disclosure
    time_zone: str
    source: str
    label: Names
    meaning: Names
    formula: Names
    population: Names
    period: Names
    context: Names
    remark: Names


@cache
def definitions() -> tuple[Definition, ...]:
    """Return the definitions in force, in the order of reports; raises `BadDefinition`."""
    newest: dict[str, Definition] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        one = read(path)
        if one.id not in newest or newest[one.id].version < one.version:
            newest[one.id] = one
    if set(newest) != set(ORDER):
        raise BadDefinition(
            f"{FOLDER.name}: {sorted(set(newest) ^ set(ORDER))} is defined or ordered, not both"
        )
    return tuple(newest[id_] for id_ in ORDER)


def definition(indicator_id: str) -> Definition:
    """Return the definition in force of one indicator; raises KeyError."""
    return {one.id: one for one in definitions()}[indicator_id]


def read(path: Path) -> Definition:
    """Read and check one file; raises `BadDefinition`."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        built = _build(raw)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise BadDefinition(f"{path.name}: {error}") from error
    if path.name != f"{built.id}.{built.version}.toml":
        raise BadDefinition(f"{path.name}: holds {built.id}, version {built.version}")
    return built


def _build(raw: dict[str, Any]) -> Definition:
    unknown = set(raw) - set(Definition.__dataclass_fields__)
    if unknown or type(raw["version"]) is not int or type(raw["since"]) is not date:
        raise ValueError(
            f"unknown entries {sorted(unknown)}, or version and since are not a number and a day"
        )
    return Definition(
        id=raw["id"],
        version=raw["version"],
        since=raw["since"],
        kind=Kind(raw["kind"]),
        group=Group(raw["group"]),
        unit=Unit(raw["unit"]),
        disclosure=Disclosure(raw["disclosure"]),
        time_zone=raw["time_zone"],
        source=raw["source"],
        **{key: _names(key, raw[key]) for key in WORDS},
    )


def _names(key: str, raw: dict[str, Any]) -> Names:
    if set(raw) != set(LANGUAGES) or not all(isinstance(text, str) and text.strip() for text in raw.values()):
        raise ValueError(f"{key} needs words in {', '.join(LANGUAGES)}")
    return Names(**raw)
