"""Headers of a stranger's mail: decoded with whatever charset it names, cut, and read by rules stricter than theirs.

The sender is one address or nobody: two addresses, or a shape that mail programs read differently, name no sender.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.header import decode_header
from email.message import Message
from typing import Final

from helpdesk.mailbox.reading.charsets import decoded

LONGEST: Final = 20_000
"""Characters of one header that are read."""
MOST: Final = 300
IDENTIFIERS: Final = 100
"""Message-IDs of one header that are read, the latest."""

_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_COMMENT: Final = re.compile(r"\([^()]*\)")
_ADDRESS: Final = re.compile(r"[^\s<>@,;:\"()\[\]\\]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])")
_IDENTIFIER: Final = re.compile(r"<[!-;=?-~]{3,250}>")
_REACHED: Final = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to")


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers of one mail as text, by lower-case name, in order."""

    held: tuple[tuple[str, str], ...]

    def all(self, name: str) -> list[str]:
        """Return the values of a header."""
        return [value for held, value in self.held if held == name]

    def first(self, name: str) -> str:
        """Return a header's first value, or nothing."""
        return next((value for held, value in self.held if held == name), "")

    def names(self) -> set[str]:
        """Return which headers there are."""
        return {held for held, _ in self.held}

    def word(self, name: str) -> str:
        """Return a header's first value in lower case without its parameters."""
        return self.first(name).partition(";")[0].strip().lower()


def headers_of(message: Message) -> Headers:
    """Return a message's headers; bytes that are not ASCII are UTF-8 or Windows-1252, as senders do it."""
    held = []
    for name, value in list(message.raw_items())[:MOST]:
        bytes_ = str(value)[:LONGEST].encode("utf-8", "surrogateescape")
        held.append((name.lower(), " ".join(decoded(bytes_, "utf-8").split())))
    return Headers(tuple(held))


def words(value: str) -> str:
    """Return a header's encoded words as text (RFC 2047)."""
    try:
        parts = decode_header(value)
    except ValueError:  # base64 that is none
        return value
    text = "".join(
        decoded(part, charset or "ascii") if isinstance(part, bytes) else part for part, charset in parts
    )
    return " ".join(_printable(text).split())


def sender(headers: Headers) -> tuple[str, str]:
    """Return the address in lower case and the name of who wrote; two empty strings when that is not one person."""
    if len(headers.all("from")) != 1:
        return "", ""
    value = headers.first("from")
    bare = _COMMENT.sub("", _QUOTED.sub("", value)).strip()
    shape = re.fullmatch(r"[^<>@,;]*<([^<>]*)>|([^<>\s,;]+)", bare)
    address = (shape.group(1) or shape.group(2) or "").strip() if shape else ""
    if not _ADDRESS.fullmatch(address):
        return "", ""
    name = words(value.rpartition("<")[0].strip().strip('"'))
    return address.lower(), name[:80]


def recipients(headers: Headers) -> tuple[str, ...]:
    """Return every address that the mail was sent to or delivered to, in lower case."""
    found = (one for name in _REACHED for value in headers.all(name) for one in _ADDRESS.findall(value))
    return tuple(dict.fromkeys(one.lower() for one in found))


def identifiers(values: Sequence[str]) -> tuple[str, ...]:
    """Return the Message-IDs that headers hold, with brackets, in order."""
    found = [one for value in values for one in _IDENTIFIER.findall(value)]
    return tuple(dict.fromkeys(found[-IDENTIFIERS:]))


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)
