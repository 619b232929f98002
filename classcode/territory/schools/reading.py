"""A list of schools as it was sent: from bytes to lines, from a line to a school or to the reason against it. Pure.

UTF-8 with or without a mark at its beginning; semicolons, commas or tabs. What the columns mean: docs/schools.md.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from classcode.errors import Refused
from classcode.i18n import N_
from classcode.territory.schooling import System
from classcode.territory.schools import indices, stages

MOST_BYTES: Final = 8_000_000
"""A list of 60,000 schools, as many as France has, is about 5 MB."""
MOST_CELL: Final = 200
"""Characters of one cell; names are at most 160."""

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "official_id": ("identifiant", "uai", "fase", "instellingsnummer"),
    "name": ("nom", "naam"),
    "stages": ("niveaux", "niveau", "niveaus"),
    "network": ("reseau", "réseau", "net"),
    "commune": ("code_commune", "gemeente"),
    "index_scheme": ("indice_schema", "index_schema"),
    "index_value": ("indice", "index"),
    "index_low": ("indice_faible", "index_laag"),
    "valid_from": ("ouverte_le", "geldig_vanaf"),
    "closed_at": ("fermee_le", "fermée_le", "gesloten_op"),
}
"""The columns by their own name, each with the other names it may have; the first three and commune are required."""
REQUIRED: Final = ("official_id", "name", "stages", "commune")
_BY_NAME: Final = {other: name for name, others in COLUMNS.items() for other in (name, *others)}
_YES, _NO = (
    frozenset({"1", "yes", "true", "oui", "ja", "vrai"}),
    frozenset({"0", "no", "false", "non", "nee", "faux"}),
)
_ID: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]{0,19}")
_COMPUTED: Final = ("=", "+", "-", "@", "\t", "\r")


class NotAList(Refused):
    """The file cannot be read as a list of schools at all; nothing was written."""

    status = 422


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is passed over: its number in the file, what stood there, and a message id that says why."""

    line: int
    value: str
    reason: str


class _Bad(Exception):
    """Why a cell cannot be kept; becomes a `BadLine`."""

    def __init__(self, value: str, reason: str) -> None:
        self.value, self.reason = value, reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One school as a list tells it; `commune` is the code that rows keep."""

    line: int
    official_id: str
    name: str
    stages: tuple[str, ...]
    degree: str
    network: str
    commune_code: str
    index_scheme: str
    index_value: float | None
    index_low: bool | None
    valid_from: date | None
    closed_at: date | None


@dataclass(frozen=True, slots=True)
class Read:
    """A list once read: the schools that can be kept, and the lines that cannot."""

    schools: tuple[Listed, ...]
    bad: tuple[BadLine, ...]


def read(content: bytes, system: System, communes: Mapping[str, str]) -> Read:
    """Read a whole list; `communes` leads from national codes to ours. Raises `NotAList` when nothing can be read."""
    good: list[Listed] = []
    bad: list[BadLine] = []
    seen: set[str] = set()
    for line, row in _rows(content):
        try:
            school = _school(line, row, system, communes)
            if school.official_id in seen:
                raise _Bad(school.official_id, N_("this identifier already stood above"))
        except _Bad as wrong:
            bad.append(BadLine(line, wrong.value[:60], wrong.reason))
        else:
            seen.add(school.official_id)
            good.append(school)
    return Read(tuple(good), tuple(bad))


def _rows(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each line that is not empty with its number, by the columns' own names."""
    if len(content) > MOST_BYTES:
        raise NotAList(
            N_("This file is larger than %(n)s MB. Please send it in parts."), n=MOST_BYTES // 1_000_000
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotAList(N_("This file is not UTF-8. Save it as “CSV UTF-8” and send it again.")) from None
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count))
    try:
        heading = _heading(next(reader, []))
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, _named(heading, cells)
    except csv.Error:
        raise NotAList(
            N_("Line %(n)s cannot be read: a quotation mark may be missing."), n=reader.line_num
        ) from None


def _heading(cells: Sequence[str]) -> list[str]:
    names = [_BY_NAME.get(cell.strip().lower().replace(" ", "_"), "") for cell in cells]
    for name in REQUIRED:
        if name not in names:
            raise NotAList(N_("The column “%(name)s” is missing from the first line."), name=name)
    if len([name for name in names if name]) != len({name for name in names if name}):
        raise NotAList(N_("A column stands twice in the first line."))
    return names


