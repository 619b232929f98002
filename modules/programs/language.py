"""The language of programs: a tree in JSON, its nodes, its limits, and why one is refused (docs/programs.md).

No world and no running here: `stepper` walks what this file let through.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NoReturn

from classcode.i18n import N_

VERSION: Final = 1
BYTES: Final = 10_000
NODES: Final = 200
DEPTH: Final = 8
TIMES: Final = 100
LENGTH: Final = 400
DEGREES: Final = 360
COLOURS: Final = ("black", "red", "orange", "green", "blue", "purple")
TESTS: Final = ("path-ahead", "path-left", "path-right", "at-goal", "on-item")

Tree = dict[str, Any]
"""A program as JSON gives it: `{"version": 1, "do": [...]}`."""
Node = dict[str, Any]
"""One instruction of a program."""


class Kind(StrEnum):
    """What a program moves."""

    ROBOT = "robot"
    TURTLE = "turtle"


_ASKING: Final = ("test", "do")
SHAPES: Final[Mapping[Kind, Mapping[str, tuple[str, ...]]]] = {
    Kind.ROBOT: {
        "forward": (),
        "left": (),
        "right": (),
        "pick": (),
        "repeat": ("times", "do"),
        "until": _ASKING,
        "while": _ASKING,
        "if": _ASKING,
    },
    Kind.TURTLE: {
        "forward": ("steps",),
        "back": ("steps",),
        "left": ("degrees",),
        "right": ("degrees",),
        "pen-up": (),
        "pen-down": (),
        "colour": ("to",),
        "repeat": ("times", "do"),
    },
}
"""The values of each instruction in each world, beside `op`, in the order in which they are looked at."""

_BOUNDS: Final = {"times": TIMES, "steps": LENGTH, "degrees": DEGREES}
_CHOICES: Final = {"test": TESTS, "to": COLOURS}


def blocks_of(kind: Kind) -> tuple[str, ...]:
    """Return what an exercise of this kind can offer: its instructions, and `else` where there is an `if`."""
    shapes = SHAPES[kind]
    return (*shapes, "else") if "if" in shapes else tuple(shapes)


class Why(StrEnum):
    """Why a program is refused."""

    TOO_LARGE = "too-large"
    NOT_JSON = "not-json"
    SHAPE = "shape"
    VERSION = "version"
    UNKNOWN = "unknown"
    NOT_ALLOWED = "not-allowed"
    NUMBER = "number"
    CHOICE = "choice"
    TOO_DEEP = "too-deep"
    TOO_MANY = "too-many"
    TOO_MANY_BLOCKS = "too-many-blocks"


class NotAProgram(ValueError):
    """What was sent breaks a rule of the language at this node; nothing ran."""

    def __init__(self, why: Why, at: str = "") -> None:
        self.why = why
        self.at = at
        super().__init__(f"{why} at {at or 'the program'}")


SENTENCES: Final[Mapping[Why, str]] = {
    Why.TOO_LARGE: N_(
        "This program is too large to be sent. Please make it shorter, with loops for example."
    ),
    Why.NOT_JSON: N_("This program arrived damaged. Please reload the page; your draft is kept."),
    Why.SHAPE: N_("This program arrived damaged. Please reload the page; your draft is kept."),
    Why.VERSION: N_("This program was made with another version of this page. Please reload it."),
    Why.UNKNOWN: N_("One of the blocks does not exist in this activity. Please take it away."),
    Why.NOT_ALLOWED: N_("One of the blocks is not offered in this activity. Please take it away."),
    Why.NUMBER: N_("One of the numbers is too small or too large. Please choose another."),
    Why.CHOICE: N_("One of the choices does not exist. Please choose another."),
    Why.TOO_DEEP: N_("Blocks lie too deep in one another. Eight levels are the most."),
    Why.TOO_MANY: N_("There are too many blocks. Two hundred are the most."),
    Why.TOO_MANY_BLOCKS: N_(
        "This program has more blocks than the activity allows. Could a loop replace some?"
    ),
}
"""What to tell whoever wrote a refused program."""


@dataclass(frozen=True)
class Offer:
    """What an exercise offers: blocks, tests of conditions, and how many nodes at most (None: any)."""

    blocks: Collection[str]
    tests: Collection[str] = TESTS
    most: int | None = None


def everything(kind: Kind) -> Offer:
    """Return the offer of all that there is in a world."""
    return Offer(blocks_of(kind))


def read(text: str, kind: Kind, offer: Offer | None = None) -> Tree:
    """Return the program that a text holds; raises `NotAProgram`. Without offer, any block will do."""
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise NotAProgram(Why.NOT_JSON) from None
    if size > BYTES:
        raise NotAProgram(Why.TOO_LARGE)
    try:
        tree = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise NotAProgram(Why.NOT_JSON) from None
    return check(tree, kind, offer)


def check(tree: object, kind: Kind, offer: Offer | None = None) -> Tree:
    """Return the tree where it is a program; raises `NotAProgram` with the first reason in reading order."""
    if not isinstance(tree, dict) or set(tree) != {"version", "do"}:
        raise NotAProgram(Why.SHAPE)
    if tree["version"] != VERSION or isinstance(tree["version"], bool):
        raise NotAProgram(Why.VERSION)
    reading = _Reading(kind, offer or everything(kind))
    reading.nodes(tree["do"], "", 1)
    if reading.offer.most is not None and reading.count > reading.offer.most:
        raise NotAProgram(Why.TOO_MANY_BLOCKS)
    return tree


class _Reading:
    """One look over a tree, counting its nodes."""

    def __init__(self, kind: Kind, offer: Offer) -> None:
        self.shapes = SHAPES[kind]
        self.offer = offer
        self.count = 0

    def nodes(self, nodes: object, at: str, depth: int) -> None:
        """Look at a list; `at` is the path of what holds it, "" for the program."""
        if not isinstance(nodes, list):
            raise NotAProgram(Why.SHAPE, at.rpartition(".")[0])
        for index, node in enumerate(nodes):
            self.node(node, f"{at}.{index}" if at else str(index), depth)

    def node(self, node: object, at: str, depth: int) -> None:
        """Look at a node and at what is in it."""
        self.count += 1
        if self.count > NODES:
            raise NotAProgram(Why.TOO_MANY, at)
        if depth > DEPTH:
            raise NotAProgram(Why.TOO_DEEP, at)
        if not isinstance(node, dict) or not isinstance(node.get("op"), str):
            raise NotAProgram(Why.SHAPE, at)
        if node["op"] not in self.shapes:
            raise NotAProgram(Why.UNKNOWN, at)
        shape = self.shapes[node["op"]]
        extra = {"else"} if node["op"] == "if" else set()
        if set(node) - extra != {"op", *shape}:
            raise NotAProgram(Why.SHAPE, at)
        if node["op"] not in self.offer.blocks or ("else" in node and "else" not in self.offer.blocks):
            raise NotAProgram(Why.NOT_ALLOWED, at)
        self._values(node, shape, at)
        for name in ("do", "else"):
            if name in node:
                self.nodes(node[name], f"{at}.{name}", depth + 1)

    def _values(self, node: Node, shape: tuple[str, ...], at: str) -> None:
        for name in shape:
            value = node[name]
            if name in _BOUNDS and not (type(value) is int and 1 <= value <= _BOUNDS[name]):
                raise NotAProgram(Why.NUMBER, at)
            if name in _CHOICES and value not in _CHOICES[name]:
                raise NotAProgram(Why.CHOICE, at)
            if name == "test" and value not in self.offer.tests:
                raise NotAProgram(Why.NOT_ALLOWED, at)


def _no_constant(_word: str) -> NoReturn:
    """Refuse NaN and Infinity, which JSON does not have."""
    raise ValueError


def nodes_of(nodes: list[Node]) -> Iterator[Node]:
    """Go through the nodes of a program that was let through, each before what is in it."""
    for node in nodes:
        yield node
        yield from nodes_of(node.get("do", []))
        yield from nodes_of(node.get("else", []))


def size(tree: Tree) -> int:
    """Return the number of nodes."""
    return sum(1 for _node in nodes_of(tree["do"]))
