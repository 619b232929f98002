"""Walks a program through a world, step by counted step, and says how it ended (docs/programs.md).

The page's script does the same; `tests/modules/programs/cases.json` binds both.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from modules.programs.language import Node, Tree


class Outcome(StrEnum):
    """How a run ended."""

    REACHED = "reached"
    CRASHED = "crashed"
    WRONG_END = "wrong-end"
    OUT_OF_STEPS = "out-of-steps"


class Machine(Protocol):
    """What a program moves, in its world."""

    def act(self, node: Node) -> str | None:
        """Do one action; returns why it cannot be done, having changed nothing."""

    def ask(self, test: str) -> bool:
        """Answer a test."""

    def state(self) -> dict[str, Any]:
        """Return where it is, as the trace tells it."""

    def fault(self) -> str | None:
        """Return what is wrong now that the program has ended, or None."""


@dataclass(frozen=True)
class Run:
    """What came of a run: `at` is the path of the node where it broke off, None where it came to its end."""

    outcome: Outcome
    why: str | None
    at: str | None
    trace: tuple[dict[str, Any], ...]

    @property
    def steps(self) -> int:
        """How many steps were made."""
        return len(self.trace)

    @property
    def reached(self) -> bool:
        """Whether it ended where it should."""
        return self.outcome is Outcome.REACHED


class _Broken(Exception):
    """The run breaks off at this node."""

    def __init__(self, outcome: Outcome, why: str, at: str) -> None:
        self.outcome = outcome
        self.why = why
        self.at = at
        super().__init__(why)


def run(tree: Tree, machine: Machine, limit: int) -> Run:
    """Run a program that `language` let through, for at most so many steps."""
    walk = _Walk(machine, limit)
    try:
        walk.through(tree["do"], "")
    except _Broken as broken:
        return Run(broken.outcome, broken.why, broken.at, tuple(walk.trace))
    fault = machine.fault()
    return Run(Outcome.WRONG_END if fault else Outcome.REACHED, fault, None, tuple(walk.trace))


class _Walk:
    """One run under way."""

    def __init__(self, machine: Machine, limit: int) -> None:
        self.machine = machine
        self.limit = limit
        self.trace: list[dict[str, Any]] = []

    def through(self, nodes: list[Node], under: str) -> None:
        for index, node in enumerate(nodes):
            at = f"{under}{index}"
            match node["op"]:
                case "repeat":
                    self._repeat(node, at)
                case "until" | "while":
                    self._loop(node, at)
                case "if":
                    branch = "do" if self._asks(node, at) else "else"
                    self.through(node.get(branch, []), f"{at}.{branch}.")
                case _:
                    self._acts(node, at)

    def _repeat(self, node: Node, at: str) -> None:
        for number in range(1, node["times"] + 1):
            self._due(at)
            self._note(at, round=number)
            self.through(node["do"], f"{at}.do.")

    def _loop(self, node: Node, at: str) -> None:
        goes_on_when = node["op"] == "while"
        while self._asks(node, at) is goes_on_when:
            self.through(node["do"], f"{at}.do.")

    def _asks(self, node: Node, at: str) -> bool:
        self._due(at)
        says = self.machine.ask(node["test"])
        self._note(at, says=says)
        return says

    def _acts(self, node: Node, at: str) -> None:
        self._due(at)
        if why := self.machine.act(node):
            raise _Broken(Outcome.CRASHED, why, at)
        self._note(at)

    def _due(self, at: str) -> None:
        if len(self.trace) >= self.limit:
            raise _Broken(Outcome.OUT_OF_STEPS, "out-of-steps", at)

    def _note(self, at: str, **more: Any) -> None:
        self.trace.append({"at": at, **self.machine.state(), **more})
