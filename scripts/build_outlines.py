#!/usr/bin/env python3
"""Rebuild classcode/territory/data/outlines.json, the shapes of the regions on our maps: a developer's job, rarely.

    mkdir /tmp/outlines && cd /tmp/outlines && npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python -m venv tools && tools/bin/pip install "shapely>=2.1" && cd -
    PYTHONPATH=. /tmp/outlines/tools/bin/python scripts/build_outlines.py /tmp/outlines/package/countries-10m.json

The coasts and national borders are Natural Earth's. The borders between regions are computed here: each point of a
country belongs to the region of the nearest commune whose position is known exactly. Sources: data/SOURCES.md.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import cos, radians
from pathlib import Path
from typing import Any

import shapely
from shapely import MultiPoint, MultiPolygon, Polygon
from shapely.affinity import affine_transform
from shapely.geometry.base import BaseGeometry

DATA = Path(__file__).resolve().parents[1] / "classcode" / "territory" / "data"
SHA256 = "3bc6f1d367a9bcec479841bae0e76092f512838411d0cef124e92eec4db45f79"
"""Of countries-10m.json in world-atlas 2.0.2: Natural Earth 4.1.0, 1:10 million."""
COUNTRIES = {"250": "FR", "056": "BE"}
TERRITORIES = {
    "666": "FR-PM", "652": "FR-BL", "663": "FR-MF", "876": "FR-WF", "258": "FR-PF", "540": "FR-NC",
}  # fmt: skip
OVERSEAS = ("FR-971", "FR-972", "FR-973", "FR-974", "FR-976")
"""Regions that Natural Earth keeps within France; told apart by the communes that lie on each part."""
SIDE = 1000
"""Units of the longest side of each map."""
WHOLE_TOLERANCE, OWN_TOLERANCE = 2.2, 4.0
"""Units under which a corner is left out, on the map of everything and on a region's own."""
SMALLEST = 1.0
"""Square units under which an islet is left out, unless its region is made of such islets."""


def main() -> None:
    """Read the atlas and our communes, compute the shapes, write the file, tell its size."""
    source = Path(sys.argv[1])
    if hashlib.sha256(source.read_bytes()).hexdigest() != SHA256:
        sys.exit("This is not the file of world-atlas 2.0.2.")
    regions = shapes(read_atlas(source), read_communes())
    inland = {code: shape for code, shape in regions.items() if is_near(shape)}
    whole = frame_of(inland.values())
    told = {
        "whole": {"frame": whole, "regions": paths(inland, whole, WHOLE_TOLERANCE)},
        "regions": {code: own_map(code, regions, inland) for code in sorted(regions)},
    }
    text = json.dumps(told, separators=(",", ":")).replace('},"', '},\n"')
    (DATA / "outlines.json").write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(regions)} regions, {len(text)} characters\n")


def read_communes() -> dict[str, list[tuple[float, float]]]:
    """Return the exact positions (lon, lat) of communes by region."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    with gzip.open(DATA / "communes.csv.gz", "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["approximate"] != "1":
                found[row["region"]].append((float(row["lon"]), float(row["lat"])))
    return dict(found)


def read_atlas(path: Path) -> dict[str, list[Polygon]]:
    """Return the parts of each country or territory, in degrees, from the TopoJSON file."""
    atlas = json.loads(path.read_text(encoding="utf-8"))
    arcs = [decoded(arc, atlas["transform"]) for arc in atlas["arcs"]]
    wanted = COUNTRIES | TERRITORIES
    return {
        wanted[one["id"]]: parts(one, arcs)
        for one in atlas["objects"]["countries"]["geometries"]
        if one.get("id") in wanted
    }


def decoded(arc: list[list[int]], transform: Mapping[str, Any]) -> list[tuple[float, float]]:
    """Return an arc's points in degrees: each is told as the step from the one before (TopoJSON 2.1.3)."""
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((x * kx + dx, y * ky + dy))
    return points


def parts(geometry: Mapping[str, Any], arcs: list[list[tuple[float, float]]]) -> list[Polygon]:
    """Return the polygons of a TopoJSON geometry."""
    rings = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    drawn = [Polygon(ring(one[0], arcs), [ring(hole, arcs) for hole in one[1:]]) for one in rings]
    return [piece for one in drawn for piece in shapely.get_parts(shapely.make_valid(one)) if piece.area > 0]


