"""One report: the figures of one filter as they may be shown, with what is needed to name its rows.

Page, charts and exports are made from the same `Report`, so none of them shows more than another.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.territory.models import Region
from tracking.indicators.definition import Definition, definition
from tracking.indicators.disclosure import Disclosed, disclose
from tracking.indicators.filters import Filter
from tracking.indicators.query import figures
from tracking.models import Statement
from tracking.vocabulary import Verb


@dataclass(frozen=True, slots=True)
class Report:
    """What a filter shows: figures in report order, each with its definition; `k` is the rule that hides."""

    asked: Filter
    as_of: datetime
    k: int
    figures: tuple[tuple[Definition, Disclosed], ...]
    region_names: dict[str, str]

    @property
    def empty(self) -> bool:
        """Whether nothing at all happened in this filter."""
        return not any(figure.total.hidden or figure.total.value for _, figure in self.figures)


def report(session: Session, asked: Filter, k: int, language: str) -> Report:
    """Read, hide what must be hidden, and name the regions in a language."""
    names = region_names(session, language)
    shown = [_by_name(one, list(names)) for one in disclose(figures(session, asked), k)]
    return Report(
        asked=asked,
        as_of=clock.now(),
        k=k,
        figures=tuple((definition(one.id), one) for one in shown),
        region_names=names,
    )


def _by_name(figure: Disclosed, codes: list[str]) -> Disclosed:
    """Put the regions in the order of their names, the undeclared last."""
    rows = sorted(figure.by_region, key=lambda row: codes.index(row[0]) if row[0] in codes else len(codes))
    return replace(figure, by_region=tuple(rows))


def region_names(session: Session, language: str) -> dict[str, str]:
    """Return the name of every region by its code, in the order of names."""
    names = {one.code: one.called(language) for one in session.scalars(select(Region))}
    return dict(sorted(names.items(), key=lambda pair: pair[1]))


def module_names(session: Session, language: str) -> dict[str, str]:
    """Return the modules that anybody joined, by slug, named as the last statement about each names it."""
    last = (
        select(func.max(Statement.seq))
        .where(Statement.verb == Verb.REGISTERED, Statement.module.is_not(None))
        .group_by(Statement.module)
    )
    rows = session.execute(select(Statement.module, Statement.body).where(Statement.seq.in_(last)))
    return {slug: _name(payload, language) or slug for slug, payload in rows if slug}


def _name(payload: bytes, language: str) -> str | None:
    names: dict[str, str] = orjson.loads(payload)["object"].get("definition", {}).get("name", {})
    return names.get(language) or next(iter(names.values()), None)
