"""Somebody who has most of an amount: what an attacker tells of hers who knows everything else.

She knows how many people a view holds, what each of the others has, and the table of chances; only the key and the one
amount are hidden from her.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from tests.tracking.indicators.attack.attacker import K
from tracking.indicators.disclosure import Perturbed, disclose
from tracking.indicators.disclosure.noise import Strength, noise_of
from tracking.indicators.disclosure.perturbing import DOMINATING, people
from tracking.indicators.tally import Cell, Count, Figure

MOST = Strength(K).most
ROUNDING = 1e-9


@dataclass(frozen=True)
class View:
    """Some people of whom one has much: how many, what the others have together, what she has, and what is shown."""

    people: int
    others: float
    hers: float
    shown_people: int
    shown: float


def views(many: int, share: float, chance: random.Random, *, known: bool = True) -> Iterator[View]:
    """Draw views in which one person has a share of the whole; `known`: the query tells how much."""
    while many:
        size = chance.randrange(K + MOST, 600)
        others = round(sum(chance.gammavariate(2, 4) for _ in range(size - 1)), 1)
        hers = round(others * share / (1 - share), 1)
        cell = Cell(others + hers, Count(size, chance.getrandbits(32)), largest=hers if known else 0)
        shown = disclose([Figure("hours-online", cell)], Perturbed(K))[0].total.value
        if shown is not None:
            many -= 1
            yield View(size, others, hers, people(cell.rests, K), shown)


def guessed(some: Iterator[View], within: float = 0.1) -> float:
    """Return how often her amount is guessed nearly, by taking from what is shown what the others have."""
    right = tried = 0
    for view in some:
        guess = view.shown * view.people / view.shown_people - view.others
        right += abs(guess - view.hers) <= within * view.hers
        tried += 1
    return right / tried


def possible(view: View) -> list[float]:
    """Return all amounts of hers that could have led to what is shown: one for each change, and one for the floor."""
    scale = view.shown_people / view.people
    left = view.shown - view.others * scale
    factors = [scale + change / DOMINATING for change in noise_of(K + MOST, K).changes]
    amounts = [left / factor for factor in factors if abs(factor) > ROUNDING]
    if abs(left) <= 1 / 2:  # where a change takes away all that she has, any amount leads there
        amounts += [1.0, inf]
    amounts.append(view.shown * view.people / K - view.others)
    return [hers for hers in amounts if hers > 0]
