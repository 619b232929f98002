"""Reads the named values of a block one by one, noting what is missing, wrong or unknown.

A wrong value is noted and replaced by a harmless one, so that the rest of the file is still checked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from modules.catalog import faults
from modules.catalog.problems import Fault, Findings
from modules.catalog.tree import Branch, Leaf, Node, Row

_ID: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")


def is_id(text: str) -> bool:
    """Tell whether a text can be an id: [a-z0-9-], 60 at most, no hyphen at either end."""
    return _ID.fullmatch(text) is not None


class Form:
    """One block of named values; call `close` after the last read, so that unknown names are told."""

    def __init__(self, branch: Branch, findings: Findings) -> None:
        self.branch = branch
        self.findings = findings
        self._asked: dict[str, None] = {}

    @property
    def line(self) -> int:
        """The block's first line."""
        return self.branch.line

    def line_of(self, key: str) -> int:
        """Return the line of this name, or of the block where it is missing."""
        return self.branch.entries[key][0] if key in self.branch.entries else self.branch.line

    @property
    def told_id(self) -> str:
        """The id as it is written, to speak of the block in a finding; "" where there is none."""
        node = self.branch.entries.get("id", (0, None))[1]
        return node.value if isinstance(node, Leaf) else ""

    def has(self, key: str) -> bool:
        """Tell whether the name is written, whatever its value."""
        return key in self.branch.entries

    def text(self, key: str, default: str | None = None) -> str:
        """Read a text; without default it is required. Returns "" where it is missing or wrong."""
        node = self._node(key)
        if isinstance(node, Row | Branch):
            self._note(key, faults.NOT_TEXT)
            return ""
        if node is None or not node.value:
            if default is None:
                self._note(key, faults.MISSING)
            return default or ""
        return node.value

    def identifier(self, key: str = "id") -> str:
        """Read an id; returns "" where it is missing or wrong."""
        return self._checked_id(self.text(key), self.line_of(key))

    def choice(self, key: str, known: Sequence[str]) -> str:
        """Read one of these words; returns the first where it is missing or wrong."""
        value = self.text(key)
        if value and value not in known:
            self._note(key, faults.NOT_CHOICE, value=value, known=", ".join(known))
        return value if value in known else known[0]

    def flag(self, key: str, default: bool | None = None) -> bool:
        """Read true or false; without default it is required."""
        value = self.text(key, None if default is None else str(default).lower()).lower()
        if value and value not in ("true", "false"):
            self._note(key, faults.NOT_FLAG)
        return value == "true"

    def whole(self, key: str, low: int, high: int) -> int:
        """Read a whole number between these bounds, both included; returns `low` where it is missing or wrong."""
        value = self.text(key)
        if re.fullmatch(r"\d{1,9}", value) and low <= int(value) <= high:
            return int(value)
        if value:
            self._note(key, faults.NOT_NUMBER, low=low, high=high)
        return low

    def share(self, key: str) -> float:
        """Read a share above 0 and up to 1; returns 1 where it is missing or wrong."""
        value = self.text(key)
        if re.fullmatch(r"(?:0?\.\d{1,4}|1(?:\.0+)?)", value) and float(value) > 0:
            return float(value)
        if value:
            self._note(key, faults.NOT_NUMBER, low="0.01", high="1")
        return 1.0

    def number(self, key: str) -> float:
        """Read a number with a point for decimals; returns 0 where it is missing or wrong."""
        value = self.text(key)
        if re.fullmatch(r"-?\d{1,9}(?:\.\d{1,6})?", value):
            return float(value)
        if value:
            self._note(key, faults.NOT_NUMBER, low="-999999999", high="999999999")
        return 0.0

    def row(self, key: str, *, required: bool = True) -> tuple[Node, ...]:
        """Read a list's items; a required one has at least one."""
        node = self._node(key)
        if node is not None and not isinstance(node, Row) and not (isinstance(node, Leaf) and not node.value):
            self._note(key, faults.NOT_LIST)
            return ()
        items = node.items if isinstance(node, Row) else ()
        if required and not items:
            self._note(key, faults.MISSING)
        return items

    def texts(self, key: str, *, required: bool = True) -> tuple[str, ...]:
        """Read a list of texts."""
        found = []
        for item in self.row(key, required=required):
            if isinstance(item, Leaf) and item.value:
                found.append(item.value)
            else:
                self.findings.add(item.line, faults.NOT_TEXT, key=key)
        return tuple(found)

    def identifiers(self, key: str, *, required: bool = True) -> tuple[str, ...]:
        """Read a list of ids, each once."""
        found: list[str] = []
        for value in self.texts(key, required=required):
            checked = self._checked_id(value, self.line_of(key))
            if checked in found:
                self._note(key, faults.SAME_ID, id=checked)
            elif checked:
                found.append(checked)
        return tuple(found)

    def forms(self, key: str, *, required: bool = True) -> list[Form]:
        """Read a list of blocks."""
        forms = []
        for item in self.row(key, required=required):
            if isinstance(item, Branch):
                forms.append(Form(item, self.findings))
            else:
                self.findings.add(item.line, faults.NOT_BLOCK, key=key)
        return forms

    def form(self, key: str) -> Form | None:
        """Read a block inside this one; None where it is not written, noted where it is something else."""
        node = self._node(key)
        if node is not None and not isinstance(node, Branch):
            self._note(key, faults.NOT_BLOCK)
        return Form(node, self.findings) if isinstance(node, Branch) else None

    def close(self) -> None:
        """Note every name that nobody asked for."""
        for key, (line, _node) in self.branch.entries.items():
            if key not in self._asked:
                self.findings.add(line, faults.UNKNOWN_KEY, key=key, known=", ".join(self._asked))

    def _node(self, key: str) -> Node | None:
        self._asked[key] = None
        entry = self.branch.entries.get(key)
        return entry[1] if entry else None

    def _note(self, key: str, fault: Fault, /, **params: object) -> None:
        self.findings.add(self.line_of(key), fault, key=key, **params)

    def _checked_id(self, value: str, line: int) -> str:
        if value and not is_id(value):
            self.findings.add(line, faults.NOT_ID, value=value)
            return ""
        return value
