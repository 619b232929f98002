"""The births of a country by year: the shipped file, and what was entered since, which takes its place."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracking.declared_figures.models import BirthCount

FILE: Final = Path(__file__).parent / "data" / "births.toml"
AGE: Final = 10
"""Years of the children whose age class is meant; the programme is for those of 8 to 14."""


@dataclass(frozen=True, slots=True)
class Births:
    """How many children were born in a country in a year, and who says so."""

    country: str
    year: int
    births: int
    source: str


@cache
def shipped() -> tuple[Births, ...]:
    """Return the births of the shipped file."""
    return tuple(Births(**row) for row in tomllib.loads(FILE.read_text(encoding="utf-8"))["births"])


def known_births(session: Session) -> list[Births]:
    """Return one row for each country and year, by country, the newest year first."""
    found = {(one.country, one.year): one for one in shipped()}
    for row in session.scalars(select(BirthCount).order_by(BirthCount.entered_at, BirthCount.id)):
        found[row.country, row.year] = Births(row.country, row.year, row.births, row.source)
    return sorted(found.values(), key=lambda one: (one.country, -one.year))


def births_for(session: Session, country: str, year: int) -> Births | None:
    """Return the births nearest to those of children who are ten in a year; of two as near, the later."""
    mine = [one for one in known_births(session) if one.country == country]
    return min(mine, key=lambda one: (abs(one.year - (year - AGE)), -one.year), default=None)
