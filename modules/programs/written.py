"""Programs as authors write them in content: one instruction a line, two spaces deeper inside a loop.

    repeat 4
      forward 50
      right 90

Here words become a tree; whether it is a program, `language.check` says.
"""

from __future__ import annotations

import re
from typing import Any, Final

from modules.programs.language import SHAPES, VERSION, Kind, Node, Tree

INDENT: Final = 2
_NUMBERS: Final = frozenset({"times", "steps", "degrees"})


class NotWritten(ValueError):
    """This line (from 0) of the text is no instruction, or stands at the wrong margin."""

    def __init__(self, line: int, told: str) -> None:
        self.line = line
        self.told = told
        super().__init__(told)


def read_written(text: str, kind: Kind) -> tuple[Tree, dict[str, int]]:
    """Return a program's tree, and the line (from 0) of each node by its path; raises `NotWritten`."""
    reading = _Reading(kind)
    for number, line in enumerate(text.split("\n")):
        if line.strip():
            reading.line(number, line.rstrip())
    return {"version": VERSION, "do": reading.program}, reading.lines


class _Reading:
    """The lists that are open at a line, outermost first, each with the path before its places."""

    def __init__(self, kind: Kind) -> None:
        self.shapes = SHAPES[kind]
        self.program: list[Node] = []
        self.lines: dict[str, int] = {}
        self._open: list[tuple[list[Node], str]] = [(self.program, "")]

    def line(self, number: int, line: str) -> None:
        margin, rest = divmod(len(line) - len(line.lstrip(" ")), INDENT)
        words = line.split()
        if rest or margin >= len(self._open):
            raise NotWritten(number, line.strip())
        del self._open[margin + 1 :]
        nodes, before = self._open[-1]
        if words == ["else"]:
            self._else(nodes, before, number)
            return
        node = self._node(number, words)
        at = f"{before}{len(nodes)}"
        nodes.append(node)
        self.lines[at] = number
        if "do" in node:
            self._open.append((node["do"], f"{at}.do."))

    def _else(self, nodes: list[Node], before: str, number: int) -> None:
        if not nodes or nodes[-1]["op"] != "if" or "else" in nodes[-1]:
            raise NotWritten(number, "else")
        nodes[-1]["else"] = []
        self._open.append((nodes[-1]["else"], f"{before}{len(nodes) - 1}.else."))

    def _node(self, number: int, words: list[str]) -> Node:
        shape = [name for name in self.shapes.get(words[0], ()) if name != "do"]
        if words[0] not in self.shapes or len(words) != 1 + len(shape):
            raise NotWritten(number, " ".join(words))
        node: Node = {
            "op": words[0],
            **{name: _value(name, word) for name, word in zip(shape, words[1:], strict=True)},
        }
        if "do" in self.shapes[words[0]]:
            node["do"] = []
        return node


def _value(name: str, word: str) -> Any:
    """Return a number where one belongs; what is none stays a word, which the check then refuses."""
    return int(word) if name in _NUMBERS and re.fullmatch(r"\d{1,6}", word) else word
