"""Taking one actor out of a statement that is somebody else's. Pure.

The statement is parsed and written anew, so its bytes change beyond the actor: spaces go, and numbers keep their value
but not always their spelling. A signature held the statement as it was, with the actor in it: it is taken out as well.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson

from tracking.xapi.index import ifi
from tracking.xapi.pseudonyms import REPLACED, Actor, renamed, with_actors
from tracking.xapi.signatures import SIGNATURE

NAME: Final = "erased"
"""The account name that stands for everybody who was erased: one for all, so that nothing can be joined by it."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A statement without the actor, as bytes and read, and the SHA-2 of the signatures that went with it."""

    body: bytes
    statement: dict[str, Any]
    signatures: frozenset[str]


def without(body: bytes, identifiers: Collection[str], iri_base: str) -> Rewritten:
    """Return a statement in which the erased account stands wherever one of these identifiers stood."""
    erased = {"homePage": iri_base, "name": NAME}

    def rename(actor: Actor) -> Actor:
        if ifi(actor) not in identifiers:
            return actor
        kept = {key: value for key, value in actor.items() if key not in (*REPLACED, "account", "name")}
        return {**kept, "account": erased}

    read = orjson.loads(body)
    statement = with_actors(read, rename)
    if "authority" in statement:
        statement["authority"] = renamed(statement["authority"], rename)
    signatures = _unsign(statement)
    return Rewritten(orjson.dumps(statement), statement, signatures)


def _unsign(statement: dict[str, Any]) -> frozenset[str]:
    listed: list[Mapping[str, Any]] = statement.get("attachments", [])
    kept = [one for one in listed if one["usageType"] != SIGNATURE]
    if len(kept) == len(listed):
        return frozenset()
    statement["attachments"] = kept
    if not kept:
        del statement["attachments"]
    gone = {one["sha2"].lower() for one in listed if one["usageType"] == SIGNATURE}
    return frozenset(gone - {one["sha2"].lower() for one in kept})
