"""Bytes of a mail as text, whatever charset they claim: never an error, and no codec that is not a charset."""

from __future__ import annotations

import codecs
from typing import Final

_FAMILIES: Final = (
    "utf-8",
    "utf-16",
    "utf-32",
    "ascii",
    "iso8859",
    "cp",
    "koi8",
    "mac-",
    "gb",
    "big5",
    "euc",
    "iso2022",
    "shift_jis",
    "tis",
)
_AS_WINDOWS: Final = frozenset({"ascii", "iso8859-1", "cp1252"})
"""Who says these means Windows-1252, as browsers read it (https://encoding.spec.whatwg.org/#names-and-labels)."""


def decoded(held: bytes, charset: str) -> str:
    """Return the text; bytes that do not fit are tried as UTF-8, then as Windows-1252, and at last replaced."""
    name = _known(charset)
    for attempt in dict.fromkeys(("utf-8", name) if name in _AS_WINDOWS else (name, "utf-8")):
        try:
            return held.decode("cp1252" if attempt in _AS_WINDOWS else attempt).lstrip("\ufeff")
        except UnicodeDecodeError:
            continue
    return held.decode("cp1252", "replace")


def _known(charset: str) -> str:
    try:
        name = codecs.lookup(charset.strip().strip("\"'").lower()[:40]).name
    except (LookupError, ValueError):
        return "utf-8"
    # "punycode" takes minutes for a long text, and others are no charsets at all.
    return name if name.startswith(_FAMILIES) else "utf-8"