def _named(heading: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    return {name: _plain(cell) for name, cell in zip(heading, cells, strict=False) if name}


def _plain(cell: str) -> str:
    """Return the text of a cell; ="0290001A", by which spreadsheets keep leading zeros, is the text within."""
    kept = cell.strip()
    if kept.startswith('="') and kept.endswith('"'):
        kept = kept[2:-1]
    return " ".join(kept.split(" "))


def _school(line: int, row: Mapping[str, str], system: System, communes: Mapping[str, str]) -> Listed:
    for cell in row.values():
        _check(cell)
    named = _stages(row["stages"], system)
    degree = stages.degree_of(named)
    if degree is None:
        raise _Bad(
            row["stages"],
            N_("primary and secondary under one identifier: give each its own line and identifier"),
        )
    scheme, value, low = _index(row, system)
    return Listed(
        line=line,
        official_id=_official_id(row["official_id"]),
        name=_name(row["name"]),
        stages=named,
        degree=degree,
        network=_network(row.get("network", ""), system),
        commune_code=_commune(row.get("commune", ""), communes),
        index_scheme=scheme,
        index_value=value,
        index_low=low,
        valid_from=_day(row.get("valid_from", "")),
        closed_at=_day(row.get("closed_at", "")),
    )


def _check(cell: str) -> None:
    if len(cell) > MOST_CELL:
        raise _Bad(cell, N_("longer than 200 characters"))
    if cell.startswith(_COMPUTED) and len(cell) > 1:
        raise _Bad(cell, N_("begins like a formula"))
    if any(ord(sign) < 32 for sign in cell):
        raise _Bad(cell, N_("holds a sign that cannot be written"))


def _official_id(cell: str) -> str:
    if not _ID.fullmatch(cell):
        raise _Bad(cell, N_("no identifier: letters and digits, at most 20"))
    return cell.upper()


def _name(cell: str) -> str:
    if not 1 <= len(cell) <= 160:
        raise _Bad(cell, N_("no name, or longer than 160 characters"))
    return cell


def _stages(cell: str, system: System) -> tuple[str, ...]:
    asked = [one.strip() for one in re.split(r"[+|/ ]+", cell.lower()) if one.strip()]
    known = [stage.id for stage in system.stages]
    if not asked or any(one not in known for one in asked):
        raise _Bad(cell, N_("not a stage of this school system"))
    return tuple(stage for stage in known if stage in asked)


def _network(cell: str, system: System) -> str:
    found = next((one.id for one in system.networks if one.id.lower() == cell.lower()), "")
    if cell and not found:
        raise _Bad(cell, N_("not a network of this school system"))
    return found


def _commune(cell: str, communes: Mapping[str, str]) -> str:
    # Spreadsheets drop the leading zero of 01001.
    found = communes.get(cell.upper().removeprefix("FR-").removeprefix("BE-").zfill(5))
    if found is None:
        raise _Bad(cell, N_("no commune has this code"))
    return found


def _index(row: Mapping[str, str], system: System) -> tuple[str, float | None, bool | None]:
    name, written = row.get("index_scheme", "").lower(), row.get("index_value", "")
    said = _yes_or_no(row.get("index_low", ""))
    if not name and not written:
        return "", None, said
    scheme = indices.SCHEMES.get(name)
    if scheme is None or system.id not in scheme.systems:
        raise _Bad(name, N_("not an index of this school system"))
    value = _number(written)
    if value is None or not scheme.holds(value):
        raise _Bad(written, N_("not a value of this index"))
    return name, value, scheme.is_low(value) if said is None else said


def _number(cell: str) -> float | None:
    return float(cell.replace(",", ".")) if re.fullmatch(r"\d{1,6}([.,]\d{1,6})?", cell) else None


def _yes_or_no(cell: str) -> bool | None:
    if cell and cell.lower() not in _YES | _NO:
        raise _Bad(cell, N_("neither yes nor no"))
    return cell.lower() in _YES if cell else None


def _day(cell: str) -> date | None:
    if not cell:
        return None
    french = re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", cell)
    try:
        return date.fromisoformat(f"{french[3]}-{french[2]}-{french[1]}" if french else cell)
    except ValueError:
        raise _Bad(cell, N_("no date: write 2026-09-01 or 01/09/2026")) from None
