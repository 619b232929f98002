"""Maps as the partial draws them: outlines, and marks that are links with a name. The list beside says the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from classcode.i18n import gettext as _
from classcode.i18n import language, ngettext
from classcode.territory import outlines
from classcode.territory.models import Region
from classcode.territory.outlines import Frame, Outline
from helpdesk.places.grouping import Group, grouped
from helpdesk.places.queries.directory import Spot


@dataclass(frozen=True, slots=True)
class Mark:
    """A link on a map: where, how many it stands for, where it leads, what it is called."""

    x: int
    y: int
    many: int
    href: str
    words: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A map: what it shows in words, its size in units, its shapes, its marks."""

    title: str
    width: int
    height: int
    paths: list[str]
    marks: list[Mark]


MARGIN = 44
"""Units around each map, so that a mark on a coast is whole."""


def region_map(region: Region, found: Iterable[Spot]) -> Drawn | None:
    """Return the map of a region with its places, or None where it has none."""
    outline = outlines.of_region(region.code)
    if outline is None:
        return None
    inside = [
        (*outline.frame.at(spot.lat, spot.lon), spot) for spot in found if spot.region_code == region.code
    ]
    marks = [_mark(group, outline.frame) for group in grouped(inside)]
    return _drawn(_("Map: %(region)s", region=region.called(language())), outline, marks)


def _mark(group: Group[Spot], frame: Frame) -> Mark:
    first, many = group.members[0], len(group.members)
    if many == 1:
        href, words = (
            url_for("places.show", lang=language(), place_id=first.id),
            f"{first.name}, {first.commune_name}",
        )
    else:
        # The list from there on, nearest first: it begins with what stands at this mark.
        href = url_for("places.index", lang=language(), region=first.region_code, near=first.commune_code)
        words = ngettext(
            "%(n)s place around %(commune)s",
            "%(n)s places around %(commune)s",
            many,
            commune=first.commune_name,
        )
    return Mark(*_kept_inside(group.x, group.y, frame), many, href, words)


def whole_map(regions: Mapping[str, Region], found: Sequence[Spot]) -> tuple[Drawn, list[Drawn]]:
    """Return the map of metropolitan France and Belgium, one mark a region, and a small map of each region overseas."""
    counts = Counter(spot.region_code for spot in found)
    outline = outlines.whole()
    middles = [
        (*_middle(outline.frame, [spot for spot in found if spot.region_code == code]), code)
        for code in counts
        if code in outline.paths
    ]
    marks = [_region_mark(group, counts, regions, outline.frame) for group in grouped(middles)]
    insets = [_inset(regions[code], counts[code]) for code in outlines.apart() if counts[code]]
    return _drawn(_("Map: France and Belgium"), outline, marks), [one for one in insets if one]


def _middle(frame: Frame, some: Sequence[Spot]) -> tuple[float, float]:
    points = [frame.at(spot.lat, spot.lon) for spot in some]
    return sum(x for x, _y in points) / len(points), sum(y for _x, y in points) / len(points)


def _region_mark(
    group: Group[str], counts: Counter[str], regions: Mapping[str, Region], frame: Frame
) -> Mark:
    """Return the mark of a region; regions too near each other share one, which leads to the list of the first."""
    many = sum(counts[code] for code in group.members)
    called = ", ".join(regions[code].called(language()) for code in group.members)
    href = url_for("places.index", lang=language(), region=group.members[0])
    return Mark(*_kept_inside(group.x, group.y, frame), many, href, _how_many(many, called))


def _how_many(many: int, called: str) -> str:
    return ngettext("%(region)s: %(n)s place", "%(region)s: %(n)s places", many, region=called)


def _inset(region: Region, many: int) -> Drawn | None:
    outline = outlines.of_region(region.code)
    if outline is None:
        return None
    frame = outline.frame
    href = url_for("places.index", lang=language(), region=region.code)
    called = region.called(language())
    return _drawn(
        called, outline, [Mark(frame.width // 2, frame.height // 2, many, href, _how_many(many, called))]
    )


def _kept_inside(x: float, y: float, frame: Frame) -> tuple[int, int]:
    return round(min(max(x, 0), frame.width)), round(min(max(y, 0), frame.height))


def _drawn(title: str, outline: Outline, marks: list[Mark]) -> Drawn:
    frame = outline.frame
    return Drawn(title, frame.width, frame.height, list(outline.paths.values()), marks)
