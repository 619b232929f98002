"""What can be said of a meeting: closed answers and a comment. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

USEFUL: Final = range(1, 6)
"""From 1, not useful at all, to 5, very useful."""


class WillTry(StrEnum):
    """Whether somebody will try something in class after the meeting."""

    YES = "yes"
    NOT_YET = "not-yet"
    NO = "no"


class Pace(StrEnum):
    """How the pace was."""

    SLOW = "slow"
    RIGHT = "right"
    FAST = "fast"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one person says of a meeting."""

    useful: int
    will_try: str
    pace: str
    comment: str | None = None
