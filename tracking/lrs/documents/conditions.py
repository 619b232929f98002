"""What a request demands of the document as it is now, by If-Match and If-None-Match. Pure.

xAPI 1.0.3, Communication 3.1; 2.0 (9274.1.1 4.1.4) asks the same of states, and of POST and DELETE.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tracking.lrs.documents.places import Kind
from tracking.xapi.versions import Version

ANY: Final = "*"


@dataclass(frozen=True, slots=True)
class Conditions:
    """The ETags (without quotes; `*` is any) that a request names in each header, None where it has no such header."""

    match: frozenset[str] | None = None
    none_match: frozenset[str] | None = None

    def stated(self) -> bool:
        """Tell whether the request demands anything."""
        return self.match is not None or self.none_match is not None

    def hold(self, etag: str | None) -> bool:
        """Tell whether they hold for the document with this ETag, or for no document (RFC 2616 14.24 and 14.26)."""
        here = frozenset() if etag is None else frozenset({ANY, etag})
        if self.match is not None and here.isdisjoint(self.match):
            return False
        return self.none_match is None or here.isdisjoint(self.none_match)


@dataclass(frozen=True, slots=True)
class Care:
    """What a PUT that demands nothing may do: make a document, replace one."""

    makes: bool
    replaces: bool


def care(kind: Kind, version: Version) -> Care:
    """Return the care of a resource: 1.0.x lets states go (3.1.s3) and asks a header for every profile (3.1.s3.b1)."""
    if version is Version.V2:
        return Care(makes=True, replaces=False)
    return Care(makes=kind is Kind.STATE, replaces=kind is Kind.STATE)
