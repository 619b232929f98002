"""Building statements from events: pure, no database, no clock. xAPI 1.0.3, Data section 2.

A statement holds identifiers, numbers, closed choices and durations; never free text, a name, or a right answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid5

import orjson

from tracking.vocabulary import DISPLAY, Thing, Verb, profile_version_iri, type_iri, verb_iri

VERSION: Final = "1.0.3"
PLATFORM: Final = "Class'Code"
NAMESPACE: Final = UUID("5b0e7d4c-6f9a-5b1e-9a35-0d4f2c6b8e11")
"""The uuid5 namespace of statement ids: the same act gives the same id, here and in every LRS that receives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of it: `scaled` from -1 to 1, `raw` from `least` to `most`, whole `minutes`, a closed `response`."""

    success: bool | None = None
    completion: bool | None = None
    response: str | None = None
    scaled: float | None = None
    raw: int | None = None
    least: int = 0
    most: int | None = None
    minutes: int | None = None
    extensions: Mapping[str, int | str | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that somebody did, as a feature tells it to the record.

    `act_id` is the act's UUID (with verb and object it makes the statement's id); `person_id` who lived it;
    `instructor_id` the facilitator, also where she typed it in for somebody else; `module` the slug counted under.
    """

    act_id: UUID
    person_id: UUID
    verb: Verb
    object: Thing
    at: datetime
    result: Result | None = None
    module: str | None = None
    registration: UUID | None = None
    parent: Thing | None = None
    grouping: tuple[Thing, ...] = ()
    instructor_id: UUID | None = None
    language: str | None = None
    revision: str | None = None


def statement_id(event: Event) -> UUID:
    """Return the id that this event will always have."""
    return uuid5(NAMESPACE, f"{event.act_id}:{event.person_id}:{event.verb}:{event.object.path}")


def agent(pseudonym: UUID | str, iri_base: str) -> dict[str, Any]:
    """Return an actor: an account under our IRI base, named by a random UUID (Data 2.4.2.1)."""
    return {"objectType": "Agent", "account": {"homePage": iri_base, "name": str(pseudonym)}}


def timestamp(instant: datetime) -> str:
    """Write an instant as RFC 3339 in UTC with milliseconds."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def duration(minutes: int) -> str:
    """Write whole minutes as an ISO 8601 duration (Data 4.6)."""
    hours, rest = divmod(minutes, 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{rest}M" if rest or not hours else "")


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds an event when it is written: identities, the IRI base, and the time of storing."""

    actor: UUID
    instructor: UUID | None
    iri_base: str
    stored: datetime


def build(event: Event, frame: Frame) -> dict[str, Any]:
    """Build the whole statement of an event."""
    verb = {"id": verb_iri(event.verb, frame.iri_base), "display": dict(DISPLAY[event.verb])}
    built: dict[str, Any] = {
        "id": str(statement_id(event)),
        "actor": agent(frame.actor, frame.iri_base),
        "verb": verb,
        "object": _activity(event.object, frame.iri_base),
    }
    if event.result is not None:
        built["result"] = _result(event.result, frame.iri_base)
    built["context"] = _context(event, frame)
    built["timestamp"] = timestamp(event.at)
    built["stored"] = timestamp(frame.stored)
    built["authority"] = agent("classcode", frame.iri_base)
    built["version"] = VERSION
    return built


def build_voiding(voided: UUID, voiding: UUID, at: datetime, frame: Frame) -> dict[str, Any]:
    """Build the statement that voids another (Data 2.3.2)."""
    return {
        "id": str(voiding),
        "actor": agent(frame.actor, frame.iri_base),
        "verb": {"id": verb_iri(Verb.VOIDED, frame.iri_base), "display": dict(DISPLAY[Verb.VOIDED])},
        "object": {"objectType": "StatementRef", "id": str(voided)},
        "context": {"contextActivities": {"category": [_profile(frame.iri_base)]}},
        "timestamp": timestamp(at),
        "stored": timestamp(frame.stored),
        "authority": agent("classcode", frame.iri_base),
        "version": VERSION,
    }


def _profile(iri_base: str) -> dict[str, Any]:
    """Return what says that a statement follows our profile, as readers look for it (xAPI Profiles 1.0, part one)."""
    return {"objectType": "Activity", "id": profile_version_iri(iri_base)}


def _activity(thing: Thing, iri_base: str) -> dict[str, Any]:
    definition: dict[str, Any] = {"type": type_iri(thing.kind, iri_base)}
    if thing.name:
        definition["name"] = dict(thing.name)
    if thing.interaction:
        definition["interactionType"] = thing.interaction
    return {"objectType": "Activity", "id": thing.iri(iri_base), "definition": definition}


def _result(result: Result, iri_base: str) -> dict[str, Any]:
    built: dict[str, Any] = {}
    score = {"scaled": result.scaled, "raw": result.raw, "max": result.most}
    score = {key: value for key, value in score.items() if value is not None}
    if score:
        built["score"] = score | ({"min": result.least} if "max" in score else {})
    for key in ("success", "completion", "response"):
        value = getattr(result, key)
        if value is not None:
            built[key] = value
    if result.minutes is not None:
        built["duration"] = duration(result.minutes)
    if result.extensions:
        built["extensions"] = {
            f"{iri_base}/xapi/extensions/{key}": value for key, value in result.extensions.items()
        }
    return built


def _context(event: Event, frame: Frame) -> dict[str, Any]:
    built: dict[str, Any] = {"platform": PLATFORM}
    if event.registration:
        built["registration"] = str(event.registration)
    if frame.instructor:
        built["instructor"] = agent(frame.instructor, frame.iri_base)
    activities: dict[str, Any] = {"category": [_profile(frame.iri_base)]}
    if event.parent:
        activities["parent"] = [_activity(event.parent, frame.iri_base)]
    if event.grouping:
        activities["grouping"] = [_activity(thing, frame.iri_base) for thing in event.grouping]
    built["contextActivities"] = activities
    if event.revision:
        built["revision"] = event.revision
    if event.language:
        built["language"] = event.language
    return built


def write(statement: dict[str, Any]) -> bytes:
    """Return a statement as the bytes that are stored and forwarded unchanged."""
    return orjson.dumps(statement)
