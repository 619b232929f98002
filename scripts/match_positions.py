"""How `build_territory.py` finds where a commune is: by name among GeoNames' localities, else from its surroundings."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import median
from typing import ClassVar

from classcode.territory.distance import Point, haversine_km
from classcode.territory.names import normalised, without_article

FARTHEST_KM = 60
"""A locality farther than this from the middle of the commune's intercommunality is another one of the same name."""

FARTHEST_KM_IF_TWICE_AS_LARGE = 20
"""The same for a locality with more than twice the commune's inhabitants."""

COUNTED_TOGETHER = {"21004"}
"""GeoNames gives the City of Brussels the inhabitants of all nineteen municipalities."""

VAST = {"FR-973"}
"""In Guyane an intercommunality is as wide as Brittany, so distance proves nothing there."""


@dataclass
class City:
    """One GeoNames locality; names are normalised, the region is an ISO code or its beginning (BE-V, BE-W)."""

    name: str
    others: set[str]
    lat: float
    lon: float
    population: int
    region: str
    taken: bool = False


@dataclass
class Draft:
    """A commune on its way to the data file."""

    COLUMNS: ClassVar[tuple[str, ...]] = (
        "country", "code", "name", "name_nl", "former", "postcodes", "population", "lat", "lon", "approximate",
        "department", "region", "rural", "zone", "landmass",
    )  # fmt: skip

    country: str
    code: str
    name: str
    name_nl: str
    postcodes: list[str]
    region: str
    population: int | None = None
    group: str = ""
    department: str = ""
    former: list[str] = field(default_factory=list)
    seat: str = ""
    landmass: str = ""
    zone: str = ""
    rural: bool = False
    lat: float | None = None
    lon: float | None = None
    how: str = ""
    found: City | None = None

    @property
    def area(self) -> str:
        """The region as GeoNames knows it: Belgian localities carry only Flanders, Wallonia or Brussels."""
        return self.region[:4] if self.country == "BE" else self.region

    def point(self) -> Point:
        """Return the position; only for a commune that has one."""
        assert self.lat is not None and self.lon is not None
        return Point(self.lat, self.lon, self.landmass)

    def put(self, lat: float, lon: float, how: str) -> None:
        """Set the position and remember how it was found."""
        self.lat, self.lon, self.how = lat, lon, how

    def row(self) -> list[object]:
        """Return the line of the data file; an approximate position keeps two decimals, about a kilometre."""
        approximate = self.how != "name"
        digits = 2 if approximate else 4
        point = self.point()
        return [
            self.country, self.code, self.name, "" if self.name_nl == self.name else self.name_nl,
            "|".join(name for name in self.former if name != self.name), " ".join(self.postcodes), self.population,
            round(point.lat, digits), round(point.lon, digits), int(approximate),
            self.department, self.region, int(self.rural), self.zone, self.landmass,
        ]  # fmt: skip


Names = Callable[[Draft], set[str]]
Centres = dict[str, Point]


def match(drafts: list[Draft], cities: list[City]) -> None:
    """Give a position to each commune whose name leads to one locality, the surest names first."""
    named, nicknamed = _index(cities, lambda city: {city.name}), _index(cities, lambda city: city.others)
    _match_unique(drafts, named)
    _drop_the_far(drafts)
    for cities_by_name, names in ((named, _present), (nicknamed, _present), (named, _parts)):
        _match_nearest(drafts, cities_by_name, names)


def _index(cities: Iterable[City], names: Callable[[City], set[str]]) -> dict[tuple[str, str], list[City]]:
    found = defaultdict(list)
    for city in cities:
        for name in names(city):
            found[city.region, name].append(city)
    return found


def _present(draft: Draft) -> set[str]:
    return {normalised(draft.name), normalised(draft.name_nl)}


def _parts(draft: Draft) -> set[str]:
    # The seat of a new French commune, or a part of it; a merged Belgian municipality lists its parts.
    parts = re.split("[-–]", draft.name_nl) if draft.country == "BE" else [draft.seat, *draft.former]
    return {normalised(name) for name in parts} | {without_article(normalised(draft.name))} - {""}


def _match_unique(drafts: list[Draft], cities: dict[tuple[str, str], list[City]]) -> None:
    wanted = Counter((draft.area, name) for draft in drafts for name in _present(draft))
    for draft in drafts:
        for name in sorted(_present(draft)):
            found = cities.get((draft.area, name), [])
            if len(found) == 1 and wanted[draft.area, name] == 1 and not found[0].taken:
                _take(draft, found[0])
                break


def _take(draft: Draft, city: City) -> None:
    city.taken = True
    draft.found = city
    draft.put(city.lat, city.lon, "name")
    if draft.country == "BE" and draft.code not in COUNTED_TOGETHER:
        draft.population = city.population or None


def _drop_the_far(drafts: list[Draft]) -> None:
    centres = _middles(drafts)
    for draft in drafts:
        if draft.found and draft.group and not _plausible(draft, draft.found, centres[draft.group]):
            draft.found.taken = False
            draft.lat = draft.lon = draft.found = None
            draft.how = ""


