"""Who could lead a meeting: conditions first, then the points with which the desk chooses who answers a question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from helpdesk.gathering.finding.covering import cover
from helpdesk.gathering.finding.dating import LEAST_DATES, Evenings, dates_at, evenings_of, usual_hours
from helpdesk.gathering.finding.values import Chosen, Dates, Host, HostWhy, Links, OpenPlace, Rules
from helpdesk.pairing.weighing import CONTINUITY, MODULE, THEME, room_points
from helpdesk.slots import Slot

Array = NDArray[Any]
TRIED: Final = 8
"""The best so many are asked for dates; when none of them has any, a meeting without a facilitator is suggested."""
CONTINUES: Final = 2
"""So many of their questions in one hand make all points of continuity; one makes half of them."""
_WHY: Final = (HostWhy.SCORED_LOWER, HostWhy.LANGUAGE, HostWhy.ACROSS_WATER, HostWhy.FULL)
_NOT_YET: Final = {HostWhy.SUGGESTED: 0, HostWhy.NO_DATES: 0}
"""What is found out only when somebody's turn comes."""
_PARTS: Final = ("distance", "module", "theme", "room", "region", "continuity")


class Sought(NamedTuple):
    """What groups of one language ask of who leads: for each its place, module and theme (numbers); questions held.

    `held` are pairs of group and host, one for each open question of theirs that she holds.
    """

    language: str
    place: Array
    module: Array
    theme: Array
    held: Array


class Ranked(NamedTuple):
    """The best hosts of each group, by group and then best first; and how many others there are, by reason."""

    begins: list[int]
    host: list[int]
    km: list[float]
    parts: Array
    held: list[int]
    others: list[tuple[int, ...]]


class Found(NamedTuple):
    """Who leads and when; `others` counts those who could have by what stood against them."""

    chosen: Chosen | None
    dates: Dates
    others: dict[str, int]


