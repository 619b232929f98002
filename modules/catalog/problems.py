"""What can be wrong in a content folder: each fault as a sentence and its remedy, each finding with its place.

The sentences are message ids; `classcode content check` says them in its caller's language.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from classcode.i18n import gettext as _


class Fault(NamedTuple):
    """A kind of mistake: what is wrong and how to mend it, as message ids with `%(name)s` places."""

    what: str
    mend: str


@dataclass(frozen=True)
class Problem:
    """One mistake at one place; `line` counts from 1, and 0 means the file as a whole."""

    file: str
    line: int
    fault: Fault
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def what(self) -> str:
        """What is wrong, in the reader's language."""
        return _(self.fault.what) % self.params

    @property
    def mend(self) -> str:
        """How to mend it, in the reader's language."""
        return _(self.fault.mend) % self.params


class Findings:
    """Collects the problems of one file while it is read, so that authors see all of them at once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def add(self, line: int, fault: Fault, **params: Any) -> None:
        """Note one problem."""
        self.problems.append(Problem(self.file, line, fault, params))
