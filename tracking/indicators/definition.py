"""What each indicator means: versioned files in definitions/, read and checked once. Counts nothing.

A file is `<id>.<version>.toml`. A changed definition is a new file with the next version; the old one stays, so that
old reports keep theirs. At a date the newest version whose `since` has come is in force.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from classcode.territory.schooling import Names
from tracking.indicators.kinds import Change, Disclosure, Group, Kind, Origin, Unit

__all__ = [
    "ORDER",
    "Definition",
    "Disclosure",
    "Group",
    "Kind",
    "Origin",
    "Unit",
    "definition",
    "definitions",
]

FOLDER: Final = Path(__file__).parent / "definitions"
LANGUAGES: Final = ("fr", "en", "nl")
WORDS: Final = ("label", "meaning", "formula", "population", "period", "context", "remark", "source")
"""Entries that every definition has in the three languages."""
SOME_WORDS: Final = ("numerator", "denominator", "empty")
"""Entries that some have: both parts of a share, and what is said while there is no figure."""
ORDER: Final = tuple(
    """
    registered enrolments started engaged active-7-days active-30-days participating initiated trained certified
    facilitators-active learners-become-facilitators
    self-efficacy self-efficacy-before self-efficacy-after

    questions first-answer answered-in-time resolved resolution-time
    satisfaction-answers satisfaction-answers-response

    meetings-proposed meetings-held meetings-with-facilitator meetings-without-facilitator seats headcount met
    attended absent attendance-rate no-show-rate satisfaction-meetings satisfaction-meetings-response

    hours-online hours-in-person

    pupils-reached girls-share rural low-index rural-or-low-index schools-touched
    schools-accompanied schools-accompanied-primary schools-accompanied-secondary age-class-lower age-class-upper

    places-identified places-active places-sustained

    informed press partner-hours leverage-person-months leverage-money action-progress
    """.split()
)
"""The order in which a page and a report show them, group by group; every id of the folder stands here."""


class BadDefinition(Exception):
    """A definition file is incomplete or contradicts itself; the message names the file and what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One version of one indicator, in the three languages.

    `since` is the first day on which it is used, `since_version` the version of the product that brought it. `beside`
    names the indicator without which it is never shown. `available` is False while its source does not exist yet.
    `digest` is the SHA-256 of the file's bytes, by which a report says which content it used.
    """

    id: str
    version: int
    since: date
    since_version: str
    changes: Change
    kind: Kind
    group: Group
    unit: Unit
    disclosure: Disclosure
    origin: Origin
    time_zone: str
    beside: str | None
    available: bool
    label: Names
    meaning: Names
    formula: Names
    population: Names
    period: Names
    numerator: Names | None
    denominator: Names | None
    context: Names
    remark: Names
    source: Names
    empty: Names | None
    digest: str


def definitions(at: date | None = None) -> tuple[Definition, ...]:
    """Return the definitions in force on a day (None: the newest of all), in the order of reports."""
    chosen: dict[str, Definition] = {}
    for one in every_version():
        if at is None or one.since <= at:
            chosen[one.id] = one
    return tuple(chosen[id_] for id_ in ORDER if id_ in chosen)


def definition(indicator_id: str, version: int | None = None) -> Definition:
    """Return one version of one indicator, the newest without a number; raises KeyError."""
    known = {one.version: one for one in every_version() if one.id == indicator_id}
    if not known:
        raise KeyError(indicator_id)
    return known[max(known) if version is None else version]


def breaks(indicator_id: str) -> tuple[date, ...]:
    """Return the days on which the meaning changed, so that a chart can mark where its series breaks."""
    return tuple(
        one.since
        for one in every_version()
        if one.id == indicator_id and one.version > 1 and one.changes is Change.MEANING
    )


@cache
def every_version() -> tuple[Definition, ...]:
    """Return all files, the versions of an id from the first to the newest; raises `BadDefinition`."""
    found = sorted((read(path) for path in FOLDER.glob("*.toml")), key=lambda one: (one.id, one.version))
    ids = {one.id for one in found}
    if ids != set(ORDER):
        raise BadDefinition(f"{FOLDER.name}: {sorted(ids ^ set(ORDER))} is defined or ordered, not both")
    for earlier, one in zip([None, *found], found, strict=False):
        _check_follows(earlier if earlier and earlier.id == one.id else None, one)
        if one.beside is not None and one.beside not in ids:
            raise BadDefinition(
                f"{one.id}.{one.version}.toml: shown beside {one.beside}, which nothing defines"
            )
    return tuple(found)


def _check_follows(earlier: Definition | None, one: Definition) -> None:
    """Refuse a version that skips a number or comes into force before the one that it replaces."""
    if one.version != (earlier.version + 1 if earlier else 1) or (earlier and one.since < earlier.since):
        raise BadDefinition(f"{one.id}.{one.version}.toml: does not follow the version before it")


def read(path: Path) -> Definition:
    """Read and check one file; raises `BadDefinition`."""
    content = path.read_bytes()
    try:
        raw = tomllib.loads(content.decode("utf-8"))
        built = _build(raw if "since_version" in raw else _completed(raw), sha256(content).hexdigest())
    except (KeyError, TypeError, ValueError) as error:
        raise BadDefinition(f"{path.name}: {error}") from error
    if path.name != f"{built.id}.{built.version}.toml":
        raise BadDefinition(f"{path.name}: holds {built.id}, version {built.version}")
    return built


def _completed(raw: dict[str, Any]) -> dict[str, Any]:
    """Return a file of version 0.1.0 with what all such files left unsaid; they are published and stay as they are."""
    if raw["source"] != "record":
        raise ValueError("the source is not the record")
    return raw | {
        "since_version": "0.1.0",
        "origin": "record",
        "source": {
            "fr": "La trace des apprentissages sur ce site",
            "en": "The record of learning on this site",
            "nl": "De neerslag van het leren op deze site",
        },
    }


def _build(raw: dict[str, Any], digest: str) -> Definition:
    unknown = set(raw) - (set(Definition.__dataclass_fields__) - {"digest"})
    if unknown or type(raw["version"]) is not int or type(raw["since"]) is not date:
        raise ValueError(
            f"unknown entries {sorted(unknown)}, or version and since are not a number and a day"
        )
    built = Definition(
        id=raw["id"],
        version=raw["version"],
        since=raw["since"],
        since_version=raw["since_version"],
        changes=Change(raw.get("changes", Change.MEANING)),
        kind=Kind(raw["kind"]),
        group=Group(raw["group"]),
        unit=Unit(raw["unit"]),
        disclosure=Disclosure(raw["disclosure"]),
        origin=Origin(raw["origin"]),
        time_zone=raw["time_zone"],
        beside=raw.get("beside"),
        available=raw.get("available", True),
        digest=digest,
        numerator=_some_names("numerator", raw),
        denominator=_some_names("denominator", raw),
        empty=_some_names("empty", raw),
        **{key: _names(key, raw[key]) for key in WORDS},
    )
    _check_whole(built)
    return built


def _check_whole(one: Definition) -> None:
    """Refuse a file of today's form that leaves out what its unit, its source or its version call for."""
    if not one.available and one.empty is None:
        raise ValueError("what has no source yet says in `empty` what will be here and how it comes")
    if (one.numerator is None) != (one.denominator is None):
        raise ValueError("a numerator and a denominator go together")
    if one.unit is Unit.SHARE and one.numerator is None and one.since_version != "0.1.0":
        raise ValueError("a share says its numerator and its denominator")


def _names(key: str, raw: dict[str, Any]) -> Names:
    if set(raw) != set(LANGUAGES) or not all(isinstance(text, str) and text.strip() for text in raw.values()):
        raise ValueError(f"{key} needs words in {', '.join(LANGUAGES)}")
    return Names(**raw)


def _some_names(key: str, raw: dict[str, Any]) -> Names | None:
    return _names(key, raw[key]) if key in raw else None
