"""The agenda as an Atom feed (RFC 4287), from plain values. Pure: no table, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID
from xml.etree.ElementTree import Element, SubElement, tostring

ATOM: Final = "http://www.w3.org/2005/Atom"
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs that XML 1.0 does not allow, even escaped (section 2.2)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One meeting in a feed: its id, what it is called, when and where in words, its page, when it last changed."""

    id: UUID
    title: str
    summary: str
    href: str
    updated: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its own address, the page that tells the same, its title, who makes it, its language."""

    href: str
    page: str
    title: str
    author: str
    language: str
    entries: tuple[Entry, ...]


EMPTY: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""When a feed without entries last changed: Atom wants a date, and nothing can be told of it."""


def atom(feed: Feed) -> bytes:
    """Return the feed's bytes; the same entries give the same bytes."""
    root = Element("feed", {"xmlns": ATOM, "xml:lang": feed.language})
    _say(root, "id", feed.href)
    _say(root, "title", feed.title)
    _say(root, "updated", _instant(max((one.updated for one in feed.entries), default=EMPTY)))
    _say(SubElement(root, "author"), "name", feed.author)
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": feed.href})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.page})
    _entries(root, feed.entries)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _entries(root: Element, entries: Iterable[Entry]) -> None:
    for one in entries:
        entry = SubElement(root, "entry")
        _say(entry, "id", one.id.urn)
        _say(entry, "title", one.title)
        _say(entry, "updated", _instant(one.updated))
        _say(entry, "summary", one.summary)
        SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": one.href})


def _say(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _FORBIDDEN.sub("", text)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
