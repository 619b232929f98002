"""Marks on a map: what would touch becomes one mark with a number. Pure arithmetic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

APART: Final = 84
"""Units between two marks. A map is 1000 units wide and 328 px on the smallest phone: 27 px, so that marks of 24 px,
the least that a finger needs (WCAG 2.2, 2.5.8), never touch."""

T = TypeVar("T")


@dataclass(slots=True)
class Group(Generic[T]):
    """What stands at one point of a map."""

    x: float
    y: float
    members: list[T] = field(default_factory=list)


def grouped(points: Iterable[tuple[float, float, T]], apart: float = APART) -> list[Group[T]]:
    """Return one group for each set of points that would touch, in the order in which the first of each came.

    Each group stands where its first point is; near linear, since a point is compared with the groups around it alone.
    """
    cells: defaultdict[tuple[int, int], list[Group[T]]] = defaultdict(list)
    groups: list[Group[T]] = []
    for x, y, member in points:
        column, row = int(x // apart), int(y // apart)
        around = (one for dx in (-1, 0, 1) for dy in (-1, 0, 1) for one in cells[column + dx, row + dy])
        near = min(around, key=lambda one: _between(one, x, y), default=None)
        if near is None or _between(near, x, y) >= apart**2:
            near = Group(x, y)
            cells[column, row].append(near)
            groups.append(near)
        near.members.append(member)
    return groups


def _between(group: Group[T], x: float, y: float) -> float:
    return (group.x - x) ** 2 + (group.y - y) ** 2
