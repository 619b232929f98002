"""The map itself: outlines with a look each, and the legend. Shapes come from `classcode.territory.outlines`.

Classes are steps of lightness, so that they stay apart in grey; what is not shown is hatched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from classcode.i18n import gettext as _
from classcode.territory import outlines
from tracking.indicators.definition import Definition
from tracking.indicators.map import classes, paths
from tracking.indicators.map.classes import Span
from tracking.indicators.map.rows import Row, said

SMALL: Final = ("BE-BRU",)
"""Regions that the whole map draws too small to be seen on a telephone: they are drawn apart too."""
WHOLE: Final = (4, 2)
"""How far, in units of `outlines`, a simpler border may lie from the old one, and how large a unit is drawn: the map is
at most 480 px wide, so that four of its 1000 units are two pixels."""
INSET: Final = (12, 10)
"""The same of small maps, which are 80 px high."""
STEPS: Final = ((), (4,), (2, 5), (1, 3, 5), (1, 2, 4, 5), (1, 2, 3, 4, 5))
"""By the number of classes: which of the five shades each has, the darkest for the largest values."""
UNSHOWN: Final = "unshown"
NOTHING: Final = "nothing"
OUTSIDE: Final = "outside"


@dataclass(frozen=True, slots=True)
class Shape:
    """One region: its path, its look (a class of the style sheet), and its name with its value."""

    path: str
    look: str
    words: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Outlines without a look: their size in units, and their paths by region."""

    width: int
    height: int
    paths: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A map: its size in units, and its shapes; `title` says what it shows."""

    title: str
    width: int
    height: int
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the legend: a look, what it stands for, how many regions have it."""

    look: str
    words: str
    regions: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is drawn: the map of metropolitan France and Belgium, smaller ones beside it, and the legend."""

    whole: Drawn
    insets: tuple[Drawn, ...]
    legend: tuple[Key, ...]


def sheet(definition: Definition, rows: Sequence[Row], title: str) -> Sheet:
    """Draw the rows that have an outline; who lives elsewhere, or declared no region, is on no map."""
    known = {*outlines.whole().paths, *outlines.apart()}
    drawn = [row for row in rows if row.code in known]
    return _sheet(
        definition, drawn, classes.spans(row.value for row in drawn if row.value is not None), title
    )


def _sheet(definition: Definition, rows: Sequence[Row], spans: Sequence[Span], title: str) -> Sheet:
    looks = {row.code: (look_of(row, spans), _words(row)) for row in rows if row.code is not None}
    whole = _plan(None)
    insets = [
        _drawn(looks[code][1], _plan(code), looks) for code in (*SMALL, *outlines.apart()) if code in looks
    ]
    outside = sum(code not in looks for code in whole.paths)
    return Sheet(_drawn(title, whole, looks), tuple(insets), tuple(_legend(definition, rows, spans, outside)))


@cache
def _plan(code: str | None) -> Plan:
    """Return the outlines of the whole map, or of one region's own, as fine as they are drawn."""
    outline = outlines.whole() if code is None else outlines.of_region(code)
    assert outline is not None, "a region with an outline"
    tolerance, by = WHOLE if code is None else INSET
    frame = outline.frame
    return Plan(frame.width // by, frame.height // by, paths.simpler(outline.paths, tolerance, by))


def look_of(row: Row, spans: Sequence[Span]) -> str:
    """Return the look of a region: the shade of its class from "c1", not shown, or nothing to tell."""
    if row.shown.hidden:
        return UNSHOWN
    value = row.value
    if value is None:
        return NOTHING
    return next(shade for shade, span in zip(_shades(spans), spans, strict=True) if value in span)


def _shades(spans: Sequence[Span]) -> list[str]:
    return [f"c{step}" for step in STEPS[len(spans)]]


def _words(row: Row) -> str:
    return _("%(region)s: %(value)s", region=row.name, value=_("not shown") if row.told is None else row.told)


def _drawn(title: str, plan: Plan, looks: Mapping[str, tuple[str, str]]) -> Drawn:
    shapes = tuple(Shape(path, *looks.get(code, (OUTSIDE, ""))) for code, path in plan.paths.items())
    return Drawn(title, plan.width, plan.height, shapes)


def _legend(definition: Definition, rows: Sequence[Row], spans: Sequence[Span], outside: int) -> list[Key]:
    """Return the classes with their numbers, then the looks without one that are on the map."""
    looks = [look_of(row, spans) for row in rows]
    shades = zip(_shades(spans), spans, strict=True)
    keys = [Key(shade, said(definition, span), looks.count(shade)) for shade, span in shades]
    keys.append(Key(UNSHOWN, _("not shown"), looks.count(UNSHOWN)))
    keys.append(Key(NOTHING, _("nothing declared"), looks.count(NOTHING)))
    keys.append(Key(OUTSIDE, _("outside this choice"), outside))
    return [key for key in keys if key.regions]
