"""What is refused before the parser of the standard library sees it: it recurses per level and copies per part."""

from __future__ import annotations

import re
from typing import Final

LARGEST: Final = 25 * 1024 * 1024
"""Bytes of one mail with its files, as large providers allow them."""
HEADERS: Final = 256 * 1024
"""Bytes of the first block of headers; a mail through many lists has 30 kB."""
NESTED: Final = 20
"""Boundaries that are declared, and mails inside the mail: a forward of a forward has eight."""
PARTS: Final = 300
"""Parts of all levels together."""

_BOUNDARY: Final = re.compile(rb'boundary\s*=\s*(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))', re.IGNORECASE)


class Unreadable(Exception):
    """A mail that is not read; the message is a word for the row, never shown to a stranger."""


def check(raw: bytes) -> None:
    """Raise `Unreadable` for a mail whose shape would cost more time or memory than any person's."""
    if len(raw) > LARGEST:
        raise Unreadable("too large")
    _check_headers(raw)
    declared = {one or other for one, other in _BOUNDARY.findall(raw)}
    if len(declared) > NESTED or raw.lower().count(b"message/rfc822") > NESTED:
        raise Unreadable("too deep")
    if sum(raw.count(b"--" + boundary) for boundary in declared) > PARTS:
        raise Unreadable("too many parts")


def _check_headers(raw: bytes) -> None:
    ends = [end for end in (raw.find(b"\r\n\r\n"), raw.find(b"\n\n")) if end >= 0]
    if min(ends, default=len(raw)) > HEADERS:
        raise Unreadable("headers too long")
