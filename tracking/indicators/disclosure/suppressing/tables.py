"""Linked tables as an attacker sees them: entries, and what she knows to hold between them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One number that stands in tables, perhaps in several places; all places show it, or none.

    `value` is what is shown; `alone` is how many people it surely adds to a group of entries, 0 where it may rest on
    the same few as another; `sensitive` must be hidden; an attacker's interval for such a one must be `width` wide at
    least; `weight` is what hiding costs, None where it stands in no place and is hidden anyway; `moved` is by how much
    it differs from what was published of it before, None where nothing was or where that tells nothing.
    """

    value: float
    alone: int
    sensitive: bool
    width: float
    weight: float | None = 1.0
    moved: float | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """The values of `parts` add up to that of `whole`, but for a difference that everybody knows; entries by index."""

    whole: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """The value of `less` is at most that of the `more` together."""

    less: int
    more: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """Entries with all that is known to hold between them; `k` people are the smallest group that may be known.

    `changes` are, for each earlier publication, the counts of people that it told too, by how much they moved since.
    """

    entries: tuple[Entry, ...]
    sums: tuple[Sum, ...]
    orders: tuple[Order, ...]
    k: int
    changes: tuple[Mapping[int, float], ...] = ()

    def connected(self) -> Iterator[Part]:
        """Yield the parts that nothing links to each other, in which anything is sensitive or was published before."""
        leader = list(range(len(self.entries)))

        def led(at: int) -> int:
            while leader[at] != at:
                leader[at] = at = leader[leader[at]]
            return at

        for tied in self._ties():
            for at in tied:
                leader[led(at)] = led(tied[0])
        grouped: dict[int, list[int]] = {}
        for at in range(len(self.entries)):
            grouped.setdefault(led(at), []).append(at)
        for members in grouped.values():
            if any(self.entries[at].sensitive or self._was_told(at) for at in members):
                yield self._only(members)

    def _was_told(self, at: int) -> bool:
        return any(at in one for one in self.changes)

    def _ties(self) -> Iterator[tuple[int, ...]]:
        yield from ((one.whole, *one.parts) for one in self.sums)
        yield from ((one.less, *one.more) for one in self.orders)

    def _only(self, members: Sequence[int]) -> Part:
        at = {old: new for new, old in enumerate(members)}
        sums = (
            Sum(at[one.whole], tuple(at[part] for part in one.parts)) for one in self.sums if one.whole in at
        )
        orders = (
            Order(at[one.less], tuple(at[more] for more in one.more)) for one in self.orders if one.less in at
        )
        entries = tuple(self.entries[old] for old in members)
        changes = ({at[old]: by for old, by in one.items() if old in at} for one in self.changes)
        return tuple(members), Tables(entries, tuple(sums), tuple(orders), self.k, tuple(changes))


Part = tuple[tuple[int, ...], Tables]
"""The entries of a part by their indices in the whole, and the part."""
