"""Sines in whole millionths of whole degrees: the turtle's only mathematics, the same on every machine."""

from __future__ import annotations

import math
from typing import Final

UNIT: Final = 1_000_000
"""Millionths in one unit of the sheet, and in a sine of 1."""
SINES: Final = tuple(round(math.sin(math.radians(degrees)) * UNIT) for degrees in range(91))
"""Sines of 0 to 90 degrees; none lies so near a half that another machine would round it otherwise."""


def sine(degrees: int) -> int:
    """Return the sine of any whole angle, in whole millionths."""
    within = degrees % 360
    if within > 180:
        return -sine(within - 180)
    return SINES[min(within, 180 - within)]
