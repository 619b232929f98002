"""The fixed bins of waits, declared here and nowhere else: a bin ends with its last minute. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

HOUR: Final = 60
DAY: Final = 24 * HOUR
WEEK: Final = 7 * DAY

ANSWERS: Final = (HOUR, 4 * HOUR, DAY, 2 * DAY, 4 * DAY, 8 * DAY)
"""Where the bins of waits at the help desk end, in minutes; the promised time is one more end."""
MEETINGS: Final = (WEEK, 2 * WEEK, 4 * WEEK, 8 * WEEK, 13 * WEEK, 26 * WEEK)
"""Where the bins of waits for a first meeting end, in minutes."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Waits of more than `over` minutes (the first bin: of 0 too) and at most `most`; None has no end."""

    over: int
    most: int | None

    @property
    def key(self) -> str:
        """The bin for programs, in minutes: "61-240", "11521-"."""
        return f"{self.over + 1 if self.over else 0}-{'' if self.most is None else self.most}"

    def holds(self, minutes: float) -> bool:
        """Tell whether a wait lies in it."""
        return (minutes > self.over or not self.over) and (self.most is None or minutes <= self.most)


def bins(ends: Iterable[int], promised: int | None = None) -> tuple[Bin, ...]:
    """Return the bins with these ends, of which the promised time is one, and the one without an end."""
    found = sorted({*ends, *([] if promised is None else [promised])})
    return (*(Bin(over, most) for over, most in pairwise([0, *found])), Bin(found[-1], None))
