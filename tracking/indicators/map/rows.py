"""The regions of a report in one indicator: each with its value as the report shows it. Queries nothing.

A count of people that is too small and one that is nobody have one look, "not shown", and so have regions for which the
report holds no row: that one stands there would tell of somebody. What rests on nobody is 0 where there is none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from classcode import i18n
from classcode.i18n import gettext as _
from tracking.indicators import words
from tracking.indicators.definition import ORDER, Definition
from tracking.indicators.disclosure import HIDDEN, Disclosed, Shown, Shows
from tracking.indicators.filters import NOT_DECLARED, Filter
from tracking.indicators.kinds import Disclosure
from tracking.indicators.map.classes import Span
from tracking.indicators.report import Report

NOWHERE: Final = frozenset({"age-class-lower", "age-class-upper", "action-progress"})
"""Indicators that are never told by region."""
FIGURES: Final = tuple(id_ for id_ in ORDER if id_ not in NOWHERE)
"""What the map can show."""
FIRST: Final = "participating"
"""What it shows before anything is chosen."""
NOTHING: Final = Shown(None)


class Sort(StrEnum):
    """In which order the table stands."""

    NAME = "name"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Row:
    """One region: its code (None: not declared), its name, its value as shown, and the same in words.

    `told` is None where the value is not shown. `parts` says both parts of a share.
    """

    code: str | None
    name: str
    shown: Shown
    told: str | None
    parts: str | None = None

    @property
    def value(self) -> float | None:
        """The number, None where there is none or it is not shown."""
        return self.shown.value


def pair(report: Report, indicator_id: str) -> tuple[Definition, Disclosed]:
    """Return one indicator of a report with its definition; raises StopIteration where there is none."""
    return next(one for one in report.figures if one[0].id == indicator_id)


def rows(
    report: Report, indicator_id: str, offered: Mapping[str, str], lies_in: str | None = None
) -> list[Row]:
    """Return a row for each region in sight, "not declared" last; `offered` are the names by code.

    `lies_in` is the one region that a choice finer than a region leaves (`queries`).
    """
    definition, figure = pair(report, indicator_id)
    found = dict(figure.by_region)
    absent = _absent(definition, figure)
    return [
        _row(definition, code, name, found.get(code, absent))
        for code, name in _in_sight(report.asked, offered, lies_in)
        if code is not None or absent is HIDDEN or code in found
    ]


def _absent(definition: Definition, figure: Disclosed) -> Shown:
    """Return what a region shows for which there is no row."""
    if figure.shows is not Shows.OPEN:
        return HIDDEN
    return NOTHING if definition.disclosure is Disclosure.DECLARED else Shown(0)


def _in_sight(asked: Filter, offered: Mapping[str, str], lies_in: str | None) -> list[tuple[str | None, str]]:
    """Return the regions of a filter with their names; who leads some regions sees nobody without one."""
    nobody: tuple[str | None, str] = (None, _("Not declared"))
    if NOT_DECLARED in {asked.region, asked.country}:
        return [nobody]
    only = asked.region or lies_in
    if only is not None:
        return [(only, offered[only])]
    if asked.country is not None:
        return [(code, name) for code, name in offered.items() if code.startswith(asked.country)]
    return [*offered.items(), *([nobody] if asked.allowed is None else [])]


def _row(definition: Definition, code: str | None, name: str, shown: Shown) -> Row:
    parts = None
    if shown.over is not None and shown.value is not None:
        part, whole = shown.over
        parts = _("%(yes)s of %(whole)s", yes=i18n.number(part), whole=i18n.number(whole))
    return Row(code, name, shown, words.value(definition, shown), parts)


def ordered(some: Sequence[Row], sort: Sort) -> list[Row]:
    """Return the rows by name, or by value: the largest first, what is not shown last."""
    named = sorted(some, key=lambda row: (row.code is None, _plain(row.name)))
    if sort is Sort.NAME:
        return named
    return sorted(named, key=lambda row: (row.value is None, -(row.value or 0)))


def _plain(name: str) -> str:
    """Return a name as dictionaries order it: without accents and capitals."""
    parts = unicodedata.normalize("NFD", name.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def said(definition: Definition, span: Span) -> str:
    """Write the values of a class: "from 40 to 79", or the one value that it holds."""
    least, largest = (words.value(definition, Shown(value)) or "" for value in (span.least, span.largest))
    return least if least == largest else _("from %(least)s to %(largest)s", least=least, largest=largest)
