"""The robot in its maze: a map of signs, where it stands, what it can do there. Rows count from the top."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from modules.programs.language import Node

WALL, FREE, GOAL, ITEM = "#.G*"
STARTS: Final = "^>v<"
"""The robot on the map, looking north, east, south, west."""
SIGNS: Final = frozenset("#.G*^>v<")
SIDE: Final = 20
"""Cells of a map each way, at most."""
HEADINGS: Final = ("north", "east", "south", "west")
_AHEAD: Final = ((0, -1), (1, 0), (0, 1), (-1, 0))
_TURNS: Final = {"path-ahead": 0, "path-right": 1, "path-left": 3}


class Robot:
    """A robot at the start of a world whose map is well drawn (`maps.py` sees to it)."""

    def __init__(self, rows: Sequence[str]) -> None:
        self._rows = rows
        cells = {(x, y): sign for y, row in enumerate(rows) for x, sign in enumerate(row)}
        self.x, self.y = next(place for place, sign in cells.items() if sign in STARTS)
        self.heading = STARTS.index(cells[self.x, self.y])
        self.items = {place for place, sign in cells.items() if sign == ITEM}
        self.goal = next((place for place, sign in cells.items() if sign == GOAL), None)

    def act(self, node: Node) -> str | None:
        """Go, turn or pick up; returns `wall` or `nothing-here` where that cannot be done."""
        match node["op"]:
            case "left":
                self.heading = (self.heading + 3) % 4
            case "right":
                self.heading = (self.heading + 1) % 4
            case "forward":
                return self._forward()
            case "pick":
                return self._pick()
        return None

    def _forward(self) -> str | None:
        if not self._is_path(0):
            return "wall"
        self.x, self.y = self._beside(0)
        return None

    def _pick(self) -> str | None:
        if (self.x, self.y) not in self.items:
            return "nothing-here"
        self.items.remove((self.x, self.y))
        return None

    def ask(self, test: str) -> bool:
        """Answer a test about the cell it stands on, or the one beside it."""
        if test == "at-goal":
            return (self.x, self.y) == self.goal
        if test == "on-item":
            return (self.x, self.y) in self.items
        return self._is_path(_TURNS[test])

    def _beside(self, turn: int) -> tuple[int, int]:
        """Return the cell ahead after so many quarter turns to the right."""
        right, down = _AHEAD[(self.heading + turn) % 4]
        return self.x + right, self.y + down

    def _is_path(self, turn: int) -> bool:
        x, y = self._beside(turn)
        return 0 <= y < len(self._rows) and 0 <= x < len(self._rows[y]) and self._rows[y][x] != WALL

    def state(self) -> dict[str, Any]:
        """Return its cell, where it looks, and how many items are left."""
        return {"x": self.x, "y": self.y, "heading": HEADINGS[self.heading], "left": len(self.items)}

    def fault(self) -> str | None:
        """Return `not-at-goal`, or `items-left`, or None where all is done."""
        if self.goal is not None and (self.x, self.y) != self.goal:
            return "not-at-goal"
        return "items-left" if self.items else None
