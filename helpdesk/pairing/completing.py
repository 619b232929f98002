"""After short lists: whether one more question could be paired when everybody who fits counts, and then doing it.

A question without anybody may take the place of another one that can move on, and so forth until a place is free
(an augmenting path: Berge, Two theorems in graph theory, 1957). When there is no such path, nobody can pair more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from helpdesk.pairing.columns import Array
from helpdesk.pairing.shortlists import Shortlists

NOBODY: Final = -1
Step = tuple[int, int]
"""A question (row) and whom it gets (column)."""


def completed(short: Shortlists, holder: Array) -> Array:
    """Return who gets each question when as many as can be are paired."""
    holder = holder.copy()
    while not short.short.all():
        steps = [step for path in _paths(short, holder) for step in path]
        if not steps:
            break
        rows, columns = np.array(steps).T
        holder[rows] = columns
    return holder


def _paths(short: Shortlists, holder: Array) -> Iterator[list[Step]]:
    """Yield the shortest ways to pair one more question each, none of which touches another."""
    left = short.free - np.bincount(holder[holder != NOBODY], minlength=len(short.free))
    by, asking = np.full(len(left), NOBODY), holder == NOBODY
    while True:
        reached = _reach(short, asking, by)
        if not len(reached):
            return
        ends = reached[left[reached] > 0]
        if len(ends):
            yield from _apart(ends.tolist(), by, holder)
            return
        asking = np.isin(holder, reached)


def _reach(short: Shortlists, asking: Array, by: Array) -> Array:
    """Note in `by` through which question each candidate is reached for the first time; return those candidates."""
    new = np.flatnonzero(asking[short.rows] & (by[short.columns] == NOBODY))
    # Of several questions that reach somebody, the one she suits best is written last and stays.
    new = new[np.argsort(short.points[new], kind="stable")]
    by[short.columns[new]] = short.rows[new]
    return np.unique(short.columns[new])


def _apart(ends: list[int], by: Array, holder: Array) -> Iterator[list[Step]]:
    begun: set[int] = set()
    for end in ends:
        path = _back(end, by, holder)
        if path[-1][0] not in begun:
            begun.add(path[-1][0])
            yield path


def _back(end: int, by: Array, holder: Array) -> list[Step]:
    path, column = [], end
    while column != NOBODY:
        row = int(by[column])
        path.append((row, column))
        column = int(holder[row])
    return path
