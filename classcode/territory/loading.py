"""Writing the reference data of data/ into the database; run at set-up, and again after an update of the files.

Loading adds and updates, never deletes: a commune that merged away keeps its row, because people and meetings refer
to it, and only stops being found. Flags from the official density grid survive (see `density`).
"""

from __future__ import annotations

import csv
import gzip
import tomllib
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import ColumnElement, Insert, Table, case, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from classcode.db import Base
from classcode.territory.models import Academy, Commune, CommuneTerm, Department, Region
from classcode.territory.names import normalised, without_article

DATA: Final = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows each table got from the files."""

    regions: int
    academies: int
    departments: int
    communes: int
    terms: int
    """Ways to look a commune up: names, former names, postcodes."""


def load(session: Session, only: Container[str] | None = None) -> Loaded:
    """Write all reference data (or only these communes); a second run writes the same rows and changes nothing."""
    communes = [(row, former) for row, former in _communes() if only is None or row["code"] in only]
    terms = list(_terms(communes))
    session.execute(delete(CommuneTerm))
    counts = [
        _upsert(session, Region, list(_regions())),
        _upsert(session, Academy, list(_academies())),
        _upsert(session, Department, list(_departments())),
        _upsert(session, Commune, [row for row, _ in communes]),
        _upsert(session, CommuneTerm, terms),
    ]
    session.expire_all()
    return Loaded(*counts)


def _upsert(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> int:
    table = model.__table__
    assert isinstance(table, Table)
    if rows:
        session.execute(_insert_or_update(session, table), rows)
    return len(rows)


def _insert_or_update(session: Session, table: Table) -> Insert:
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(table)
    keys = [column.name for column in table.primary_key]
    new: dict[str, ColumnElement[Any]] = {
        column.name: statement.excluded[column.name] for column in table.columns if column.name not in keys
    }
    if "density" in new:
        del new["density"]
        # An operator loaded the official grid: its answer outlives the rule's.
        new["rural"] = case((table.c.density.is_(None), new["rural"]), else_=table.c.rural)
    if not new:
        return statement.on_conflict_do_nothing()
    return statement.on_conflict_do_update(index_elements=keys, set_=new)


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def _regions() -> Iterator[dict[str, Any]]:
    file = _toml("regions.toml")
    for code, own in file["regions"].items():
        country = code[:2] if "-" in code else ""
        row = {**file["defaults"].get(country, {}), **own}
        yield {
            "code": code,
            "national_code": row["national"],
            "country": country,
            "name_fr": row["fr"],
            "name_en": row["en"],
            "name_nl": row["nl"],
            "zone": row["zone"],
            "landmass": row["landmass"],
        }


def _academies() -> Iterator[dict[str, Any]]:
    for code, row in _toml("academies.toml")["academies"].items():
        yield {"code": code, "name": row["name"], "region_code": row["region"]}


def _departments() -> Iterator[dict[str, Any]]:
    with (DATA / "departments.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield {
                "code": row["code"],
                "name": row["name"],
                "region_code": row["region"],
                "academy_code": row["academy"] or None,
            }


def _communes() -> Iterator[tuple[dict[str, Any], list[str]]]:
    """Yield each commune's row with its former names, which are terms and no column."""
    academy_of = {row["code"]: row["academy_code"] for row in _departments()}
    with gzip.open(DATA / "communes.csv.gz", "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield _commune(row, academy_of), row["former"].split("|") if row["former"] else []


def _commune(row: Mapping[str, str], academy_of: Mapping[str, str | None]) -> dict[str, Any]:
    return {
        "code": commune_code(row["country"], row["code"]),
        "national_code": row["code"],
        "country": row["country"],
        "name": row["name"],
        "name_nl": row["name_nl"] or row["name"],
        "postcodes": row["postcodes"].split(),
        "population": int(row["population"]) if row["population"] else None,
        "lat": float(row["lat"]),
        "lon": float(row["lon"]),
        "approximate": row["approximate"] == "1",
        "department_code": row["department"] or None,
        "academy_code": academy_of.get(row["department"]),
        "region_code": row["region"],
        "rural": row["rural"] == "1",
        "density": None,
        "zone": row["zone"],
        "landmass": row["landmass"],
    }


def commune_code(country: str, national_code: str) -> str:
    """Return our key for a commune: INSEE 29019 is FR-29019, NIS 21004 is BE-21004."""
    return f"{country}-{national_code}"


def _terms(communes: Sequence[tuple[dict[str, Any], list[str]]]) -> Iterator[dict[str, Any]]:
    for row, former in communes:
        names = {normalised(name) for name in (row["name"], row["name_nl"], *former)}
        for term in sorted({*names, *map(without_article, names), *row["postcodes"]}):
            yield {"term": term, "commune_code": row["code"]}
