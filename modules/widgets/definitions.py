"""What an unplugged widget is once read: plain frozen values, ready for JSON. It grades nothing and has no key."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

Texts = dict[str, str]
Layers = tuple[tuple[tuple[int, int], ...], ...]
"""The steps of a network, each with the pairs of lines that meet in it; lines count from 0."""


class WidgetKind(StrEnum):
    """The three activities."""

    SORTING_NETWORK = "sorting-network"
    BINARY_CARDS = "binary-cards"
    PIXELS = "pixels"


class Task(StrEnum):
    """What is done with a picture in squares: draw it from its numbers, or write its numbers."""

    DRAW = "draw"
    WRITE = "write"


@dataclass(frozen=True)
class Widget:
    """One widget; which of the values below are filled follows from the kind.

    A network has `layers` and the numbers it is given at first (`start`, one for each line); cards are `cards` in
    number, to make the `numbers` with; a picture has `rows` of `.` (white) and `#` (black), and `shows` says what they
    show.
    """

    id: str
    kind: WidgetKind
    title: Texts
    text: Texts
    layers: Layers = ()
    start: tuple[int, ...] = ()
    cards: int = 0
    numbers: tuple[int, ...] = ()
    rows: tuple[str, ...] = ()
    task: Task = Task.DRAW
    shows: Texts = field(default_factory=dict)
