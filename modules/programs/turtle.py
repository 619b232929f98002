"""The turtle on its sheet: whole millionths and whole degrees, so that all steppers agree on each digit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from modules.programs.angles import UNIT, sine
from modules.programs.language import COLOURS, Node
from modules.programs.strokes import Stroke, same_drawing

EDGE: Final = 200 * UNIT
"""The sheet goes from minus this to this, both ways."""


class Turtle:
    """A turtle in the middle of an empty sheet, looking up, its pen down; `goal` None is free drawing."""

    def __init__(self, goal: Sequence[Stroke] | None = None) -> None:
        self.x = self.y = self.heading = 0
        self.pen = True
        self.colour = COLOURS[0]
        self.strokes: list[Stroke] = []
        self._goal = goal

    def act(self, node: Node) -> str | None:
        """Walk, turn, or see to the pen; returns `edge` where it would leave the sheet."""
        match node["op"]:
            case "forward":
                return self._walk(node["steps"])
            case "back":
                return self._walk(-node["steps"])
            case "left":
                self.heading = (self.heading - node["degrees"]) % 360
            case "right":
                self.heading = (self.heading + node["degrees"]) % 360
            case "colour":
                self.colour = node["to"]
            case "pen-up" | "pen-down":
                self.pen = node["op"] == "pen-down"
        return None

    def _walk(self, steps: int) -> str | None:
        x = self.x + steps * sine(self.heading)
        y = self.y + steps * sine(self.heading + 90)
        if max(abs(x), abs(y)) > EDGE:
            return "edge"
        if self.pen:
            self.strokes.append(Stroke(self.x, self.y, x, y, self.colour, self.heading % 180))
        self.x, self.y = x, y
        return None

    def ask(self, test: str) -> bool:
        """A turtle sees nothing: its language has no tests."""
        raise NotImplementedError(test)

    def state(self) -> dict[str, Any]:
        """Return where it is, where it looks, and its pen."""
        return {"x": self.x, "y": self.y, "heading": self.heading, "pen": self.pen, "colour": self.colour}

    def fault(self) -> str | None:
        """Return `other-drawing` unless its lines are those that were asked for."""
        if self._goal is None or same_drawing(self.strokes, self._goal):
            return None
        return "other-drawing"
