"""Programs and worlds that nobody would think of, from a seed: any tree, any map, any drawing."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any, Final

from modules.programs.exercise import World, run_in
from modules.programs.language import COLOURS, DEPTH, NODES, TESTS, Kind, Node, Tree, check
from modules.programs.strokes import Stroke
from modules.programs.turtle import Turtle

WALKS: Final = (1, 5, 10, 20, 50, 80, 120, 400)
TURNS: Final = (1, 30, 36, 45, 60, 72, 90, 120, 144, 180, 270, 360)
TIMES: Final = (1, 2, 3, 4, 5, 6, 8, 12, 36, 100)
LIMITS: Final = (0, 1, 7, 50, 200, 500)
RARELY: Final = 0.01
"""How often a run may go on for the two thousand steps of the largest limit."""
ROBOT: Final = ("forward",) * 4 + ("left", "right", "pick", "repeat", "until", "while", "if", "if")
TURTLE: Final = ("forward",) * 3 + (
    "back",
    "left",
    "right",
    "right",
    "pen-up",
    "pen-down",
    "colour",
    "repeat",
)


@dataclass(frozen=True)
class Case:
    """A program to run in a world for at most so many steps."""

    kind: Kind
    program: Tree
    world: World
    limit: int

    @property
    def told(self) -> dict[str, Any]:
        """The case as the browser's stepper takes it."""
        world = {"id": self.world.id, "kind": str(self.kind)}
        goal = self.world.goal
        more: dict[str, Any] = (
            {"map": list(self.world.rows)}
            if self.kind is Kind.ROBOT
            else {"goal": None if goal is None else [list(stroke) for stroke in goal]}
        )
        return {"program": self.program, "world": world | more, "limit": self.limit}

    @property
    def answer(self) -> dict[str, Any]:
        """What the server's stepper makes of it."""
        ran = run_in(self.program, self.world, self.limit)
        told = {"outcome": str(ran.outcome), "why": ran.why, "at": ran.at, "steps": ran.steps}
        return told | {"trace": list(ran.trace)}


def invent(chance: Random) -> Case:
    """Invent a case."""
    kind = chance.choice(tuple(Kind))
    writing = _Writing(chance, kind)
    program = check({"version": 1, "do": writing.nodes(1)}, kind)
    world = _maze(chance) if kind is Kind.ROBOT else _sheet(chance, program)
    limit = 2000 if chance.random() < RARELY else chance.choice(LIMITS)
    return Case(kind, program, world, limit)


class _Writing:
    """Writes a program while there is room for nodes."""

    def __init__(self, chance: Random, kind: Kind) -> None:
        self.chance = chance
        self.ops = ROBOT if kind is Kind.ROBOT else TURTLE
        self.turtle = kind is Kind.TURTLE
        self.left = chance.choice((3, 8, 20, NODES))

    def nodes(self, depth: int) -> list[Node]:
        written: list[Node] = []
        for _ in range(self.chance.randint(0 if depth > 1 else 1, 6)):
            if self.left:
                self.left -= 1
                written.append(self.node(depth))
        return written

    def node(self, depth: int) -> Node:
        chance, op = self.chance, self.chance.choice(self.ops)
        node: Node = {"op": op}
        if self.turtle and op in ("forward", "back"):
            node["steps"] = chance.choice((*WALKS, chance.randint(1, 400)))
        elif self.turtle and op in ("left", "right"):
            node["degrees"] = chance.choice((*TURNS, chance.randint(1, 360)))
        elif op == "colour":
            node["to"] = chance.choice(COLOURS)
        elif op == "repeat":
            node["times"] = chance.choice(TIMES)
        elif op in ("until", "while", "if"):
            node["test"] = chance.choice(TESTS)
        if op in ("repeat", "until", "while", "if"):
            node["do"] = self.nodes(depth + 1) if depth < DEPTH else []
        if op == "if" and chance.random() < 0.5:
            node["else"] = self.nodes(depth + 1) if depth < DEPTH else []
        return node


def _maze(chance: Random) -> World:
    """Return a map with more ways than walls, a robot somewhere, perhaps a goal and things to pick up."""
    width, height = chance.randint(1, 9), chance.randint(2, 7)
    cells = [chance.choice("......##*") for _ in range(width * height)]
    cells[chance.randrange(len(cells))] = "G"
    cells[chance.randrange(len(cells))] = chance.choice("^>v<")
    rows = tuple("".join(cells[y * width : (y + 1) * width]) for y in range(height))
    return World("maze", Kind.ROBOT, rows)


def _sheet(chance: Random, program: Tree) -> World:
    """Return a sheet that asks for nothing, for what the program draws told otherwise, or for nearly that."""
    turtle = Turtle()
    run_on = World("sheet", Kind.TURTLE)
    ran = run_in(program, run_on, 500)
    wish = chance.random()
    if wish < 0.2:
        return run_on
    turtle.strokes = strokes_of(ran.trace)
    goal = [_otherwise(chance, stroke) for stroke in turtle.strokes]
    chance.shuffle(goal)
    if goal and wish > 0.6:
        goal[0] = _nearly(chance, goal[0])
    return World("sheet", Kind.TURTLE, goal=tuple(goal))


def strokes_of(trace: tuple[dict[str, Any], ...]) -> list[Stroke]:
    """Return the lines of a run, read from its trace alone: what a page draws."""
    found: list[Stroke] = []
    x, y = 0, 0
    for one in trace:
        if (one["x"], one["y"]) != (x, y):
            if one["pen"]:
                found.append(Stroke(x, y, one["x"], one["y"], one["colour"], one["heading"] % 180))
            x, y = one["x"], one["y"]
    return found


def _otherwise(chance: Random, stroke: Stroke) -> Stroke:
    """Return the same line, perhaps from its other end."""
    if chance.random() < 0.5:
        return stroke
    return stroke._replace(x0=stroke.x1, y0=stroke.y1, x1=stroke.x0, y1=stroke.y0)


def _nearly(chance: Random, stroke: Stroke) -> Stroke:
    """Return a line that ends a little elsewhere: less than a unit, about one, or more."""
    by = chance.choice((300_000, 999_999, 1_000_000, 1_000_001, 3_000_000))
    return stroke._replace(x1=stroke.x1 + by, colour=chance.choice((stroke.colour, "red")))
