"""Answers with an ETag, as every GET of the specification carries one (xAPI 1.0.3, Communication 3.1.s4.b1 to b4)."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha1
from typing import Final

from flask import Response, request

JSON: Final = "application/json"


def tagged(
    contents: bytes, content_type: str = JSON, *, etag: str | None = None, modified: datetime | None = None
) -> Response:
    """Answer these bytes under the SHA-1 of them (`etag`, where it is known); 304 to who names it in If-None-Match."""
    response = Response(contents, content_type=content_type)
    response.set_etag(etag or sha1(contents, usedforsecurity=False).hexdigest())
    response.last_modified = modified
    # Reading has one header of this kind: what If-Match guards is writing.
    if request.if_none_match and not response.is_streamed:
        response.make_conditional(request)
    return response
