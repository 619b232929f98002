"""The plain values of a statement: IRIs, UUIDs, timestamps, durations, language tags; what each may look like.

`is_...` functions tell, `check_...` functions refuse with the path and the clause; what holds such values is in
`shapes.py` and the files named after the parts of a statement. Formats repeat in every statement (verbs, homepages,
languages), so what was found good once is remembered, as long as it is short.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from math import isfinite
from typing import Final

from classcode.i18n import N_
from tracking.xapi import clauses
from tracking.xapi.errors import Invalid
from tracking.xapi.versions import Version

REMEMBERED: Final = 8_192
"""How many texts of a kind are remembered; with `SHORT`, in characters, at most 8 MB a kind in a worker's memory."""
SHORT: Final = 200

NOT_IRI: Final = N_("This has to be an IRI with its scheme, such as https://example.org/thing.")
NOT_URI: Final = N_(
    "This has to be a URI with its scheme, in ASCII characters, such as https://example.org/person."
)
NOT_UUID: Final = N_("This has to be a UUID, such as 6690e6c9-3ef0-4ed3-8b37-7f3964730bee.")
NOT_TIMESTAMP: Final = N_(
    "This has to be a date with its time in ISO 8601, such as 2026-09-01T08:30:00.000Z."
)
NOT_RFC3339: Final = N_(
    "This has to be a date with its time and zone in RFC 3339, such as 2026-09-01T08:30:00.000Z."
)
NOT_ZONE: Final = N_("A time zone of minus zero is not allowed; write Z or +00:00.")
NOT_DURATION: Final = N_("This has to be a duration in ISO 8601, such as PT1H30M or P4W.")
NOT_LANGUAGE: Final = N_("This has to be a language tag of RFC 5646, such as fr or en-GB.")

_SCHEME: Final = r"[A-Za-z][A-Za-z0-9+.\-]*:"
_iri: Final = re.compile(_SCHEME + r'[^\x00-\x20\x7f-\xa0<>"{}|\\^`\ud800-\udfff]+').fullmatch
_uuid: Final = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}").fullmatch
_negative_zero: Final = re.compile(r"-00(?::?00)?$").search
_iso8601: Final = re.compile(
    r"[0-9W\-]{7,10}T[0-9:]{2,8}(?:[.,][0-9]+)?(?:Z|[+\-][0-9]{2}(?::?[0-9]{2})?)?"
).fullmatch
_rfc3339: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+\-][0-9]{2}:[0-9]{2})"
).fullmatch
# Only the last part of a duration may carry decimals, and weeks stand alone (ISO 8601:2004, 4.4.3.2).
_LAST: Final = r"(?:[0-9]+(?:[.,][0-9]+(?=.$))?"
_duration: Final = re.compile(
    rf"P(?:{_LAST}W)|(?=[0-9T]){_LAST}Y)?{_LAST}M)?{_LAST}D)?(?:T(?=[0-9]){_LAST}H)?{_LAST}M)?{_LAST}S)?)?)"
).fullmatch
_language: Final = re.compile(
    r"(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})"  # language
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"  # script, region
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"  # variants
    r"(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*"  # extensions
    r"(?:-x(?:-[a-z0-9]{1,8})+)?"  # private use
    r"|x(?:-[a-z0-9]{1,8})+"
    # The irregular tags that RFC 5646 keeps from before (2.1, "grandfathered").
    r"|en-gb-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)|sgn-(?:be-fr|be-nl|ch-de))",
    re.IGNORECASE | re.ASCII,
).fullmatch

Test = Callable[[str], bool]


def _remembering(test: Callable[[str], object]) -> Test:
    """Return the test with a memory for short texts; long ones would fill it, and seldom repeat."""
    known = lru_cache(REMEMBERED)(lambda text: test(text) is not None)
    return lambda text: known(text) if len(text) <= SHORT else test(text) is not None


is_iri: Final = _remembering(_iri)
is_language: Final = _remembering(_language)


def is_duration(text: str) -> bool:
    """Tell whether a text is a duration with designators, of any precision (Data 4.6)."""
    return _duration(text) is not None


def instant(timestamp: str) -> datetime:
    """Return the moment that a valid timestamp names, in UTC; one without a zone is taken as UTC (Data 4.5)."""
    moment = datetime.fromisoformat(timestamp)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _exists(timestamp: str) -> bool:
    """Tell whether the calendar and the clock know a well-formed moment; leap seconds count as unknown."""
    try:
        instant(timestamp)
    except (ValueError, OverflowError):
        return False
    return True


def check_iri(value: object, where: str, clause: str = clauses.IRIS) -> None:
    """Refuse what is no IRI with a scheme (RFC 3987; best effort, as Data 2.2 allows)."""
    if type(value) is not str or not is_iri(value):
        raise Invalid(where, clause, NOT_IRI)


def check_uuid(value: object, where: str, clause: str = clauses.UUIDS) -> None:
    """Refuse what is no UUID in the standard form."""
    if type(value) is not str or _uuid(value) is None:
        raise Invalid(where, clause, NOT_UUID)


def check_timestamp(value: object, where: str, version: Version) -> None:
    """Refuse what is no moment: ISO 8601, basic or extended, in 1.0.x; RFC 3339 with its zone in 2.0."""
    later = version is Version.V2
    if type(value) is not str or not (_rfc3339 if later else _iso8601)(value) or not _exists(value):
        clause = clauses.TIMESTAMPS_2 if later else clauses.TIMESTAMPS
        raise Invalid(where, clause, NOT_RFC3339 if later else NOT_TIMESTAMP)
    if value[-1] == "0" and _negative_zero(value, 10):
        raise Invalid(where, clauses.TIMESTAMPS, NOT_ZONE)


def check_language(value: object, where: str, clause: str = clauses.LANGUAGES) -> None:
    """Refuse what is not formed as a language tag; whether the language exists is not asked."""
    if type(value) is not str or not is_language(value):
        raise Invalid(where, clause, NOT_LANGUAGE)


def is_number(value: object) -> bool:
    """Tell whether a value is a finite number; true and false are none."""
    return type(value) is int or (type(value) is float and isfinite(value))
