"""Declared figures by region and month, as they were entered; nothing measured is ever added to them.

Where nothing was declared there is no value: a missing figure is not zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy.orm import Session

from classcode.territory.models import ELSEWHERE
from tracking.declared_figures.kinds import Kind
from tracking.declared_figures.models import DeclaredFigure
from tracking.declared_figures.queries import figures_between, kinds_declared, total
from tracking.indicators.query.adding import WHOLE
from tracking.indicators.query.measured import NO_SOURCE, NOT_SO, Measured
from tracking.indicators.query.scope import Scope
from tracking.indicators.tally import MONTH, REGION, Cell

ADDED: Final = tuple(kind for kind in Kind if kind is not Kind.ACTION)
ANSWERED: Final = frozenset({"country", "region"})
"""The dimensions that a declared figure has."""


def measure(session: Session, scope: Scope) -> Mapping[str, Measured]:
    """Add up each kind; a filter that declared figures do not know gets none."""
    known = kinds_declared(session)
    figures = counted(session, scope)
    found = {kind.value: _measured(scope, [one for one in figures if one.kind == kind]) for kind in ADDED} | {
        Kind.ACTION.value: Measured(Cell(None))
    }
    answered = ANSWERED.issuperset(name for name, _value in scope.asked.chosen())
    if not answered or scope.asked.module is not None:
        found = dict.fromkeys(found, NOT_SO)
    return {id_: one if id_ in known else NO_SOURCE for id_, one in found.items()}


def counted(session: Session, scope: Scope) -> list[DeclaredFigure]:
    """Return the declared figures of the filter."""
    period = scope.asked.period
    return [one for one in figures_between(session, period.first, period.last) if _admitted(scope, one)]


def _admitted(scope: Scope, one: DeclaredFigure) -> bool:
    """Tell whether a figure is asked for; who leads some regions sees what is of the whole programme as nobody's."""
    asked = scope.asked
    if asked.allowed is not None and one.region_code not in asked.allowed:
        return False
    has = {"region": one.region_code, "country": _country(one.region_code)}
    return all(has.get(name) == value for name, value in asked.chosen())


def _country(region: str | None) -> str | None:
    return region if region in (None, ELSEWHERE) else region[:2]


def _measured(scope: Scope, figures: Iterable[DeclaredFigure]) -> Measured:
    months = {month.key: str(index) for index, month in enumerate(scope.months)}
    groups: dict[str, dict[str | None, list[DeclaredFigure]]] = defaultdict(lambda: defaultdict(list))
    for one in figures:
        groups[WHOLE][None].append(one)
        groups[REGION][one.region_code].append(one)
        if f"{one.dated_on:%Y-%m}" in months:
            groups[MONTH][months[f"{one.dated_on:%Y-%m}"]].append(one)
        if "country" in scope.axes:
            groups["country"][_country(one.region_code)].append(one)
    cells = {
        axis: {value: Cell(total(some)) for value, some in rows.items()} for axis, rows in groups.items()
    }
    return Measured(Cell(None), cells)
