"""Where a document lies: its kind, whose it is, and the name that a client gave it. Pure.

xAPI 1.0.3, Communication 2.3 (state), 2.6 (agent profile), 2.7 (activity profile); 2.0 keeps the same three.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from uuid import UUID

import orjson


class Kind(StrEnum):
    """Which of the three resources a document belongs to; the value is what the table holds."""

    STATE = "state"
    ACTIVITY = "activity"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Context:
    """Whose documents: `activity` is an IRI, `agent` an actor's identifier as one text, None where the kind has none.

    A state's context without `registration` holds the states of every registration and those of none.
    """

    kind: Kind
    activity: str | None = None
    agent: str | None = None
    registration: UUID | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """One document's place: here a missing `registration` is a place of its own; `id` is the stateId or profileId."""

    context: Context
    id: str

    def key(self) -> UUID:
        """Return the digest unique to this place, so that no unique key has to compare what is null."""
        at = self.context
        named = orjson.dumps([at.kind, at.activity, at.agent, at.registration, self.id])
        return UUID(bytes=blake2b(named, digest_size=16).digest())
