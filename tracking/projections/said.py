"""What projections read of a statement: its columns that count and, for a few kinds, some places of its text. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

import orjson

from tracking.vocabulary import Kind, Verb, extension_iri

PLACES: Final = "/places/"
_MOST: Final = 2**31 - 1
"""The largest number that the column of points holds; a client may send any."""
LEAST: Final = 1
MOST: Final = 5
"""The ends of a ready-made scale, whose points are called by their numbers."""

BODIES: Final[tuple[tuple[Verb, Kind], ...]] = (
    (Verb.ATTENDED, Kind.MEETING),
    (Verb.ABSENT, Kind.MEETING),
    (Verb.PROPOSED, Kind.MEETING),
    (Verb.RATED, Kind.QUESTION),
    (Verb.ANSWERED, Kind.SURVEY),
    (Verb.ANSWERED, Kind.ABILITY),
)
"""The kinds of statement of which the columns do not say enough."""


class Said(NamedTuple):
    """One statement that counts, under the actor that it names; `body` only where its kind is one of `BODIES`."""

    seq: int
    actor: UUID
    verb: str
    object_kind: str
    path: str
    module: str | None
    at: datetime
    minutes: int | None
    voided: bool = False
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """Where something was, and whether and by whom it was led; led by nobody known where she was erased."""

    place: UUID | None = None
    led: bool = False
    led_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """How good something was, on its own scale."""

    points: int
    least: int
    most: int


def around(body: bytes | None) -> Around:
    """Return the place and the instructor that a statement's context names."""
    context = _read(body).get("context", {})
    related = context.get("contextActivities", {}).get("grouping", ())
    things = related if isinstance(related, list) else [related] if related else ()
    places = (_uuid(thing["id"].rpartition(PLACES)[2]) for thing in things if PLACES in thing["id"])
    led = context.get("instructor")
    named = _uuid(led.get("account", {}).get("name", "")) if led else None
    return Around(next((place for place in places if place), None), led is not None, named)


def is_excused(body: bytes | None, iri_base: str) -> bool:
    """Tell whether an absence had been announced."""
    extensions = _read(body).get("result", {}).get("extensions", {})
    return extensions.get(extension_iri("excused", iri_base)) is True


def points(body: bytes | None) -> Points | None:
    """Return the points that somebody gave, None where a client's scale has no end or does not fit."""
    score = _read(body).get("result", {}).get("score", {})
    told = [*_numbers(score, "raw", None), *_numbers(score, "min", 0), *_numbers(score, "max", None)]
    return Points(*told) if len(told) == 3 and told[1] <= told[0] <= told[2] else None


def chosen_point(body: bytes | None) -> Points | None:
    """Return the point of a ready-made scale that somebody chose, None for what a client calls otherwise."""
    response = _read(body).get("result", {}).get("response")
    known = {str(point): point for point in range(LEAST, MOST + 1)}
    return Points(known[response], LEAST, MOST) if response in known else None


def _numbers(score: Mapping[str, Any], name: str, otherwise: int | None) -> Iterator[int]:
    value = score.get(name, otherwise)
    if isinstance(value, int | float) and abs(value) <= _MOST:
        yield round(value)


def _read(body: bytes | None) -> Mapping[str, Any]:
    read: Mapping[str, Any] = orjson.loads(body) if body else {}
    return read


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