def _plausible(draft: Draft, city: City, centre: Point) -> bool:
    larger = draft.population is not None and city.population > 2 * draft.population
    farthest = FARTHEST_KM_IF_TWICE_AS_LARGE if larger else FARTHEST_KM
    return draft.region in VAST or haversine_km(Point(city.lat, city.lon, ""), centre) <= farthest


def _middles(drafts: list[Draft]) -> Centres:
    # The median: one stray position cannot move it.
    known = defaultdict(list)
    for draft in drafts:
        if draft.how:
            known[draft.group].append(draft.point())
            known[f"department {draft.department}"].append(draft.point())
    return {
        group: Point(median(point.lat for point in points), median(point.lon for point in points), "")
        for group, points in known.items()
        if group not in ("", "department ")
    }


def _match_nearest(drafts: list[Draft], cities: dict[tuple[str, str], list[City]], names: Names) -> None:
    """Match what is left, most alike first; no locality serves twice."""
    centres = _middles(drafts)
    near: list[tuple[float, int, City]] = []
    for number, draft in enumerate(drafts):
        found = (
            []
            if draft.how
            else [city for name in sorted(names(draft)) for city in cities.get((draft.area, name), [])]
        )
        centre = centres.get(draft.group) or (
            centres.get(f"department {draft.department}") if draft.group else None
        )
        near += [
            (_unlikeness(draft, city, centre), number, city)
            for city in found
            if (len(found) == 1 if centre is None else _plausible(draft, city, centre))
        ]
    for _, number, city in sorted(near, key=lambda one: one[:2]):
        if not city.taken and not drafts[number].how:
            _take(drafts[number], city)


def _unlikeness(draft: Draft, city: City, centre: Point | None) -> float:
    # The name of a Belgian municipality, or of a commune made of several, is borne by its largest locality and
    # perhaps by hamlets; otherwise the nearest is meant.
    if draft.country == "BE" or draft.former or centre is None:
        return -city.population
    return haversine_km(Point(city.lat, city.lon, ""), centre)


def place_the_rest(drafts: list[Draft], known: dict[str, list[float]]) -> None:
    """Give the others the position written in islands.toml, or the centre of what surrounds them."""
    for draft in drafts:
        if not draft.how and draft.country == "FR" and draft.code in known:
            lat, lon = known[draft.code]
            draft.put(lat, lon, "written")
    for how, key in SURROUNDINGS.items():
        centres = _centres(drafts, key)
        for draft in drafts:
            if not draft.how and key(draft) in centres:
                centre = centres[key(draft)]
                draft.put(centre.lat, centre.lon, how)
    lost = [draft.name for draft in drafts if not draft.how]
    if lost:
        raise SystemExit(f"no position for {len(lost)}: {lost[:50]}; write them in islands.toml [positions]")


def _by_postcode(draft: Draft) -> tuple[str, ...]:
    return (draft.landmass, draft.department, draft.postcodes[0]) if draft.postcodes else ()


def _by_group(draft: Draft) -> tuple[str, ...]:
    return (draft.landmass, draft.group) if draft.group else ()


def _by_department(draft: Draft) -> tuple[str, ...]:
    return (draft.landmass, draft.department or draft.region)


SURROUNDINGS: dict[str, Callable[[Draft], tuple[str, ...]]] = {
    "postcode": _by_postcode,
    "intercommunality": _by_group,
    "department": _by_department,
}
"""From the nearest surroundings to the widest; water is never crossed."""


def _centres(
    drafts: Iterable[Draft], key: Callable[[Draft], tuple[str, ...]]
) -> dict[tuple[str, ...], Point]:
    """Return the mean position of the matched communes of each surrounding, weighted by population."""
    sums: dict[tuple[str, ...], list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for draft in drafts:
        if draft.how == "name" and key(draft):
            weight = float(draft.population or 1)
            total = sums[key(draft)]
            total[0] += weight * draft.point().lat
            total[1] += weight * draft.point().lon
            total[2] += weight
    return {where: Point(lat / weight, lon / weight, "") for where, (lat, lon, weight) in sums.items()}


def measure(drafts: list[Draft]) -> str:
    """Return the counts that SOURCES.md states."""
    lines = []
    for country in ("FR", "BE"):
        mine = [draft for draft in drafts if draft.country == country]
        people = sum(draft.population or 0 for draft in mine)
        matched = [draft for draft in mine if draft.how == "name"]
        rural = [draft for draft in mine if draft.rural]
        lines.append(
            f"{country}: {len(mine)} communes, {len(matched) / len(mine):.1%} matched by name"
            f" ({sum(one.population or 0 for one in matched) / people:.1%} of inhabitants),"
            f" {Counter(draft.how for draft in mine)}; rural {len(rural) / len(mine):.1%} of communes,"
            f" {sum(one.population or 0 for one in rural) / people:.1%} of inhabitants"
        )
    return "\n".join(lines)
