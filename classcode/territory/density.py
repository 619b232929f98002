"""Replacing the rural flags by an official grid that an operator downloaded; the shipped rule is only a stand-in.

Two grids are known. France: INSEE's "grille communale de densité" in seven levels, saved as CSV, columns CODGEO and
DENS (https://www.insee.fr/fr/information/6439600). Belgium: Eurostat's list of local administrative units, its
Belgian rows, columns LAU CODE and DEGURBA (https://ec.europa.eu/eurostat/web/nuts/local-administrative-units).
"""

from __future__ import annotations

import csv
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from classcode.errors import Refused
from classcode.i18n import N_
from classcode.territory.models import Commune

_HEADING_WITHIN: Final = 10  # INSEE's sheets begin with a few lines of title


@dataclass(frozen=True, slots=True)
class Grid:
    """One official grid: its columns, how many levels it has, and from which level on a commune is rural."""

    country: str
    code: str
    level: str
    levels: int
    rural_from: int


GRIDS: Final = (
    # Levels 5 to 7 are "rural" since INSEE's definition of 2021: bourgs ruraux, habitat dispersé, très dispersé.
    Grid("FR", "CODGEO", "DENS", levels=7, rural_from=5),
    # DEGURBA 3 is "rural areas" (Regulation (EU) 2017/2391).
    Grid("BE", "LAU CODE", "DEGURBA", levels=3, rural_from=3),
)


class NotAGrid(Refused):
    """The file has none of the known pairs of columns; nothing was changed."""

    status = 422
    message = N_(
        "This file has neither the columns CODGEO and DENS nor LAU CODE and DEGURBA. Nothing was changed."
    )


@dataclass(frozen=True, slots=True)
class BadRow:
    """A line that was passed over: its number in the file, what stood there, and a message id that says why."""

    line: int
    value: str
    reason: str


@dataclass(slots=True)
class GridLoaded:
    """What a grid did: communes changed, communes that already said the same, lines passed over."""

    changed: int = 0
    unchanged: int = 0
    bad: list[BadRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    code: str
    level: str


def load_density_grid(session: Session, path: Path) -> GridLoaded:
    """Set `rural` and `density` from an official CSV; good lines count, bad ones are listed, a rerun changes nothing.

    Raises `NotAGrid` when the columns are missing. UTF-8; commas, semicolons or tabs.
    """
    grid, lines = _read(path)
    known = {
        row.national_code: row
        for row in session.execute(
            select(Commune.code, Commune.national_code, Commune.density, Commune.rural).where(
                Commune.country == grid.country
            )
        )
    }
    done, seen, changes = GridLoaded(), set[str](), []
    for line in lines:
        bad = _wrong(line, grid, known, seen)
        if bad:
            done.bad.append(bad)
            continue
        seen.add(line.code)
        row, level = known[line.code], int(line.level)
        rural = level >= grid.rural_from
        if (row.density, row.rural) == (level, rural):
            done.unchanged += 1
        else:
            changes.append({"code": row.code, "density": level, "rural": rural})
    if changes:
        session.execute(update(Commune), changes)
    done.changed = len(changes)
    return done


def _wrong(line: _Line, grid: Grid, known: Container[str], seen: Container[str]) -> BadRow | None:
    if line.code not in known:
        return BadRow(line.number, line.code, N_("no commune has this code"))
    if line.code in seen:
        return BadRow(line.number, line.code, N_("this commune already stood above"))
    if line.level not in {str(level) for level in range(1, grid.levels + 1)}:
        return BadRow(line.number, line.level, N_("not a level of this grid"))
    return None


def _read(path: Path) -> tuple[Grid, list[_Line]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(_rows(file.read()))
    for at, (_, row) in enumerate(islice(rows, _HEADING_WITHIN)):
        heading = [cell.strip().upper() for cell in row]
        for grid in GRIDS:
            if grid.code in heading and grid.level in heading:
                return grid, list(_lines(rows[at + 1 :], heading.index(grid.code), heading.index(grid.level)))
    raise NotAGrid


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    sign = max(";,\t", key=text[:5_000].count)
    reader = csv.reader(text.splitlines(), delimiter=sign)
    for row in reader:
        yield reader.line_num, row


def _lines(rows: Sequence[tuple[int, list[str]]], code: int, level: int) -> Iterator[_Line]:
    for number, row in rows:
        if any(cell.strip() for cell in row):
            cells = [*row, *[""] * (max(code, level) + 1 - len(row))]
            # Spreadsheets drop the leading zero of 01001.
            yield _Line(number, cells[code].strip().zfill(5), cells[level].strip())
