"""Making rows k-anonymous: the least coarsening of whole columns, then leaving out what still stands in small groups.

Pure. Each value comes as the ways to write it, from exact to "*"; one choice of a step for each column is a node of a
lattice (full-domain generalisation: Samarati, IEEE TKDE 13(6), 2001). A node fits when the rows in groups under k are
no more than may be left out. A coarser node than one that fits fits too, so that halving the nodes by their loss finds
the fitting one of least loss without asking all (as El Emam et al., JAMIA 16(5), 2009). The loss is Sweeney's
(1 - precision; IJUFKS 10(5), 2002): the mean, over the columns, of the share of its steps that a column went up.
Of two nodes with the same loss the one is taken that keeps earlier columns finer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from statistics import median_low
from typing import Final, Generic, TypeVar

ANY: Final = "*"
"""The coarsest way to write any value."""

Steps = tuple[str, ...]
Row = tuple[Steps, ...]
Node = tuple[int, ...]
Id = TypeVar("Id", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Limits:
    """What must hold: groups of at least `k`; at most `share` percent of the rows left out; no finer than `least`."""

    k: int
    share: int
    least: Node = ()


@dataclass(frozen=True, slots=True)
class Safe(Generic[Id]):
    """The rows that may be shown, by their owner, written at `node`; who is left out; and the groups."""

    node: Node
    rows: Mapping[Id, tuple[str, ...]]
    left_out: frozenset[Id]
    sizes: tuple[int, ...]
    """How many rows each group has, the smallest first."""

    @property
    def smallest(self) -> int:
        """The size of the smallest group."""
        return self.sizes[0]

    @property
    def median(self) -> int:
        """The size of the group in the middle."""
        return median_low(self.sizes)


def safe(rows: Mapping[Id, Row], heights: Sequence[int], limits: Limits) -> Safe[Id] | None:
    """Return the rows as finely as they may be shown, None where even "*" in every column is too fine.

    `heights` are the last step of each column; every row has as many ways to write its value, and one more.
    """
    combinations = Counter(rows.values())
    node = _finest(combinations, heights, limits)
    return None if node is None else _written(rows, node, limits.k)


def _finest(combinations: Counter[Row], heights: Sequence[int], limits: Limits) -> Node | None:
    total = combinations.total()
    least = limits.least or (0,) * len(heights)
    nodes = sorted(_nodes(least, heights), key=lambda one: (loss(one, heights), one))
    found = None
    while nodes and total >= limits.k:
        middle = nodes[len(nodes) // 2]
        small = sum(n for n in _groups(combinations, middle).values() if n < limits.k)
        if small * 100 <= limits.share * total:
            found, nodes = middle, nodes[: len(nodes) // 2]
        else:
            nodes = [one for one in nodes if not _is_within(one, middle)]
    return found


def _nodes(least: Node, heights: Sequence[int]) -> product[Node]:
    return product(*(range(low, high + 1) for low, high in zip(least, heights, strict=True)))


def loss(node: Node, heights: Sequence[int]) -> Fraction:
    """Return which share of their steps the columns went up on average; 0 is exact, 1 tells nothing."""
    shares = [Fraction(level, height) for level, height in zip(node, heights, strict=True)]
    return sum(shares, Fraction()) / max(1, len(shares))


def _is_within(one: Node, other: Node) -> bool:
    """Tell whether a node is as fine as another or finer in every column."""
    return all(level <= limit for level, limit in zip(one, other, strict=True))


def _groups(combinations: Mapping[Row, int], node: Node) -> Counter[tuple[str, ...]]:
    groups: Counter[tuple[str, ...]] = Counter()
    for row, many in combinations.items():
        groups[at(row, node)] += many
    return groups


def at(row: Row, node: Node) -> tuple[str, ...]:
    """Return a row as a node writes it."""
    return tuple(steps[level] for steps, level in zip(row, node, strict=True))


def _written(rows: Mapping[Id, Row], node: Node, k: int) -> Safe[Id]:
    written = {owner: at(row, node) for owner, row in rows.items()}
    groups = Counter(written.values())
    kept = {owner: values for owner, values in written.items() if groups[values] >= k}
    sizes = tuple(sorted(many for many in groups.values() if many >= k))
    return Safe(node, kept, frozenset(written.keys() - kept.keys()), sizes)


def diversity(shown: Safe[Id], sensitive: Mapping[Id, Hashable]) -> tuple[int, int]:
    """Return l, the fewest distinct values of something sensitive in a group, and how many groups have just one.

    Distinct l-diversity (Machanavajjhala et al., ACM TKDD 1(1), 2007): k-anonymity hides nothing in a group of one.
    """
    values: defaultdict[tuple[str, ...], set[Hashable]] = defaultdict(set)
    for owner, group in shown.rows.items():
        values[group].add(sensitive.get(owner))
    many = [len(one) for one in values.values()]
    return min(many, default=0), many.count(1)
