"""Ids and file names from what authors called things."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from typing import Final

LONGEST: Final = 56
"""Characters of an id that is made here: a number may follow it."""


def id_of(text: str, default: str = "page") -> str:
    """Return an id made of a name or title: no accents, no number in front, hyphens between words."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"^[\s\d._-]+(?=[a-z])", "", plain)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-") or default


def unused(wanted: str, taken: Container[str]) -> str:
    """Return this id, or the first of its name with a number that is not taken."""
    found, number = wanted, 2
    while found in taken:
        found, number = f"{wanted}-{number}", number + 1
    return found


def in_order(name: str) -> list[tuple[int, str]]:
    """Return a key that sorts names as people count: page 2 before page 10, a folder's own page first."""
    first = -1 if re.fullmatch(r"(?:\d+[-_. ])?(?:readme|index|intro)\.\w+", name.lower()) else 0
    parts = re.split(r"(\d+)", name.lower())
    return [(first, ""), *((int(part), "") if part.isdigit() else (0, part) for part in parts)]


def title_of(name: str) -> str:
    """Return a title for a file or folder that has none."""
    words = re.sub(r"[-_.]+", " ", re.sub(r"^[\d\s._-]+(?=\D)", "", name.removesuffix(".md"))).strip()
    return words[:1].upper() + words[1:] or name
