"""What the columns and rows of a statement should say, read from its bytes and nothing else. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson

from tracking.log.identities import own_actor
from tracking.log.keys import key_of
from tracking.statements import duration
from tracking.vocabulary import Verb, verb_iri
from tracking.xapi.index import Index, ifi, index
from tracking.xapi.values import instant

Links = dict[int, bool]
_MILLISECOND: Final = 0.001


@dataclass(frozen=True, slots=True)
class Expected:
    """What the bytes say; `files` are the SHA-2 that may have come with it, `attached` those that must have."""

    statement: Mapping[str, Any]
    index: Index
    id: UUID
    stored: datetime
    timestamp: datetime
    agents: Links
    activities: Links
    files: frozenset[str]
    attached: frozenset[str]


def expected(body: bytes) -> Expected:
    """Read a statement's bytes; ValueError or KeyError when they hold no complete statement."""
    statement = orjson.loads(body)
    found = index(statement)
    files = [*statement.get("attachments", ()), *statement["object"].get("attachments", ())]
    return Expected(
        statement=statement,
        index=found,
        id=UUID(statement["id"]),
        stored=instant(statement["stored"]),
        timestamp=instant(statement["timestamp"]),
        agents={key_of(identifier): narrow for identifier, narrow in found.agents.items()},
        activities={key_of(iri): narrow for iri, narrow in found.activities.items()},
        files=frozenset(one["sha2"].lower() for one in files),
        attached=frozenset(one["sha2"].lower() for one in files if not one.get("fileUrl")),
    )


def column_differences(row: Any, said: Expected, iri_base: str) -> Iterator[str]:
    """Tell which columns of a statement's row do not say what its bytes say."""
    if row.id != said.id:
        yield f"id is {row.id}, the statement says {said.id}"
    for name in ("stored", "timestamp"):
        column, written = getattr(row, name), getattr(said, name)
        # Our own statements write milliseconds, and others may write more digits than a column holds.
        if abs((column - written).total_seconds()) >= _MILLISECOND:
            yield f"{name} is {column.isoformat()}, the statement says {written.isoformat()}"
    if row.verb_key != key_of(said.index.verb):
        yield f"verb_key is {row.verb_key}, not that of {said.index.verb}"
    if row.registration != said.index.registration:
        yield f"registration is {row.registration}, the statement says {said.index.registration}"
    if row.client_id is None:
        for name, value in counted_columns(row, said, iri_base).items():
            if getattr(row, name) != value:
                yield f"{name} is {getattr(row, name)}, the statement says {value}"


def counted_columns(row: Any, said: Expected, iri_base: str) -> dict[str, Any]:
    """Return what counts of a statement of ours, as far as its bytes tell it."""
    thing = said.statement["object"]
    path = f"statements/{thing['id']}" if said.index.target else str(thing["id"]).removeprefix(f"{iri_base}/")
    verbs = (verb for verb in Verb if verb_iri(verb, iri_base) == said.index.verb)
    counted = {
        "actor": own_actor(ifi(said.statement["actor"]) or "", iri_base),
        "verb": next((verb.value for verb in verbs), row.verb),
        "object_path": path,
    }
    lasted = said.statement.get("result", {}).get("duration")
    if row.minutes is None or lasted is None or duration(row.minutes) != lasted:
        counted["minutes"] = _minutes(lasted)
    return counted


def _minutes(lasted: str | None) -> int | None:
    """Read a duration as we write it, hours and minutes; None for any other."""
    if lasted is None:
        return None
    hours, _, rest = lasted.removeprefix("PT").rpartition("H")
    try:
        return int(hours or 0) * 60 + int(rest.removesuffix("M") or 0)
    except ValueError:
        return None
