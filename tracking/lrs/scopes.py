"""What a client of the record may do (xAPI 1.0.3, Communication 4.2), in plain values: no database, no request."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final
from uuid import UUID


class Scope(StrEnum):
    """A permission of the specification; a client holds a few of them."""

    STATEMENTS_WRITE = "statements/write"
    STATEMENTS_READ_MINE = "statements/read/mine"
    STATEMENTS_READ = "statements/read"
    STATE = "state"
    DEFINE = "define"
    PROFILE = "profile"
    ALL_READ = "all/read"
    ALL = "all"


DEFAULT: Final = (Scope.STATEMENTS_WRITE, Scope.STATEMENTS_READ_MINE)
"""What a client holds where nobody said otherwise, as the specification recommends."""
_READING: Final = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Client:
    """Who sends a request: `authority` is the agent of its statements, `largest` the bytes of one request."""

    id: UUID
    key: str
    name: str
    scopes: frozenset[Scope]
    authority: dict[str, Any] = field(hash=False)
    largest: int
    trusted: frozenset[str] = frozenset()

    def may(self, needed: frozenset[Scope], method: str) -> bool:
        """Tell whether one of the needed scopes is held; `all` always suffices, `all/read` suffices for reading."""
        held = self.scopes
        if Scope.ALL in held or not held.isdisjoint(needed):
            return True
        return Scope.ALL_READ in held and method in _READING
