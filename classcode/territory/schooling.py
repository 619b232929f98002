"""The values that describe a school system: levels, networks, school years; pure, read by `system_files`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Names:
    """One thing in the three languages of the interface."""

    fr: str
    en: str
    nl: str

    def called(self, language: str) -> str:
        """Return the name in fr, en or nl; another language reads the French one."""
        return {"en": self.en, "nl": self.nl}.get(language, self.fr)


@dataclass(frozen=True, slots=True)
class Named:
    """A stage of schooling or a network of schools, by the id that rows keep."""

    id: str
    names: Names


@dataclass(frozen=True, slots=True)
class Level:
    """One year of schooling; `age` is what most pupils reach in the calendar year in which they enter it."""

    id: str
    names: Names
    age: int
    stage: str
    cycle: str
    """The cycle or degree the system counts it in, empty where it has none."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days without class, both ends included; `zones` is empty when the whole system has them."""

    names: Names
    first: date
    last: date
    zones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """A school year from its first to its last day of class; not `official` when only the usual dates are known."""

    name: str
    starts: date
    ends: date
    source: str
    holidays: tuple[Holiday, ...]
    official: bool = True

    def holidays_in(self, zone: str | None) -> tuple[Holiday, ...]:
        """Return the holidays of a zone, together with those of everybody."""
        return tuple(one for one in self.holidays if not one.zones or zone in one.zones)


@dataclass(frozen=True, slots=True)
class System:
    """One school system as its file describes it."""

    id: str
    names: Names
    valid_from: date
    source: str
    regions: tuple[str, ...]
    usual_start: tuple[int, int]
    """Month and day on which a year begins that the file does not list."""
    zones: Mapping[str, tuple[str, ...]]
    """Holiday zones by letter, with the codes of their academies (France only)."""
    stages: tuple[Named, ...]
    levels: tuple[Level, ...]
    networks: tuple[Named, ...]
    years: tuple[SchoolYear, ...]

    def level(self, level_id: str) -> Level | None:
        """Return a level by its id."""
        return next((one for one in self.levels if one.id == level_id), None)

    def zone_of_academy(self, code: str) -> str | None:
        """Return the holiday zone of an academy, or None where it sets its own holidays (Corsica, overseas)."""
        return next((zone for zone, academies in self.zones.items() if code in academies), None)
