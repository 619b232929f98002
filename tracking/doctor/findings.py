"""What the doctor can find: which kind of row differs, at which statement, and what it should say. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What differs from the statement's bytes."""

    BODY = "body"
    COLUMN = "column"
    VOIDED = "voided"
    AGENT_LINK = "agent-link"
    ACTIVITY_LINK = "activity-link"
    AGENT = "agent"
    ACTIVITY = "activity"
    REFERENCE = "reference"
    FILE_ROW = "file-row"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference: the statement's number (0 where a row belongs to none), what is wrong, which key is too much.

    `mendable` is false where the bytes themselves are wrong, or a file is gone: only a backup helps then.
    """

    kind: Kind
    seq: int
    what: str
    surplus: int | None = None
    mendable: bool = True

    def __str__(self) -> str:
        return f"{self.kind} {self.seq or '-'}: {self.what}{'' if self.mendable else ' (cannot be repaired)'}"
