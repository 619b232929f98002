"""The school systems: which there are, which ones a person is offered, levels to choose from, school years.

Each system is a dated file in systems/. A person says which system is hers; a region only decides which ones she
is offered first, and Brussels belongs to two. No table.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from classcode.territory.schooling import Holiday, Level, Named, Names, SchoolYear, System
from classcode.territory.system_files import BadSystemFile, read_system

__all__ = [
    "SYSTEMS", "BadSystemFile", "Holiday", "Level", "Named", "Names", "SchoolYear", "System", "level_choices",
    "level_of", "school_year_of", "system", "systems", "systems_offered",
]  # fmt: skip

SYSTEMS: Final = ("fr", "be-fr", "be-nl")
"""The systems described, in the order in which they are offered."""

FOLDER: Final = Path(__file__).parent / "systems"


@cache
def system(system_id: str) -> System:
    """Return a system of `SYSTEMS`; raises KeyError for another id and `BadSystemFile` for a broken file."""
    if system_id not in SYSTEMS:
        raise KeyError(system_id)
    return read_system(FOLDER / f"{system_id}.toml")


def systems() -> tuple[System, ...]:
    """Return all systems in the order in which they are offered."""
    return tuple(system(one) for one in SYSTEMS)


def systems_offered(region_code: str) -> tuple[System, ...]:
    """Return the systems to offer to somebody of a region: two in Brussels (she chooses), all of them elsewhere."""
    near = tuple(one for one in systems() if region_code.startswith(one.regions))
    return near or systems()


def school_year_of(system: System, day: date) -> SchoolYear:
    """Return the school year a day belongs to; the summer belongs to the year that ended before it."""
    following = [year.starts for year in system.years]
    for year in reversed(system.years):
        end = min(
            (start for start in following if start > year.starts),
            default=_usual(system, year.starts.year + 1),
        )
        if year.starts <= day < end:
            return year
    return _usual_year(system, day)


def _usual(system: System, year: int) -> date:
    return date(year, *system.usual_start)


def _usual_year(system: System, day: date) -> SchoolYear:
    first = day.year if day >= _usual(system, day.year) else day.year - 1
    ends = date(first + 1, 6, 30)
    return SchoolYear(f"{first}-{first + 1}", _usual(system, first), ends, "", (), official=False)


def level_choices(language: str) -> list[tuple[str, str]]:
    """Return every level of every system as (key, label) for a form; rows keep the key, "fr:CP" or "be-nl:S3"."""
    return [
        (f"{system.id}:{level.id}", f"{level.names.called(language)} ({system.names.called(language)})")
        for system in systems()
        for level in system.levels
    ]


def level_of(key: str) -> tuple[System, Level] | None:
    """Return the system and level behind a key of `level_choices`, or None when no file knows it any more."""
    system_id, _, level_id = key.partition(":")
    if system_id not in SYSTEMS:
        return None
    level = system(system_id).level(level_id)
    return (system(system_id), level) if level else None
