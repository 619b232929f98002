"""From a system's stages to the two levels by which schools are counted, and to its linguistic community. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

PRIMARY: Final = "primary"
SECONDARY: Final = "secondary"
_PRIMARY: Final = frozenset({"maternelle", "elementaire", "primaire"})
COMMUNITIES: Final[Mapping[str, str]] = {"be-fr": "fr", "be-nl": "nl"}
"""Which community of Belgium runs a system; a French school belongs to none."""


def degree_of(stages: Collection[str]) -> str | None:
    """Return primary or secondary; None for none, and for both: such schools have an identifier for each."""
    degrees = {PRIMARY if stage in _PRIMARY else SECONDARY for stage in stages}
    return degrees.pop() if len(degrees) == 1 else None


def community_of(system: str) -> str:
    """Return fr, nl or "": by the school's system, never by where it stands."""
    return COMMUNITIES.get(system, "")
