"""Values that remember their line: what YAML and TOML become before anything is checked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import yaml

from modules.catalog import faults
from modules.catalog.problems import Findings


@dataclass(frozen=True)
class Leaf:
    """A single value, always as the text its author typed: `no` stays "no" and `2024` stays "2024"."""

    line: int
    value: str


@dataclass(frozen=True)
class Row:
    """A list."""

    line: int
    items: tuple[Node, ...]


@dataclass(frozen=True)
class Branch:
    """Named values, each name with its own line."""

    line: int
    entries: dict[str, tuple[int, Node]]


Node = Leaf | Row | Branch

_DEPTH: Final = 8
"""Levels of YAML; a quiz has five."""


def read_yaml(text: str, first_line: int, findings: Findings) -> Node | None:
    """Read a YAML text that begins at this line of its file; None when it cannot be read (the finding says why)."""
    try:
        if any(
            isinstance(event, yaml.AliasEvent) for event in _shallow(yaml.parse(text, Loader=yaml.SafeLoader))
        ):
            findings.add(first_line, faults.ALIAS)
            return None
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except _TooDeep as trouble:
        findings.add(first_line + trouble.line, faults.TOO_DEEP)
        return None
    except yaml.MarkedYAMLError as trouble:
        mark = trouble.problem_mark or trouble.context_mark
        reason = trouble.problem or trouble.context or ""
        findings.add(first_line + (mark.line if mark else 0), faults.NOT_YAML, reason=reason)
        return None
    except yaml.YAMLError as trouble:  # a control character: the reader knows no line
        findings.add(first_line, faults.NOT_YAML, reason=str(trouble).splitlines()[0])
        return None
    return _from_yaml(root, first_line, findings) if root is not None else Branch(first_line, {})


class _TooDeep(Exception):
    """The YAML text nests deeper than anything we know; composing it could exhaust the stack."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(line)


def _shallow(events: Iterator[Any]) -> Iterator[Any]:
    depth = 0
    for event in events:
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEPTH:
            raise _TooDeep(event.start_mark.line)
        yield event


def _from_yaml(node: yaml.Node, first_line: int, findings: Findings) -> Node:
    line = first_line + node.start_mark.line
    if isinstance(node, yaml.MappingNode):
        entries: dict[str, tuple[int, Node]] = {}
        for key, value in node.value:
            key_line = first_line + key.start_mark.line
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
            if name in entries:
                findings.add(key_line, faults.TWICE, key=name)
            entries[name] = (key_line, _from_yaml(value, first_line, findings))
        return Branch(line, entries)
    if isinstance(node, yaml.SequenceNode):
        return Row(line, tuple(_from_yaml(item, first_line, findings) for item in node.value))
    empty = node.tag == "tag:yaml.org,2002:null"
    return Leaf(line, "" if empty else str(node.value).strip())


def read_toml(text: str, findings: Findings) -> Branch | None:
    """Read a TOML text; None when it cannot be read (the finding says why)."""
    try:
        return _from_toml_table(tomllib.loads(text), (), _toml_lines(text))
    except tomllib.TOMLDecodeError as trouble:
        found = re.search(r"\(at line (\d+)", str(trouble))
        line = int(found[1]) if found else text.count("\n") + 1
        findings.add(line, faults.NOT_TOML, reason=str(trouble).partition(" (at ")[0])
    except RecursionError:
        findings.add(1, faults.TOO_DEEP)
    return None


Path = tuple[str | int, ...]

_HEADER: Final = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]")
_KEY: Final = re.compile(r"\s*([\w-]+)\s*=")


def _toml_lines(text: str) -> dict[Path, int]:
    """Find the line of each header and key: tomllib tells none. Keys in quotes or with dots take their table's."""
    lines: dict[Path, int] = {(): 1}
    counts: dict[str, int] = {}
    table: Path = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _table_path(header[1] == "[[", header[2], counts)
            lines.setdefault(table, number)
            lines.setdefault(table[:1], number)
        elif key := _KEY.match(line):
            lines.setdefault((*table, key[1]), number)
    return lines


def _table_path(repeated: bool, name: str, counts: dict[str, int]) -> Path:
    first, *rest = name.split(".")
    if repeated:
        counts[first] = counts.get(first, -1) + 1
    return (first, counts[first], *rest) if first in counts else (first, *rest)


def _from_toml_table(values: dict[str, Any], path: Path, lines: dict[Path, int]) -> Branch:
    entries = {
        key: (_line((*path, key), lines), _from_toml(value, (*path, key), lines))
        for key, value in values.items()
    }
    return Branch(_line(path, lines), entries)


def _from_toml(value: Any, path: Path, lines: dict[Path, int]) -> Node:
    if isinstance(value, dict):
        return _from_toml_table(value, path, lines)
    if isinstance(value, list):
        items = tuple(_from_toml(item, (*path, number), lines) for number, item in enumerate(value))
        return Row(_line(path, lines), items)
    return Leaf(_line(path, lines), str(value).lower() if isinstance(value, bool) else str(value).strip())


def _line(path: Path, lines: dict[Path, int]) -> int:
    while path not in lines:
        path = path[:-1]
    return lines[path]
