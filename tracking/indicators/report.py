"""One report: the figures of one filter as they may be shown, with what is needed to name its rows.

Page, charts and exports are made from the same `Report`, so none of them shows more than another.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.territory.models import Region
from tracking import vocabulary
from tracking.indicators.definition import Definition, breaks, definition
from tracking.indicators.disclosure import Disclosed, Perturbed, Rule, disclose
from tracking.indicators.filters import Filter
from tracking.indicators.query import figures
from tracking.indicators.tally import MONTH, REGION
from tracking.log.keys import key_of
from tracking.log.models import XapiActivity
from tracking.models import Milestone
from tracking.standing import Reached


@dataclass(frozen=True, slots=True)
class Report:
    """What a filter shows: figures in report order, each with its definition; `rule` is the one they all passed.

    `breaks` are the days of the period on which an indicator came to mean something else, by its id.
    """

    asked: Filter
    as_of: datetime
    rule: Rule
    figures: tuple[tuple[Definition, Disclosed], ...]
    region_names: dict[str, str]
    breaks: dict[str, tuple[date, ...]] = field(default_factory=dict)

    @property
    def k(self) -> int:
        """The people under whom a count is not shown."""
        return self.rule.k

    @property
    def empty(self) -> bool:
        """Whether nothing at all is shown: nothing happened in this filter, or to too few people."""
        return not any(figure.total.value for _, figure in self.figures)


def report(
    session: Session,
    asked: Filter,
    k: int,
    language: str,
    *,
    by: Sequence[str] = (),
    only: Collection[str] = (),
) -> Report:
    """Read, disclose as live views do, and name the regions in a language; `by` asks for further rows.

    `only` leaves the other figures out: the rows of regions are then fewer (see `figures`), all else is the same.
    """
    names = region_names(session, language)
    rule = Perturbed(k)
    disclosed = disclose(figures(session, asked, by, only=only), rule)
    shown = [_by_name(one, list(names)) for one in _telling(disclosed)]
    return Report(
        asked=asked,
        as_of=clock.now(),
        rule=rule,
        figures=tuple((definition(one.id), one) for one in shown),
        region_names=names,
        breaks=_breaks(asked, [one.id for one in shown]),
    )


def _telling(disclosed: Sequence[Disclosed]) -> list[Disclosed]:
    """Leave out the rows, months apart, in which nothing is shown: that one stood there would tell of somebody."""
    told = {
        (axis, key)
        for figure in disclosed
        for axis, rows in figure.rows.items()
        for key, shown in rows
        if axis == MONTH or shown.value
    }
    return [
        replace(
            figure,
            rows={
                axis: tuple(row for row in rows if (axis, row[0]) in told)
                for axis, rows in figure.rows.items()
            },
        )
        for figure in disclosed
    ]


def _breaks(asked: Filter, ids: Sequence[str]) -> dict[str, tuple[date, ...]]:
    period = asked.period
    inside = {id_: tuple(day for day in breaks(id_) if period.first < day <= period.last) for id_ in ids}
    return {id_: days for id_, days in inside.items() if days}


def _by_name(figure: Disclosed, codes: list[str]) -> Disclosed:
    """Put the regions in the order of their names, the undeclared last."""
    rows = sorted(figure.by_region, key=lambda row: codes.index(row[0]) if row[0] in codes else len(codes))
    return replace(figure, rows={**figure.rows, REGION: tuple(rows)})


def region_names(session: Session, language: str) -> dict[str, str]:
    """Return the name of every region by its code, in the order of names."""
    names = {one.code: one.called(language) for one in session.scalars(select(Region))}
    return dict(sorted(names.items(), key=lambda pair: pair[1]))


def module_names(session: Session, language: str) -> dict[str, str]:
    """Return the modules that anybody joined, by slug, named as the record knows them."""
    joined = select(Milestone.module).where(Milestone.kind == Reached.REGISTERED, Milestone.module != "")
    slugs = {
        key_of(vocabulary.module(slug).iri(session.info["iri_base"])): slug
        for slug in session.scalars(joined.distinct())
    }
    known = session.execute(
        select(XapiActivity.key, XapiActivity.definition).where(XapiActivity.key.in_(slugs))
    )
    names = {slugs[key]: _name(told, language) for key, told in known if told}
    return {slug: names.get(slug) or slug for slug in sorted(slugs.values())}


def _name(definition: bytes, language: str) -> str | None:
    names: dict[str, str] = orjson.loads(definition).get("name", {})
    return names.get(language) or next(iter(names.values()), None)
