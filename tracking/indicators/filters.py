"""What is asked of the indicators: a period, a region, a module, and the regions that the reader may see. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tracking.indicators.periods import Period

NOT_DECLARED: Final = "none"
"""The region of a filter that asks for people without one."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for. `region` None is every region; `allowed` are those the reader may see, None for all."""

    period: Period
    region: str | None = None
    module: str | None = None
    allowed: frozenset[str] | None = None

    def admits(self, region: str | None) -> bool:
        """Tell whether something of this region (None: not declared) is counted."""
        if self.allowed is not None and region not in self.allowed:
            return False
        return self.region is None or (region or NOT_DECLARED) == self.region
