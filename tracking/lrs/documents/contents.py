"""What a document holds: bytes as they came and their type, JSON only where the type says so. Pure.

Merging follows xAPI 1.0.3, Communication 2.2.s7: property by property, one level deep. The values are carried over
as they are written, so that a number keeps all its digits.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha1
from typing import Final

import msgspec

from classcode.i18n import N_
from tracking.xapi.errors import Invalid

JSON: Final = "application/json"
OPAQUE: Final = "application/octet-stream"
CLAUSE: Final = "Communication 2.2"


@dataclass(frozen=True, slots=True)
class Content:
    """A document's bytes and its type, parameters included (`text/plain; charset=utf-8`)."""

    type: str
    contents: bytes

    def etag(self) -> str:
        """Return the SHA-1 of the bytes in lowercase hexadecimal, without quotes (Communication 3.1.s4.b2)."""
        return sha1(self.contents, usedforsecurity=False).hexdigest()

    def is_json(self) -> bool:
        """Tell whether the type says JSON, whatever its parameters."""
        return self.type.partition(";")[0].strip().lower() == JSON


def check(content: Content) -> None:
    """Refuse what is called JSON and is none; other types are taken as they are."""
    if content.is_json():
        _check_json(content.contents)


def merge(known: Content, new: Content) -> Content:
    """Return the known document with each property of the new one set on it; raise Invalid unless both are objects."""
    if not (known.is_json() and new.is_json()):
        raise Invalid("", CLAUSE, N_("Only documents of the type application/json can be merged."))
    properties = _properties(known.contents) | _properties(new.contents)
    return Content(known.type, msgspec.json.encode(properties))


def check_mergeable(content: Content) -> None:
    """Refuse a JSON document to be posted that is no object: what comes later could never be merged with it."""
    if content.is_json():
        _properties(content.contents)


def _properties(contents: bytes) -> dict[str, msgspec.Raw]:
    _check_json(contents)
    try:
        return msgspec.json.decode(contents, type=dict[str, msgspec.Raw])
    except msgspec.ValidationError:
        message = N_("A document is merged property by property: this is not a JSON object.")
        raise Invalid("", CLAUSE, message) from None


def _check_json(contents: bytes) -> None:
    """Refuse what is no JSON, without building what it says: a large document costs little more than its bytes."""
    try:
        contents.decode()  # a text that is skipped over is not looked at for its encoding
        msgspec.json.decode(contents, type=msgspec.Raw)
    except (UnicodeDecodeError, msgspec.DecodeError, RecursionError) as wrong:
        raise Invalid("", CLAUSE, N_("This cannot be read as JSON (%(why)s)."), why=wrong) from None
