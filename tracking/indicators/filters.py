"""What is asked of the indicators: a period, who and where, a module, and the regions that the reader may see. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tracking.indicators.periods import Period

COUNTRIES: Final = ("FR", "BE")
"""ISO 3166-1; who is elsewhere has a country of that name."""
NOT_DECLARED: Final = "none"
"""The value of a filter that asks for people, or places, without one."""
NOT_ASKED: Final = "not-asked"
"""Of gender: never answered, nor declined to answer; who declined said "not-said", a value like the others."""

TERRITORY: Final = ("country", "region", "department", "academy", "commune_type")
"""The dimensions that a place has as well as a person."""
PERSON: Final = ("community", "network", "language", "gender", "setting", "level")
"""The dimensions that only a person has; community and network are those of her school."""
DIMENSIONS: Final = (*TERRITORY, *PERSON)
GROUPS: Final = (*DIMENSIONS, "module")
"""What rows can be asked for, besides the months and regions that every figure has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What is asked for; None is everything. `allowed` are the regions that the reader may see, None for all.

    `academy` takes a French academy's code or a Belgian province's region code. There are no runs yet: `run` is None.
    """

    period: Period
    country: str | None = None
    region: str | None = None
    department: str | None = None
    academy: str | None = None
    commune_type: str | None = None
    community: str | None = None
    network: str | None = None
    language: str | None = None
    gender: str | None = None
    setting: str | None = None
    level: str | None = None
    module: str | None = None
    run: str | None = None
    allowed: frozenset[str] | None = None

    def chosen(self) -> Iterator[tuple[str, str | None]]:
        """Yield each dimension that narrows, with its value; None asks for those without one."""
        for name in DIMENSIONS:
            value: str | None = getattr(self, name)
            if value is not None:
                yield name, None if value in {NOT_DECLARED, NOT_ASKED} else value

    @property
    def of_people(self) -> bool:
        """Whether it asks for something that a place or a meeting does not have."""
        return any(getattr(self, name) is not None for name in PERSON)

    @property
    def takes_frozen(self) -> bool:
        """Whether the frozen counts of the erased, by calendar year, country and module, can answer it."""
        finer = any(getattr(self, name) is not None for name in DIMENSIONS if name != "country")
        known = self.country in {None, *COUNTRIES}
        return self.period.whole_years and self.allowed is None and known and not finer