def ring(indices: Iterable[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """Return a ring put together from its arcs; a negative index is an arc read backwards."""
    points: list[tuple[float, float]] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc[1:] if points else arc)
    return points


def shapes(
    atlas: Mapping[str, list[Polygon]], communes: Mapping[str, list[tuple[float, float]]]
) -> dict[str, BaseGeometry]:
    """Return the shape of every region, in degrees."""
    found: dict[str, BaseGeometry] = {code: MultiPolygon(atlas[code]) for code in TERRITORIES.values()}
    for code in OVERSEAS:
        lived_in = MultiPoint(communes[code]).buffer(0.2)
        found[code] = shapely.union_all([part for part in atlas["FR"] if part.intersects(lived_in)])
    for country in COUNTRIES.values():
        own = {
            code: places
            for code, places in communes.items()
            if code.startswith(country) and code not in found and code != "elsewhere"
        }
        europe = shapely.union_all([part for part in atlas[country] if is_near(part)])
        found |= divided(europe, own)
    return found


def is_near(shape: BaseGeometry) -> bool:
    """Tell whether a shape lies in Europe, and so on the map of everything."""
    west, south, _east, _north = shape.bounds
    return west > -10 and south > 40


def divided(
    country: BaseGeometry, communes: Mapping[str, list[tuple[float, float]]]
) -> dict[str, BaseGeometry]:
    """Return each region's part of a country: what lies nearest to one of its communes (a Voronoi diagram)."""
    stretch = cos(radians(country.centroid.y))
    region_at = {
        (lon * stretch, lat): code for code, places in sorted(communes.items()) for lon, lat in places
    }
    cells = shapely.voronoi_polygons(
        MultiPoint(list(region_at)),
        extend_to=affine_transform(country, [stretch, 0, 0, 1, 0, 0]),
        ordered=True,
    )
    grouped: dict[str, list[BaseGeometry]] = defaultdict(list)
    for code, cell in zip(region_at.values(), cells.geoms, strict=True):
        grouped[code].append(affine_transform(cell, [1 / stretch, 0, 0, 1, 0, 0]))
    return {
        code: shapely.intersection(shapely.union_all(some), country) for code, some in sorted(grouped.items())
    }


def frame_of(some: Iterable[BaseGeometry]) -> dict[str, float]:
    """Return how degrees become units: x = (lon - west) * across, y = (north - lat) * down; width and height too."""
    west, south, east, north = shapely.total_bounds(list(some))
    stretch = cos(radians((south + north) / 2))
    down = SIDE / max((east - west) * stretch, north - south)
    across = down * stretch
    return {
        "west": round(float(west), 4),
        "north": round(float(north), 4),
        "across": round(float(across), 4),
        "down": round(float(down), 4),
        "width": round(float((east - west) * across)),
        "height": round(float((north - south) * down)),
    }


def own_map(
    code: str, regions: Mapping[str, BaseGeometry], inland: Mapping[str, BaseGeometry]
) -> dict[str, Any]:
    """Return a region's frame and path; one of Europe is simplified together with those around it."""
    frame = frame_of([regions[code]])
    around = inland if code in inland else {code: regions[code]}
    return {"frame": frame, "path": paths(around, frame, OWN_TOLERANCE, only=code)[code]}


def paths(
    regions: Mapping[str, BaseGeometry], frame: Mapping[str, float], tolerance: float, only: str | None = None
) -> dict[str, str]:
    """Return SVG paths in a frame's units, neighbours simplified along the same corners."""
    across, down = frame["across"], frame["down"]
    onto = [across, 0, 0, -down, -frame["west"] * across, frame["north"] * down]
    flat = [affine_transform(shape, onto) for shape in regions.values()]
    simple = shapely.coverage_simplify(flat, tolerance)
    return {
        code: path_of(shape)
        for code, shape in zip(regions, simple, strict=True)
        if only is None or code == only
    }


def path_of(shape: BaseGeometry) -> str:
    """Return a shape's rings in whole units, each as steps from the one before; holes turn the other way round."""
    parts = shapely.get_parts(shapely.orient_polygons(shape))
    polygons = [one for one in parts if isinstance(one, Polygon)]
    large = [one for one in polygons if one.area >= SMALLEST] or polygons
    rings = [[one.exterior, *one.interiors] for one in sorted(large, key=lambda one: -one.area)]
    return "".join(ring_path(list(one.coords)) for some in rings for one in some)


def ring_path(points: list[tuple[float, ...]]) -> str:
    """Return one closed ring as "M12 34l5-6 7 8z"."""
    whole = [(round(x), round(y)) for x, y, *_ in points[:-1]]
    kept = [point for at, point in enumerate(whole) if at == 0 or point != whole[at - 1]]
    steps = [f"{x - kept[at][0]} {y - kept[at][1]}" for at, (x, y) in enumerate(kept[1:])]
    return f"M{kept[0][0]} {kept[0][1]}l{' '.join(steps) or '0 0'}z".replace(" -", "-")


if __name__ == "__main__":
    main()
