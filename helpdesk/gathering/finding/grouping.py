"""Who meets where: as few people left out as can be, near home, never fewer than `least` nor more than `most` together.

Learners of one key (module, point, language) are gathered at places. First each goes to the nearest place, and stays
where enough do. Who is left votes for all places she reaches; a place with enough votes is taken, the fullest first.
Then whoever is still left joins a group of her key with room. All in whole columns; ties go to the place of the lower
number, so that the same people give the same groups in whatever order they come.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from helpdesk.gathering.finding.reaching import Reach

Array = NDArray[Any]
_ROUNDS: Final = 40
"""At most so many votes: the first few take nearly all; what is left then may be gathered the next hour."""
_LAST: Final = np.iinfo(np.int64).max


class People(NamedTuple):
    """Those to gather: which row of the crowd each is, her key, her spot, and her turn among equals."""

    rows: Array
    key: Array
    spot: Array
    turn: Array

    def some(self, which: Array) -> People:
        """Return some of them."""
        return People(*(column[which] for column in self))


class Groups(NamedTuple):
    """Groups found: their key and place; and for each person gathered her row, her group and her kilometres."""

    key: Array
    place: Array
    rows: Array
    group: Array
    km: Array


class Picks(NamedTuple):
    """Some people (positions among `People`) with the place that each would go to, and how far that is."""

    who: Array
    place: Array
    km: Array


@dataclass(slots=True)
class Bounds:
    """How many may meet together, and what room there is: least and seats by place, how many more groups each holds."""

    least: Array
    most: int
    seats: Array
    left: Array


def gather(people: People, reach: Reach, bounds: Bounds) -> Groups:
    """Gather people of the same key; what the places hold in `bounds.left` goes down by what was taken."""
    table = _Table(people, reach, bounds)
    table.settle(table.nearest())
    pairs = table.pairs()
    for _ in range(_ROUNDS):
        pairs = table.with_enough_votes(pairs)
        if not len(pairs.who):
            break
        fullest = table.fullest(pairs)
        # Who stands between places as full takes the nearer one; where that leaves none full, all take the same.
        if not table.settle(first_of_each(fullest)):
            table.settle(lowest_of_each(fullest))
    table.fill()
    return table.groups()


class _Table:
    """People at a table with the places that they reach, and who sits where so far."""

    def __init__(self, people: People, reach: Reach, bounds: Bounds) -> None:
        self.people, self.reach, self.bounds = people, reach, bounds
        self.group = np.full(len(people.rows), -1, np.int64)
        self.km = np.zeros(len(people.rows))
        self.keys, self.places, self.sizes = ([np.empty(0, np.int64)] for _ in range(3))
        self.count = 0
        self.begins = np.searchsorted(reach.spots, np.arange(len(reach.order) + 1))

    def _waiting(self) -> Array:
        return np.flatnonzero(self.group < 0)

    def _open(self) -> Array:
        return (self.bounds.left > 0) & (self.bounds.seats >= self.bounds.least)

    def nearest(self) -> Picks:
        """Return the nearest open place of everybody who waits."""
        free = np.flatnonzero(self._open()[self.reach.places])
        spots, first = np.unique(self.reach.spots[free], return_index=True)
        pair = np.full(len(self.reach.order), -1, np.int64)
        pair[spots] = free[first]
        who = self._waiting()
        chosen = pair[self.people.spot[who]]
        who, chosen = who[chosen >= 0], chosen[chosen >= 0]
        return Picks(who, self.reach.places[chosen], self.reach.km[chosen])

    def pairs(self) -> Picks:
        """Return everybody who waits with every open place that she reaches, by person and then nearest first."""
        return self._pairs(self._open())

    def _pairs(self, free: Array) -> Picks:
        who = self._waiting()
        spot = self.people.spot[who]
        each = self.begins[spot + 1] - self.begins[spot]
        at = np.repeat(self.begins[spot] - np.cumsum(each) + each, each) + np.arange(each.sum())
        kept = free[self.reach.places[at]]
        at = at[kept]
        return Picks(np.repeat(who, each)[kept], self.reach.places[at], self.reach.km[at])

    def with_enough_votes(self, pairs: Picks) -> Picks:
        """Return what is left of pairs: who still waits, at places still open that enough of them reach.

        Votes only ever become fewer, so what falls out here need never be looked at again.
        """
        left = (self.group[pairs.who] < 0) & self._open()[pairs.place]
        pairs = Picks(*(column[left] for column in pairs))
        enough = self._votes(pairs) >= self.bounds.least[pairs.place]
        return Picks(*(column[enough] for column in pairs))

    def _votes(self, pairs: Picks) -> Array:
        code = self.people.key[pairs.who] * len(self.bounds.seats) + pairs.place
        return np.bincount(code)[code] if len(code) else code

    def fullest(self, pairs: Picks) -> Picks:
        """Return of each person's pairs those with the fullest place, the nearest first where several are as full."""
        votes = self._votes(pairs)
        begins = np.flatnonzero(np.append(True, pairs.who[1:] != pairs.who[:-1]))
        each = np.diff(np.append(begins, len(votes)))
        most = votes == np.repeat(np.maximum.reduceat(votes, begins), each)
        return Picks(*(column[most] for column in pairs))

    def settle(self, picks: Picks) -> int:
        """Seat together those who picked the same place where they are enough; return how many were seated."""
        key = self.people.key[picks.who]
        _codes, group, counts = np.unique(
            key * len(self.bounds.seats) + picks.place, return_inverse=True, return_counts=True
        )
        most, least = np.zeros(len(counts), np.int64), np.zeros(len(counts), np.int64)
        most[group] = np.minimum(self.bounds.most, self.bounds.seats[picks.place])
        least[group] = self.bounds.least[picks.place]
        parts = np.minimum(-(-counts // most), counts // least)
        kept = np.minimum(counts, parts * most)
        return self._seat(picks, *self._split(picks, group, parts, kept))

    def _split(self, picks: Picks, group: Array, parts: Array, kept: Array) -> tuple[Array, Array]:
        """Return who stays, and in which part: the farthest are left over, and neighbours stay together."""
        people = self.people.some(picks.who)
        sort = np.lexsort((people.turn, picks.km, group))
        sort = sort[_position(group[sort]) < kept[group[sort]]]
        along = self.reach.order[people.spot[sort]]
        sort = sort[np.lexsort((people.turn[sort], along, group[sort]))]
        which = group[sort]
        part = _position(which) * parts[which] // np.maximum(kept[which], 1)
        begins = np.cumsum(parts) - parts
        return sort, begins[which] + part

    def _seat(self, picks: Picks, who: Array, part: Array) -> int:
        """Seat parts while their place holds more groups: the largest first, then who has waited longest."""
        if not len(who):
            return 0
        parts, first, part, size = np.unique(part, return_index=True, return_inverse=True, return_counts=True)
        people = self.people.some(picks.who[who])
        turn = np.full(len(parts), _LAST)
        np.minimum.at(turn, part, people.turn)
        place, key = picks.place[who][first], people.key[first]
        sort = np.lexsort((key, turn, -size, place))
        allowed = np.zeros(len(parts), np.bool_)
        allowed[sort] = _position(place[sort]) < self.bounds.left[place[sort]]
        number = np.full(len(parts), -1, np.int64)
        number[allowed] = self.count + np.arange(allowed.sum())
        seated = allowed[part]
        at = picks.who[who[seated]]
        self.group[at], self.km[at] = number[part[seated]], picks.km[who[seated]]
        self._note(key[allowed], place[allowed], size[allowed])
        return len(at)

    def _note(self, key: Array, place: Array, size: Array) -> None:
        self.keys.append(key)
        self.places.append(place)
        self.sizes.append(size)
        self.count += len(key)
        np.subtract.at(self.bounds.left, place, 1)

    def fill(self) -> None:
        """Let those who are left join the nearest group of their key with room; of several at a place the smallest."""
        key, place, size = (np.concatenate(some) for some in (self.keys, self.places, self.sizes))
        room = np.minimum(self.bounds.most, self.bounds.seats[place]) - size
        code = key * len(self.bounds.seats) + place
        sort = np.lexsort((np.arange(len(code)), -room, code))
        code, first = np.unique(code[sort], return_index=True)
        group = sort[first]
        pairs = self._pairs(np.isin(np.arange(len(self.bounds.seats)), place))
        wanted = self.people.key[pairs.who] * len(self.bounds.seats) + pairs.place
        at = np.minimum(np.searchsorted(code, wanted), len(code) - 1) if len(code) else np.zeros(0, np.int64)
        fits = (code[at] == wanted) & (room[group[at]] > 0) if len(code) else np.zeros(len(wanted), np.bool_)
        pairs, joined = Picks(*(column[fits] for column in pairs)), group[at[fits[: len(at)]]]
        self._join(pairs, joined, room)

    def _join(self, pairs: Picks, joined: Array, room: Array) -> None:
        best = np.lexsort((pairs.place, pairs.km, pairs.who))
        best = best[_position(pairs.who[best]) == 0]
        who, km, joined = pairs.who[best], pairs.km[best], joined[best]
        sort = np.lexsort((self.people.turn[who], km, joined))
        sort = sort[_position(joined[sort]) < room[joined[sort]]]
        self.group[who[sort]], self.km[who[sort]] = joined[sort], km[sort]

    def groups(self) -> Groups:
        """Return who sits where; people of a group stand nearest first."""
        seated = np.flatnonzero(self.group >= 0)
        sort = seated[np.lexsort((self.people.turn[seated], self.km[seated], self.group[seated]))]
        return Groups(
            key=np.concatenate(self.keys),
            place=np.concatenate(self.places),
            rows=self.people.rows[sort],
            group=self.group[sort],
            km=self.km[sort],
        )


def first_of_each(pairs: Picks) -> Picks:
    """Return each person's first pair; pairs stand by person."""
    first = _position(pairs.who) == 0
    return Picks(*(column[first] for column in pairs))


def lowest_of_each(pairs: Picks) -> Picks:
    """Return each person's pair with the place of the lowest number."""
    sort = np.lexsort((pairs.place, pairs.who))
    return first_of_each(Picks(*(column[sort] for column in pairs)))


def _position(of: Array) -> Array:
    """Return the place of each within its own run of equal values; equal values stand together."""
    if not len(of):
        return np.zeros(0, np.int64)
    begins = np.flatnonzero(np.append(True, of[1:] != of[:-1]))
    return np.arange(len(of)) - np.repeat(begins, np.diff(np.append(begins, len(of))))
