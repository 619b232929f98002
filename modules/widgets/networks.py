"""Sorting networks: whether one sorts whatever comes, and where its lines and meetings are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from modules.widgets.definitions import Layers

LINES: Final = range(2, 9)
"""Lines of a network: eight still fit a phone, and 256 beginnings are tried at once."""
STEPS: Final = 24


def after(layers: Layers, values: Sequence[int]) -> tuple[int, ...]:
    """Return the values as the network leaves them: at each meeting the smaller goes to the line of lower number."""
    held = list(values)
    for layer in layers:
        for low, high in layer:
            if held[low] > held[high]:
                held[low], held[high] = held[high], held[low]
    return tuple(held)


def counterexample(layers: Layers, lines: int) -> tuple[int, ...] | None:
    """Return a beginning that the network leaves unsorted, or None.

    Noughts and ones are enough: a network that sorts those sorts everything (Knuth, The Art of Computer Programming,
    volume 3, section 5.3.4, theorem Z).
    """
    for values in product((0, 1), repeat=lines):
        left = after(layers, values)
        if left != tuple(sorted(left)):
            return values
    return None


@dataclass(frozen=True)
class Meeting:
    """Two lines that meet: in which step (from 0), at which height of the drawing."""

    step: int
    low: int
    high: int
    x1: int
    x2: int
    y: int


@dataclass(frozen=True)
class Sheet:
    """A network's drawing, from top to bottom: `width` and `height` of its viewBox, lines at `xs`."""

    width: int
    height: int
    xs: tuple[int, ...]
    meetings: tuple[Meeting, ...]
    bands: tuple[tuple[int, int], ...]
    """For each step, where its band begins and how high it is."""


COLUMN: Final = 56
TOP: Final = 64
ROW: Final = 46
GAP: Final = 18


def sheet(layers: Layers, lines: int) -> Sheet:
    """Place lines and meetings; meetings of one step that would cross stand one below the other."""
    xs = tuple(COLUMN * line + COLUMN // 2 + 4 for line in range(lines))
    meetings: list[Meeting] = []
    bands: list[tuple[int, int]] = []
    y = TOP + GAP
    for step, layer in enumerate(layers):
        rows = _rows(layer)
        for row, pairs in enumerate(rows):
            at = y + ROW * row + ROW // 2
            meetings += [Meeting(step, low, high, xs[low], xs[high], at) for low, high in pairs]
        bands.append((y, ROW * len(rows)))
        y += ROW * len(rows) + GAP
    return Sheet(COLUMN * lines + 8, y + TOP, xs, tuple(meetings), tuple(bands))


def _rows(layer: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    rows: list[list[tuple[int, int]]] = []
    for low, high in layer:
        free = next((row for row in rows if all(high < one or low > other for one, other in row)), None)
        if free is None:
            rows.append([(low, high)])
        else:
            free.append((low, high))
    return rows
