"""Figures as anybody may see them, and the name of the rule that they passed. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from tracking.indicators.tally import MONTH, REGION, Lack

LEAST_K: Final = 5


class Shows(StrEnum):
    """What stands in a view, to be said beside it in words."""

    PERTURBED = "perturbed"
    """Counts of people are slightly changed, always in the same way; rows need not add up to their total."""
    EXACT = "exact"
    """Counts of people are exact, and some are left out so that none under k can be found."""
    OPEN = "open"
    """Exact and whole: it counts no people, or was declared with its source."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of disclosure and its threshold k, from 5; raises ValueError under it."""

    k: int
    shows: Shows = field(init=False, default=Shows.OPEN)

    def __post_init__(self) -> None:
        if self.k < LEAST_K:
            raise ValueError(f"counts of people under {LEAST_K} are never shown")


@dataclass(frozen=True, slots=True)
class Perturbed(Rule):
    """The rule of every live view: each count of people is changed by its cell key (`noise`)."""

    shows: Shows = field(init=False, default=Shows.PERTURBED)


@dataclass(frozen=True, slots=True)
class Exact(Rule):
    """The rule of published tables: exact counts, and hidden cells found by solving (`suppressing`)."""

    shows: Shows = field(init=False, default=Shows.EXACT)


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as anybody may see it. Hidden, it stands for "fewer than k" and has no value; else None is nothing to
    divide, or no source. A rate has `over`: what it divides, as shown."""

    value: float | None
    hidden: bool = False
    over: tuple[float, float] | None = None


HIDDEN: Final = Shown(None, hidden=True)

ShownRows = Mapping[str, tuple[tuple[str | None, Shown], ...]]


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A figure as anybody may see it, with its rows by dimension and the rule that it passed."""

    id: str
    total: Shown
    rows: ShownRows = field(default_factory=dict)
    shows: Shows = Shows.OPEN
    lacks: Lack | None = None

    @property
    def by_region(self) -> tuple[tuple[str | None, Shown], ...]:
        """The rows by region code."""
        return self.rows.get(REGION, ())

    @property
    def by_month(self) -> tuple[tuple[str | None, Shown], ...]:
        """The rows by month key ("2026-03")."""
        return self.rows.get(MONTH, ())


Place = frozenset[tuple[str, str | None]]
"""Where a cell stands: what narrows it, as dimensions with their values."""
WHOLE: Final[Place] = frozenset()
"""The place of the totals of a publication, and the view that nothing narrows."""
Publication = Mapping[Place, Sequence[Disclosed]]
"""What was published, by view: the whole, and perhaps narrower ones such as each region."""
