"""The most people that could be gathered, found by trying everything: only for a handful of people."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from helpdesk.gathering.finding.values import Learner, Links, OpenPlace, Rules
from tests.helpdesk.gathering.people import RULES, reaches


def most_gathered(
    some: Sequence[Learner], places: Sequence[OpenPlace], links: Links, rules: Rules = RULES
) -> int:
    """Return how many people could be in groups at best, for people of one module, week and language."""
    reach = [
        sum(1 << at for at, one in enumerate(some) if reaches(one, there, links, rules)) for there in places
    ]
    hold = [min(rules.most, there.seats) for there in places]
    rooms = tuple(max(0, rules.each_place - there.suggested) for there in places)

    @cache
    def best(free: int, rooms: tuple[int, ...]) -> int:
        if not free:
            return 0
        lowest = free & -free
        found = best(free & ~lowest, rooms)
        for at, left in enumerate(rooms):
            if left and reach[at] & lowest:
                less = (*rooms[:at], left - 1, *rooms[at + 1 :])
                for group in _groups(reach[at] & free & ~lowest, rules.least - 1, hold[at] - 1):
                    found = max(found, group.bit_count() + 1 + best(free & ~lowest & ~group, less))
        return found

    return best((1 << len(some)) - 1, rooms)


def _groups(of: int, least: int, most: int) -> list[int]:
    """Return all subsets of a set (bits) that have a size between two bounds."""
    found, part = [], of
    while True:
        if least <= part.bit_count() <= most:
            found.append(part)
        if not part:
            return found
        part = (part - 1) & of
