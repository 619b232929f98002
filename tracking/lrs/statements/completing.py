"""What the record itself sets in a statement before it is kept: id, stored, timestamp, authority, version. Pure.

xAPI 1.0.3, Data 2.3.1 (what a record may change) and 2.4; whatever else a client sent stays as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

import orjson

from classcode.i18n import N_
from tracking.log.writing import AttachedFile, Entry
from tracking.statements import timestamp
from tracking.xapi import clauses
from tracking.xapi.errors import Invalid
from tracking.xapi.index import index
from tracking.xapi.values import instant
from tracking.xapi.versions import Version

_DEFAULT: Final = {Version.V1: "1.0.0", Version.V2: "2.0.0"}
"""The version of a statement that names none (1.0.3 Communication 3.3.s3.b7; 9274.1.1 4.2.4.3)."""


_OURS: Final = frozenset({"stored", "authority", "version"})


@dataclass(frozen=True, slots=True)
class Setting:
    """What is the same for all statements of a request."""

    client_id: UUID
    authority: Mapping[str, Any]
    defines: bool
    version: Version
    stored: datetime


def complete(statement: dict[str, Any], setting: Setting, parts: Mapping[str, Any], where: str) -> Entry:
    """Return a valid statement as it goes into the log: what the record sets stands at the end of its bytes."""
    stored = timestamp(setting.stored)
    whole = {name: value for name, value in statement.items() if name not in _OURS}
    identity = UUID(whole["id"]) if "id" in whole else uuid4()
    whole.setdefault("id", str(identity))
    whole.setdefault("timestamp", stored)
    whole["stored"] = stored
    whole["authority"] = setting.authority
    whole["version"] = statement.get("version", _DEFAULT[setting.version])
    _list_activities(whole)
    return Entry(
        id=identity,
        stored=setting.stored,
        timestamp=instant(whole["timestamp"]),
        body=written(whole, where),
        index=index(whole),
        client_id=setting.client_id,
        files=_files(whole, parts) if parts else (),
        defines=setting.defines,
    )


def written(statement: Mapping[str, Any], where: str = "") -> bytes:
    """Return the bytes to keep; what is nested too deeply to be written is refused."""
    try:
        return orjson.dumps(statement)
    except orjson.JSONEncodeError:
        raise Invalid(where, clauses.FORMATTING, N_("This is nested too deeply.")) from None


def _list_activities(statement: dict[str, Any]) -> None:
    """Make lists of single context activities (Data 2.4.6.2)."""
    related = statement["context"].get("contextActivities") if "context" in statement else None
    if related:
        for kind, value in related.items():
            if type(value) is dict:
                related[kind] = [value]
    if statement["object"].get("objectType") == "SubStatement":
        _list_activities(statement["object"])


def _files(statement: Mapping[str, Any], parts: Mapping[str, Any]) -> tuple[AttachedFile, ...]:
    """Return the files among `parts` that a statement, or one inside it, names."""
    named = [*statement.get("attachments", ()), *statement["object"].get("attachments", ())]
    found = {one["sha2"].lower(): one["contentType"] for one in named if one["sha2"].lower() in parts}
    return tuple(AttachedFile(*one) for one in found.items())
