"""Which statements a recipient wants, as plain values: verbs, activities, our own only, from a day on. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self

_LISTS: Final = ("parent", "grouping", "category", "other")


@dataclass(frozen=True, slots=True)
class Filter:
    """A statement passes when it meets every part that is set.

    `verbs` are whole IRIs; `activities` are beginnings of IRIs, of the object or of an activity of the context;
    `own_only` leaves out what other systems wrote here; `since` compares with when a statement was stored.
    """

    verbs: frozenset[str] = frozenset()
    activities: tuple[str, ...] = ()
    own_only: bool = False
    since: datetime | None = None

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """Return the filter that a row keeps."""
        since = kept.get("since")
        return cls(
            frozenset(kept.get("verbs", ())),
            tuple(kept.get("activities", ())),
            bool(kept.get("own_only")),
            datetime.fromisoformat(since) if since else None,
        )

    def to_keep(self) -> dict[str, Any]:
        """Return the filter as a row keeps it: only what is set."""
        since = self.since.isoformat() if self.since else None
        parts = {
            "verbs": sorted(self.verbs),
            "activities": list(self.activities),
            "own_only": self.own_only,
            "since": since,
        }
        return {name: value for name, value in parts.items() if value}

    @property
    def looks_inside(self) -> bool:
        """Whether a statement must be read to tell if it passes."""
        return bool(self.verbs or self.activities)

    def lets_in(self, stored: datetime, *, own: bool) -> bool:
        """Tell whether a statement passes as far as its row says."""
        return (own or not self.own_only) and (self.since is None or stored >= self.since)

    def lets_through(self, statement: Mapping[str, Any]) -> bool:
        """Tell whether a statement passes as far as it says itself."""
        if self.verbs and statement["verb"]["id"] not in self.verbs:
            return False
        return not self.activities or any(iri.startswith(self.activities) for iri in _activities(statement))


EVERYTHING: Final = Filter()
"""What lets the whole log pass."""


def _activities(statement: Mapping[str, Any]) -> Iterator[str]:
    thing = statement["object"]
    if thing.get("objectType", "Activity") == "Activity":
        yield thing["id"]
    related = statement.get("context", {}).get("contextActivities", {})
    for kind in _LISTS:
        found = related.get(kind, ())
        for one in [found] if isinstance(found, Mapping) else found:
            yield one["id"]
