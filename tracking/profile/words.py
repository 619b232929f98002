"""One text in our three languages, as everything that the profile tells is written."""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, str]
Told = tuple[Words, Words]
"""What something is called, and what it means."""


def words(fr: str, en: str, nl: str) -> Words:
    """Return one text in the three languages, as an xAPI language map (Data 4.2)."""
    return {"fr": fr, "en": en, "nl": nl}
