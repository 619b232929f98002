"""Which content was published when figures were frozen: modules, units and completion rules, by their digests. Pure.

The record knows no module: whoever puts the application together hands over a function that tells them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from tracking.indicators.snapshots.canonical import canonical


@dataclass(frozen=True, slots=True)
class FrozenUnit:
    """One page of a module: its declared minutes, whether the module's rule needs it, and the digest of its words."""

    id: str
    minutes: int
    required: bool
    digest: str


@dataclass(frozen=True, slots=True)
class FrozenModule:
    """One module at its published revision; `rule` is what completes it, None for a front door."""

    slug: str
    revision: str
    title: dict[str, str]
    units: tuple[FrozenUnit, ...]
    rule: dict[str, Any] | None

    @property
    def rule_digest(self) -> str:
        """The SHA-256 of the completion rule in canonical form."""
        return digest(self.rule)


Tell = Callable[[], Sequence[FrozenModule]]
"""Tells the published modules."""


def digest(value: Any) -> str:
    """Return the SHA-256 of plain values in canonical form."""
    return sha256(canonical(value)).hexdigest()


def revision(modules: Sequence[FrozenModule]) -> str:
    """Return one digest of all that decides what learning is counted: every unit and every completion rule."""
    told = [
        [
            one.slug,
            one.revision,
            one.rule_digest,
            [[unit.id, unit.minutes, unit.digest] for unit in one.units],
        ]
        for one in sorted(modules, key=lambda one: one.slug)
    ]
    return digest(told)
