"""A figure beside the same span of the year before: more, fewer, or nothing that can be told. Pure.

Both figures passed disclosure, so their difference may be nothing but the changes that protect people. A direction is
told only where the two bounds of docs/disclosure.md ("Error bounds") leave no doubt of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tracking.indicators.disclosure import Shown
from tracking.indicators.kinds import Disclosure


class Trend(StrEnum):
    """How a figure stands beside the one before."""

    MORE = "more"
    FEWER = "fewer"
    SAME = "same"
    """As large, or so near that the difference may be noise."""
    NONE = "none"
    """Nothing to compare with: nobody had begun, or nothing to divide."""
    HIDDEN = "hidden"
    """One of the two rests on too few people to be shown."""
    BESIDE = "beside"
    """Two values of which no direction is told: the bound of an amount or of an average rests on what is not shown."""


UNTOLD: Final = frozenset({Disclosure.SUM, Disclosure.AVERAGE})
EXACT: Final = frozenset({Disclosure.OPEN, Disclosure.DECLARED})


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure now, and as it was before; `before` is None where no period lies before."""

    trend: Trend
    now: Shown
    before: Shown | None = None


def compared(now: Shown, before: Shown | None, kind: Disclosure, k: int) -> Compared:
    """Compare two values of a class that live views show with threshold k; `before` None: nothing lies before."""
    return Compared(_trend(now, before, kind, k), now, before)


def _trend(now: Shown, before: Shown | None, kind: Disclosure, k: int) -> Trend:
    if before is None:
        return Trend.NONE
    if now.hidden or before.hidden:
        return Trend.HIDDEN
    if now.value is None or before.value is None:
        return Trend.NONE
    if kind in UNTOLD:
        return Trend.BESIDE
    doubt = _doubt(now, kind, k) + _doubt(before, kind, k)
    change = now.value - before.value
    if abs(change) <= doubt:
        return Trend.SAME
    return Trend.MORE if change > 0 else Trend.FEWER


def _doubt(shown: Shown, kind: Disclosure, k: int) -> float:
    """Return how far from the truth a shown value may lie: people, or a share."""
    if kind in EXACT:
        return 0
    most = k + 1
    if kind is Disclosure.PEOPLE or shown.over is None:
        return most
    whole = shown.over[1]
    return 2 * most / (whole - most) if whole > most else 1
