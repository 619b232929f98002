"""A table published three times while it grows: what three publications tell together gives no few people away."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import pytest

from tracking.indicators.disclosure import WHOLE, Exact, Place, Publication, Shown, publish
from tracking.indicators.tally import Cell, Count, Figure

K = 11
TIMES = 3
People = list[int]
"""The record keys of those in a row."""


def figure(rows: Sequence[People]) -> Mapping[Place, Sequence[Figure]]:
    """Return the table of some rows, nobody in two."""
    everybody = [key for row in rows for key in row]
    by_region = tuple((f"R{at}", cell(row)) for at, row in enumerate(rows))
    return {WHOLE: [Figure("registered", cell(everybody), {"region": by_region})]}


def cell(people: People) -> Cell:
    return Cell(len(people), Count(len(people), sum(people) % 2**32))


def grown(chance: random.Random) -> list[Publication]:
    """Publish a table three times; in between some rows gain a few people, or many."""

    def join(sizes: Sequence[int]) -> People:
        return [chance.getrandbits(32) for _ in range(chance.choice(sizes))]

    rows = [join((0, 2, 5, 9, 14, 30, 60)) for _ in range(chance.randint(3, 7))]
    published: list[Publication] = []
    for _ in range(TIMES):
        published.append(publish(figure(rows), Exact(K), published))
        rows = [row + (join((1, 3, 7, 20)) if chance.random() < 0.5 else []) for row in rows]
    return published


def told(publication: Publication) -> tuple[Shown, dict[str | None, Shown]]:
    one = publication[WHOLE][0]
    return one.total, dict(one.by_region)


def gained(earlier: Publication, later: Publication) -> list[float]:
    """Return what subtracting gives: how many each row gained, and how many those whose gain is not told together."""
    (before, rows), (after, again) = told(earlier), told(later)
    both = [key for key in rows if not rows[key].hidden and not again[key].hidden]
    each = [(again[key].value or 0) - (rows[key].value or 0) for key in both]
    if before.hidden or after.hidden:
        return each
    return [*each, (after.value or 0) - (before.value or 0) - sum(each)]


@pytest.mark.parametrize("part", range(4))
def test_no_gain_of_fewer_than_k_people_is_told_by_two_publications(part: int) -> None:
    for seed in range(75 * part, 75 * (part + 1)):
        published = grown(random.Random(seed))
        pairs = [(earlier, later) for at, later in enumerate(published) for earlier in published[:at]]
        assert [by for pair in pairs for by in gained(*pair) if 0 < abs(by) < K] == [], seed
