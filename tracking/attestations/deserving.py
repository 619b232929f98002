"""What somebody deserves a paper for, as a feature tells it: plain values, no row. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tracking.vocabulary import Thing


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What took place: its identifier, its day on the clock of the place, the module, the commune, who led it."""

    of: Thing
    kind: str
    held_on: date
    module: str
    commune_code: str
    led_by_id: UUID | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deserved:
    """That one person was at an occasion, in which role, for how many minutes."""

    occasion: Occasion
    person_id: UUID
    role: str
    minutes: int
