"""What a study may ask for: columns about people that can be coarsened, and tables of what they did. Pure.

A column by which somebody could be recognised widens in steps, written here once for the check and for the codebook.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from classcode.territory import systems
from tracking.research.anonymity import ANY, Steps
from tracking.research.weeks import STEPS as WEEKS
from tracking.research.weeks import widened

ELSEWHERE: Final = "elsewhere"
REGISTERED: Final = "registered"
TABLES: Final = ("milestones", "units", "weeks", "answers", "meetings", "questions", "statements")
"""The tables of what people did; the one of the people themselves is always there."""


@dataclass(frozen=True, slots=True)
class Who:
    """What is known of a learner: what she had declared by the end of the data, and when she registered."""

    declared: Mapping[str, str | None]
    registered: datetime

    def said(self, dimension: str) -> str:
        """Return what she declared, "" where she did not."""
        return self.declared.get(dimension) or ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column about people: its name, the steps it widens by, and how a person's value is written at each."""

    name: str
    steps: tuple[str, ...]
    write: Callable[[Who], Steps]

    @property
    def height(self) -> int:
        """The last step, at which the column tells nothing."""
        return len(self.steps) - 1


def country_of(region: str) -> str:
    """Return the country of a region's code; the one region outside France and Belgium stands for itself."""
    country = region.partition("-")[0]
    return country if country in ("FR", "BE") else ELSEWHERE if region else ""


def _region(who: Who) -> Steps:
    region = who.said("region")
    return region, country_of(region), ANY


def _department(who: Who) -> Steps:
    """Write a department, or the region where there is none: Belgium's provinces are regions here."""
    return who.said("department") or who.said("region"), *_region(who)


def _level(who: Who) -> Steps:
    key = who.said("level")
    found = systems.level_of(key)
    cycle = f"{found[0].id}:{found[1].cycle or found[1].stage}" if found else ""
    return key if found else "", cycle, ANY


def _registered(who: Who) -> Steps:
    return *widened(who.registered), ANY


def _plain(name: str, dimension: str | None = None) -> Column:
    return Column(name, ("told", ANY), lambda who: (who.said(dimension or name), ANY))


COLUMNS: Final = {
    "department": Column("place", ("department", "region", "country", ANY), _department),
    "region": Column("place", ("region", "country", ANY), _region),
    "commune_type": _plain("commune_type"),
    "gender": _plain("gender"),
    "setting": _plain("setting"),
    "level": Column("level", ("level", "cycle", ANY), _level),
    "language": _plain("language"),
    "network": _plain("network"),
    REGISTERED: Column(REGISTERED, (*WEEKS, ANY), _registered),
}
"""The columns by what a study asks for; what stands first stays finer where two ways lose as much."""
VARIABLES: Final = (*COLUMNS, *TABLES)


def columns_of(asked: Collection[str]) -> tuple[Column, ...]:
    """Return the columns of a study; a department says the region too, so that both make one column."""
    named = [name for name in COLUMNS if name in asked]
    if "department" in named and "region" in named:
        named.remove("region")
    return tuple(COLUMNS[name] for name in named)


def tables_of(asked: Collection[str]) -> tuple[str, ...]:
    """Return the tables that a study asks for, in their order."""
    return tuple(name for name in TABLES if name in asked)
