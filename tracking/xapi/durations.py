"""How long a valid duration lasts (Data 4.6, ISO 8601). Pure."""

from __future__ import annotations

import re
from typing import Final

_NUMBER: Final = r"(?:(?P<{}>[0-9]+(?:[.,][0-9]+)?){})?"
_PARTS: Final = re.compile(
    "P"
    + _NUMBER.format("weeks", "W")
    + _NUMBER.format("days", "D")
    + "(?:T"
    + _NUMBER.format("hours", "H")
    + _NUMBER.format("minutes", "M")
    + _NUMBER.format("seconds", "S")
    + ")?"
)
_SECONDS: Final = {"weeks": 604_800, "days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}


def seconds(duration: str) -> float | None:
    """Return a duration in seconds; None where it counts in months or years, which have no fixed length."""
    found = _PARTS.fullmatch(duration)
    if found is None:
        return None
    return sum(float(found[name].replace(",", ".")) * each for name, each in _SECONDS.items() if found[name])
