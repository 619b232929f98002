"""An event as any calendar understands it, in plain values: what the door to iCalendar is given. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class Standing(StrEnum):
    """Whether it takes place (RFC 5545, 3.8.1.11)."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


class Partstat(StrEnum):
    """What somebody has answered (RFC 5545, 3.2.12)."""

    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    TENTATIVE = "TENTATIVE"
    NEEDS_ACTION = "NEEDS-ACTION"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One event. Instants are UTC, told in `zone`; the same `uid` with a higher `sequence` replaces what came before.

    `stamped_at` is when this was written; `organiser` is a name, and `organiser_address` where the site's mail comes
    from: nobody's own address is told to anybody.
    """

    uid: str
    sequence: int
    stamped_at: datetime
    starts_at: datetime
    ends_at: datetime
    zone: str
    standing: Standing
    summary: str
    description: str
    location: str
    lat: float
    lon: float
    url: str
    organiser: str
    organiser_address: str


@dataclass(frozen=True, slots=True)
class Attendee:
    """The one person whom a mailed event names: whoever reads it herself."""

    address: str
    answer: Partstat


_BREAKS: Final = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_SPACES: Final = re.compile(r"[ \t\n]+")


def plain(text: str) -> str:
    """Return a text with plain line ends and without the signs that a calendar may not hold (RFC 5545, 3.3.11)."""
    return _CONTROLS.sub("", _BREAKS.sub("\n", text)).strip()


def one_line(text: str) -> str:
    """Return a text on one line: a place, a name, a title."""
    return _SPACES.sub(" ", plain(text)).strip()
