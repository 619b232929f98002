"""Which facilitators come to which place: by region, by area, over land, or across water where a link was declared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from helpdesk.gathering.finding.reaching import neighbours, unit_vectors
from helpdesk.gathering.finding.values import EVERYWHERE, Host, Links, OpenPlace
from helpdesk.pairing.weighing import FAR_KM, LINKED_REGION, REGION, distance_points

Array = NDArray[Any]
NEAREST: Final = 48
"""Facilitators whom a place considers, the nearest: nobody drives past so many others to lead a meeting."""
WITHOUT_POINT: Final = 16
"""Of those who did not say where they live, so many more for each region, the first by id."""


class Cover(NamedTuple):
    """Pairs of place and facilitator by place: her number, points for distance and region, kilometres, water between.

    The pairs of place `at` are those from `begins[at]` to `begins[at + 1]`.
    """

    begins: Array
    host: Array
    km: Array
    nearness: Array
    region: Array
    across: Array


def cover(places: Sequence[OpenPlace], hosts: Sequence[Host], links: Links) -> Cover:
    """Return who comes to each place; both sides are in the order of their numbers."""
    known = np.array([at for at, one in enumerate(hosts) if one.point], np.int64)
    here = unit_vectors([one.point for one in places])
    there = unit_vectors([one.point for one in hosts if one.point])
    place, column, km = neighbours(here, there, NEAREST, FAR_KM)
    host = known[column]
    without = _without_point(places, hosts)
    place, host = np.append(place, without[0]), np.append(host, without[1])
    km = np.append(km, np.full(len(without[0]), np.nan))
    return _held_against(_Pairs(places, hosts, links), place, host, km)


class _Pairs:
    """What is known of places and hosts before they are paired: regions and lands as numbers."""

    def __init__(self, places: Sequence[OpenPlace], hosts: Sequence[Host], links: Links) -> None:
        self.places, self.hosts, self.links = places, hosts, links
        self.codes = {code: at for at, code in enumerate(sorted({one.region for one in places}))}
        self.region = np.array([self.codes[one.region] for one in places], np.int64)
        points = [*(one.point for one in places), *(one.point for one in hosts if one.point)]
        lands = sorted({one.landmass for one in points})
        number = {land: at for at, land in enumerate(lands)}
        self.land_here = np.array([number[one.point.landmass] for one in places], np.int64)
        self.land_there = np.array(
            [number[one.point.landmass] if one.point else -1 for one in hosts], np.int64
        )
        self.area = np.array([one.area_km for one in hosts], np.float64)
        self.holds = np.zeros((len(self.codes), len(hosts)), np.bool_)
        self.linked = np.zeros((len(self.codes), len(hosts)), np.bool_)
        for at, one in enumerate(hosts):
            self._note(at, one.regions)

    def _note(self, at: int, regions: frozenset[str]) -> None:
        if EVERYWHERE in regions:
            self.holds[:, at] = True
        for code in regions & self.codes.keys():
            self.holds[self.codes[code], at] = True
        for pair in self.links:
            hers = pair & regions
            if hers:
                for code in (pair - hers or hers) | (hers if len(hers) > 1 else frozenset()):
                    if code in self.codes:
                        self.linked[self.codes[code], at] = True


def _held_against(pairs: _Pairs, place: Array, host: Array, km: Array) -> Cover:
    region = pairs.region[place]
    holds, linked = pairs.holds[region, host], pairs.linked[region, host]
    unknown = np.isnan(km)
    same = unknown | (pairs.land_here[place] == pairs.land_there[host])
    near = holds | linked | (same & (np.nan_to_num(km, nan=np.inf) <= pairs.area[host]))
    sort = np.flatnonzero(near)
    sort = sort[np.lexsort((host[sort], place[sort]))]
    place, host, km = place[sort], host[sort], km[sort]
    of_region = np.where(holds, REGION, np.where(linked, LINKED_REGION, 0))[sort]
    return Cover(
        begins=np.searchsorted(place, np.arange(len(pairs.places) + 1)),
        host=host,
        km=km,
        nearness=_POINTS[np.nan_to_num(np.rint(km), nan=FAR_KM).astype(np.int64)],
        region=of_region,
        across=~same[sort] & ~linked[sort],
    )


def _without_point(places: Sequence[OpenPlace], hosts: Sequence[Host]) -> tuple[Array, Array]:
    """Return pairs of place and host for those whose commune nobody knows: their region decides, as in pairing."""
    by_region: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(hosts):
        for code in one.regions if one.point is None else ():
            by_region[code].append(at)
    if not by_region:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    everywhere = by_region.get(EVERYWHERE, [])
    few = {
        code: sorted({*by_region.get(code, []), *everywhere})[:WITHOUT_POINT]
        for code in {one.region for one in places}
    }
    found = [(at, host) for at, one in enumerate(places) for host in few[one.region]]
    rows = np.array(found, np.int64).reshape(-1, 2)
    return rows[:, 0], rows[:, 1]


_POINTS: Final = np.array([distance_points(km) for km in range(FAR_KM + 1)], np.int64)
"""The very points of pairing, for whole kilometres."""