class Team:
    """All facilitators as columns, in the order given (that of their ids), and what they took in this round."""

    def __init__(
        self, hosts: Sequence[Host], places: Sequence[OpenPlace], links: Links, rules: Rules, now: datetime
    ) -> None:
        self.hosts, self.places, self.rules, self.now = hosts, places, rules, now
        self.cover = cover(places, hosts, links)
        self.taken = [one.suggested for one in hosts]
        self._room = np.array([room_points(one.load, one.capacity) for one in hosts], np.int64)
        self._full = np.array([one.load >= one.capacity for one in hosts], np.bool_)
        self._evenings: dict[int, Evenings] = {}
        self._usual: dict[int, Evenings] = {}
        self._there: dict[int, list[Slot]] = defaultdict(list)

    def knows(self, modules: Sequence[str], themes: Sequence[str | None]) -> None:
        """Learn the words that groups will use for modules and themes."""
        self._module = _table([(one, MODULE) for one in modules], [one.modules for one in self.hosts])
        self._theme = _table([(one, THEME) for one in themes], [one.themes for one in self.hosts])

    def rank(self, sought: Sought) -> Ranked:
        """Rank the hosts near each group's place; in whole columns."""
        each = self.cover.begins[sought.place + 1] - self.cover.begins[sought.place]
        group = np.repeat(np.arange(len(each)), each)
        at = np.repeat(self.cover.begins[sought.place] - np.cumsum(each) + each, each) + np.arange(len(group))
        host = self.cover.host[at]
        held = _held(sought.held, group, host, len(self.hosts))
        parts = np.stack(
            [
                self.cover.nearness[at],
                self._module[sought.module[group], host],
                self._theme[sought.theme[group], host],
                self._room[host],
                self.cover.region[at],
                CONTINUITY * np.minimum(held, CONTINUES) // CONTINUES,
            ]
        )
        against = self._against(sought, at, host, held)
        others = np.bincount(group * len(_WHY) + against, minlength=len(each) * len(_WHY))
        best = _best(group, parts.sum(axis=0), host, against)
        return Ranked(
            begins=np.searchsorted(group[best], np.arange(len(each) + 1)).tolist(),
            host=host[best].tolist(),
            km=self.cover.km[at[best]].tolist(),
            parts=parts[:, best],
            held=held[best].tolist(),
            others=list(zip(*(others[why :: len(_WHY)].tolist() for why in range(len(_WHY))), strict=True)),
        )

    def _against(self, sought: Sought, at: Array, host: Array, held: Array) -> Array:
        """Return what stands against each, as a number of `_WHY`; who holds one of their questions has room for it."""
        speaks = np.array([sought.language in one.languages for one in self.hosts], np.bool_)
        full = self._full[host] & (held == 0)
        return np.where(~speaks[host], 1, np.where(self.cover.across[at], 2, np.where(full, 3, 0)))

    def find(self, ranked: Ranked, group: int, at: int) -> Found:
        """Choose who leads at place `at`, with dates; both are taken for the rest of the round."""
        others = dict(zip(_WHY, ranked.others[group], strict=True)) | _NOT_YET
        for best in range(ranked.begins[group], ranked.begins[group + 1]):
            number = ranked.host[best]
            others[HostWhy.SCORED_LOWER] -= 1
            if self.taken[number] >= self.rules.each_facilitator:
                others[HostWhy.SUGGESTED] += 1
                continue
            dates = self._dates(number, at)
            if dates is not None:
                return Found(self._chosen(ranked, best), dates, _some(others))
            others[HostWhy.NO_DATES] += 1
        return Found(None, self._without(at), _some(others))

    def _dates(self, number: int, at: int) -> Dates | None:
        """Return the dates of a facilitator at a place, and take them; None when there are too few."""
        if number not in self._evenings:
            self._evenings[number] = evenings_of(self.hosts[number], self.rules, self.now)
        evenings = self._evenings[number]
        if len(evenings.free) < LEAST_DATES:
            return None
        dates = dates_at(self.places[at], evenings, self.rules.dates, self._there[at])
        if len(dates.chosen) < LEAST_DATES:
            return None
        left = tuple(one for one in evenings.free if one not in dates.chosen)
        self._evenings[number] = evenings._replace(free=left)
        self.taken[number] += 1
        self._there[at] += dates.chosen
        return dates

    def _without(self, at: int) -> Dates:
        if at not in self._usual:
            self._usual[at] = usual_hours(self.places[at], self.rules, self.now)
        dates = dates_at(self.places[at], self._usual[at], self.rules.dates, self._there[at])
        self._there[at] += dates.chosen
        return dates

    def _chosen(self, ranked: Ranked, best: int) -> Chosen:
        host, km = self.hosts[ranked.host[best]], ranked.km[best]
        points = dict(zip(_PARTS, ranked.parts[:, best].tolist(), strict=True))
        return Chosen(host.id, points, None if km != km else km, host.load, host.capacity, ranked.held[best])


def _table(words: Sequence[tuple[Any, int]], hosts: Sequence[frozenset[str]]) -> Array:
    """Return points by word and host."""
    rows = {word: at for at, (word, _points) in enumerate(words)}
    table = np.zeros((len(words), len(hosts)), np.int64)
    for at, known in enumerate(hosts):
        for word in known & rows.keys():
            table[rows[word], at] = words[rows[word]][1]
    return table


def _held(pairs: Array, group: Array, host: Array, hosts: int) -> Array:
    """Return how many questions of each group each host holds."""
    if not len(pairs):
        return np.zeros(len(group), np.int64)
    codes, counts = np.unique(pairs[:, 0] * hosts + pairs[:, 1], return_counts=True)
    wanted = group * hosts + host
    at = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
    found: Array = np.where(codes[at] == wanted, counts[at], 0)
    return found


def _best(group: Array, points: Array, host: Array, against: Array) -> Array:
    """Return the pairs worth trying: of each group the highest points, then the lower number."""
    fits = np.flatnonzero(against == 0)
    # One number to sort by: points are under a thousand, so that 1000 less points leaves room for both.
    key = (group[fits] * 1000 + (999 - points[fits])) * (int(host.max(initial=0)) + 1) + host[fits]
    order = fits[np.argsort(key)]
    begins = np.searchsorted(group[order], group[order])
    return order[np.arange(len(order)) - begins < TRIED]


def _some(others: Mapping[HostWhy, int]) -> dict[str, int]:
    return {why.value: count for why, count in others.items() if count > 0}
