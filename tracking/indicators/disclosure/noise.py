"""The table of chances by which a count of people is changed, computed for any k. Pure arithmetic, no key.

Of all noise within +-D the base is the one of greatest entropy with mean 0 and variance V: p(d) ~ exp(-b d^2). Each
true count has the noise nearest to that base (least relative entropy) among those that keep its mean and never land on
1..k-1: p(d) ~ exp(-b d^2 + t d) over the changes allowed. Method: Marley and Leaver, ISI 2011; Giessing, PSD 2016.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import exp

from tracking.projections.keys import BITS

HALVINGS = 80
"""Of an interval, until nothing of a double is left to halve."""


@dataclass(frozen=True, slots=True)
class Strength:
    """How strongly counts are changed for a threshold k: by at most `most`, with variance `variance`.

    D = k + 1 leaves every count under k at least two figures to become; V = (D / 4)^2 puts the bound at four standard
    deviations, so that a change of D, which alone could give a count away, comes once in some ten thousand.
    """

    k: int

    @property
    def most(self) -> int:
        """D: the largest change, and so the error bound of every count."""
        return self.k + 1

    @property
    def variance(self) -> float:
        """V: of the changes of every count of k + D or more."""
        return (self.most / 4) ** 2


@dataclass(frozen=True, slots=True)
class Noise:
    """The changes that a true count may undergo, in rising order, with their chances."""

    changes: tuple[int, ...]
    chances: tuple[float, ...]
    bounds: tuple[float, ...]
    """Up to which share of the keys each change, or a smaller one, is drawn."""

    def drawn(self, part: int) -> int:
        """Return the change for one part of a key, from 0 to 2**32 - 1."""
        return self.changes[min(bisect_right(self.bounds, part / 2**BITS), len(self.changes) - 1)]

    @property
    def mean(self) -> float:
        """The expected change."""
        return sum(change * chance for change, chance in zip(self.changes, self.chances, strict=True))

    @property
    def variance(self) -> float:
        """The expected square of the change, whose mean is 0."""
        return sum(change**2 * chance for change, chance in zip(self.changes, self.chances, strict=True))


def noise_of(people: int, k: int) -> Noise:
    """Return the noise of a true count: never below 0, never onto 1..k-1; nobody stays nobody."""
    return _noise(min(people, k + Strength(k).most), k)


@cache
def _noise(people: int, k: int) -> Noise:
    if not people:
        return _table((0,), (1.0,))
    most, flatness = Strength(k).most, flatness_of(k)
    landing = (change for change in range(-most, most + 1) if not 0 < people + change < k)
    changes = tuple(change for change in landing if people + change >= 0)
    return _tilted(changes, flatness)


@cache
def flatness_of(k: int) -> float:
    """Return b of the base p(d) ~ exp(-b d^2) over -D..D that has the variance V."""
    strength = Strength(k)
    changes = tuple(range(-strength.most, strength.most + 1))
    low, high = 0.0, 10.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        wide = _table(changes, [exp(-middle * change**2) for change in changes]).variance > strength.variance
        low, high = (middle, high) if wide else (low, middle)
    return low


def _tilted(changes: tuple[int, ...], flatness: float) -> Noise:
    """Tilt the base over some changes until its mean is 0; they hold 0, or changes of both signs."""
    low, high = -50.0, 50.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        weights = _weights(changes, flatness, middle)
        rising = sum(change * weight for change, weight in zip(changes, weights, strict=True)) < 0
        low, high = (middle, high) if rising else (low, middle)
    return _table(changes, weights)


def _weights(changes: tuple[int, ...], flatness: float, tilt: float) -> list[float]:
    powers = [tilt * change - flatness * change**2 for change in changes]
    highest = max(powers)
    return [exp(power - highest) for power in powers]


def _table(changes: tuple[int, ...], weights: tuple[float, ...] | list[float]) -> Noise:
    whole = sum(weights)
    chances = tuple(weight / whole for weight in weights)
    return Noise(changes, chances, tuple(accumulate(chances)))
