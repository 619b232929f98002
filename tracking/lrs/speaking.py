"""Which version of the specification a request speaks, and which one its answer names (Communication 3.3)."""

from __future__ import annotations

import re
from typing import Final

from classcode.i18n import N_
from tracking.xapi.errors import Invalid
from tracking.xapi.versions import Version

HEADER: Final = "X-Experience-API-Version"
VARIABLE: Final = "HTTP_X_EXPERIENCE_API_VERSION"
"""Where WSGI keeps the header."""
_KNOWN: Final = {"1.0.3": Version.V1, "2.0.0": Version.V2}
_GENERATIONS: Final = (
    (re.compile(r"1\.0(\.\d{1,4})?", re.ASCII), Version.V1),
    (re.compile(r"2\.0(\.\d{1,4})?", re.ASCII), Version.V2),
)
_CLAUSE: Final = "Communication 3.3"
_BEFORE_HEADERS: Final = "0.9"
"""What a request without the header speaks: the header came with 0.95. Both generations of clients understand it
as the refusal that it is, and neither is told that she was understood as the other."""


def spoken(header: str | None) -> Version:
    """Return the version that a header asks for; all of 1.0.x is served as 1.0.3, all of 2.0.x as 2.0.0."""
    if header is None:
        raise Invalid(HEADER, _CLAUSE, N_("The header is missing; send 1.0.3 or 2.0.0."))
    known = _KNOWN.get(header)
    if known is not None:
        return known
    for pattern, version in _GENERATIONS:
        if pattern.fullmatch(header):
            return version
    raise Invalid(HEADER, _CLAUSE, N_("This version is not spoken here; send 1.0.3 or 2.0.0."))


def answered(header: str | None, *, refused: bool) -> str:
    """Return what an answer names where no version was agreed on: a refusal, or a resource that needs none."""
    if header is None:
        return _BEFORE_HEADERS if refused else Version.V2.value
    return (Version.V1 if header.startswith("1.") else Version.V2).value
