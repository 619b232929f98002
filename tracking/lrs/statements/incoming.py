"""The body of a request that brings statements: plain JSON, or multipart with the data of their attachments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

import orjson
from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from classcode.i18n import N_
from tracking.log.files import Keeper
from tracking.lrs.errors import TooLarge
from tracking.lrs.here import client
from tracking.lrs.multipart import LARGEST_STATEMENTS, Part, read_mixed
from tracking.xapi.errors import Invalid
from tracking.xapi.parts import media_type

_CLAUSE: Final = "Communication 1.5"


@dataclass(frozen=True, slots=True)
class Sent:
    """What came: the parsed JSON, not yet looked at, and the attachments' data by their SHA-2."""

    value: Any
    parts: Mapping[str, Part]


def read(keeper: Keeper) -> Sent:
    """Read the body of this request; `keeper` holds its attachments until they are kept."""
    content_type = request.headers.get("Content-Type", "")
    if media_type(content_type) == "application/json":
        return Sent(_parsed(_bounded()), {})
    mixed = read_mixed(cast("Any", request.stream), content_type, largest=client().largest, keep=keeper)
    return Sent(_parsed(mixed.statements), mixed.parts)


def _bounded() -> bytes:
    largest = min(client().largest, LARGEST_STATEMENTS)
    if (request.content_length or 0) > largest:
        raise TooLarge(largest=largest)
    try:
        body = request.stream.read(largest + 1)
    except RequestEntityTooLarge:
        raise TooLarge(largest=largest) from None
    if len(body) > largest:
        raise TooLarge(largest=largest)
    return body


def _parsed(text: bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        message = N_("This is not JSON: see line %(line)s, column %(column)s.")
        raise Invalid("", _CLAUSE, message, line=error.lineno, column=error.colno) from None
