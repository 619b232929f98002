"""Reading what a publication freezes: figures under the exact rule, what they mean, and how far the data had come.

Reads only. Everything is read in one moment of the database, so that the parts of a document agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from classcode import clock
from classcode.territory.models import Place as MeetingPlace
from classcode.territory.models import Region
from classcode.territory.schooling import Names
from classcode.territory.schools.models import School, SchoolStep
from tracking.declared_figures.models import BirthCount, ClassDeclaration, DeclaredChange
from tracking.erasure.models import Erasure
from tracking.indicators import periods
from tracking.indicators.definition import Definition, breaks, definition, definitions
from tracking.indicators.disclosure import WHOLE, Disclosed, Exact, Place, Publication, publish
from tracking.indicators.filters import NOT_DECLARED, Filter
from tracking.indicators.kinds import Disclosure
from tracking.indicators.periods import Period
from tracking.indicators.query import figures
from tracking.indicators.snapshots import reading, spans
from tracking.indicators.snapshots.content import FrozenModule
from tracking.indicators.snapshots.document import Document, Earlier, Markers, region_view
from tracking.indicators.snapshots.reckoning import query_version
from tracking.indicators.tally import MONTH, REGION, Cell, Figure
from tracking.models import LearnerFact, Statement
from tracking.projections.models import FrozenCount
from tracking.standing import Reached

STILL: Final = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
Views = Mapping[Place, Sequence[Figure]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be published: under which address and title, of which period, under which k.

    `by_month`: each region is told by month as well.
    """

    slug: str
    title: Names
    period: Period
    k: int
    by_month: bool = True


@dataclass(frozen=True, slots=True)
class Published:
    """What was published before, with its digest."""

    document: Document
    sha256: str


def freeze(
    session: Session,
    wish: Wish,
    before: Sequence[Published],
    content: Sequence[FrozenModule],
    tell: Callable[[float], None] = lambda _share: None,
) -> Document:
    """Return the document of a wish as of this moment; `tell` hears how far it is (0 to 1).

    `before` are all publications so far: what would differ from one of them by fewer than k people is hidden.
    """
    now = clock.now().replace(microsecond=0)
    defined = in_force(now.astimezone(periods.ZONE).date())
    views = read_views(session, wish, [one.id for one in defined], tell)
    earlier = [found for one in before if (found := reading.before(one.document, wish.period, views))]
    shown = publish(views, Exact(wish.k), earlier)
    tell(0.9)
    told = telling(shown)
    return Document(
        slug=wish.slug,
        title=wish.title,
        period=wish.period,
        as_of=now,
        rule=Exact(wish.k),
        regions=_regions(session, told),
        definitions=defined,
        views=told,
        content=tuple(content),
        query=query_version(),
        markers=markers(session),
        before=tuple(Earlier(one.document.slug, one.sha256) for one in before),
        breaks=dict(_breaks(defined, wish.period)),
    )


def in_force(day: date) -> tuple[Definition, ...]:
    """Return the definitions of a day; an indicator that was defined later has its newest one."""
    chosen = {one.id: one for one in definitions()} | {one.id: one for one in definitions(at=day)}
    return tuple(chosen.values())


def hold_still(session: Session) -> None:
    """Read one moment of the database from here on; to be asked before anything else in a transaction."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(STILL)


def read_views(session: Session, wish: Wish, ids: Sequence[str], tell: Callable[[float], None]) -> Views:
    """Return the true figures: the whole by region and month, and each region that has anything by month.

    A month has no further months: its regions are all there is to tell.
    """
    asked = Filter(period=wish.period)
    monthly = spans.kind(wish.period) is not spans.Kind.MONTH
    whole = _only(figures(session, asked), ids, {REGION, MONTH} if monthly else {REGION})
    views: dict[Place, Sequence[Figure]] = {WHOLE: whole}
    if not (monthly and wish.by_month):
        return views
    codes = [code for code, _cell in whole[0].by_region]
    for at, code in enumerate(codes):
        narrow = replace(asked, region=NOT_DECLARED if code is None else code)
        found = {one.id: one for one in _only(figures(session, narrow), ids, {MONTH})}
        views[region_view(code)] = [
            _as_row(one, found[one.id], code)
            for one in whole
            if found[one.id].lacks is None and _has_anything(one)
        ]
        tell(0.4 * (at + 1) / len(codes))
    return views


def _only(found: Sequence[Figure], ids: Sequence[str], axes: set[str]) -> list[Figure]:
    kept = [one for one in found if one.id in ids]
    return [
        replace(one, rows={axis: rows for axis, rows in one.rows.items() if axis in axes}) for one in kept
    ]


def _has_anything(whole: Figure) -> bool:
    """Tell whether a figure has regions to tell by month: not without a source, or where it counts nobody at all."""
    if whole.lacks is not None or definition(whole.id).disclosure in {Disclosure.OPEN, Disclosure.DECLARED}:
        return whole.lacks is None
    over = whole.total.over
    return (over[1] if over else whole.total).rests.people > 0


def _as_row(whole: Figure, narrow: Figure, code: str | None) -> Figure:
    """Return a region's figure with the very total that stands as its row in the whole."""
    row: Cell = dict(whole.by_region).get(code, narrow.total)
    return replace(narrow, total=row)


def telling(shown: Mapping[Place, Sequence[Disclosed]]) -> Publication:
    """Leave out the regions in which nothing is shown, and their months: that one stood there would tell."""
    told = {key for one in shown[WHOLE] for key, cell in one.by_region if cell.value}
    kept: dict[Place, list[Disclosed]] = {
        WHOLE: [
            replace(one, rows={**one.rows, REGION: tuple(row for row in one.by_region if row[0] in told)})
            for one in shown[WHOLE]
        ]
    }
    return kept | {
        view: list(some) for view, some in shown.items() if _region_of(view) in told and view != WHOLE
    }


def _region_of(view: Place) -> str | None:
    return dict(view).get(REGION)


def _regions(session: Session, told: Publication) -> dict[str, Names]:
    """Return the names, today, of the regions that the publication tells."""
    codes = {code for one in told[WHOLE] for code, _cell in one.by_region if code}
    found = session.scalars(select(Region).where(Region.code.in_(codes)))
    return {one.code: Names(one.name_fr, one.name_en, one.name_nl) for one in found}


def _breaks(defined: Sequence[Definition], period: Period) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for one in defined:
        days = tuple(day for day in breaks(one.id) if period.first < day <= period.last)
        if days:
            yield one.id, days


def markers(session: Session) -> Markers:
    """Return how far the data have come."""

    def number(what: Any, *where: Any) -> int:
        return int(session.scalar(select(what).where(*where)) or 0)

    last: datetime | None = session.scalar(select(func.max(LearnerFact.since)))
    erased = (FrozenCount.kind == Reached.REGISTERED, FrozenCount.module == "")
    return Markers(
        statements_last=number(func.max(Statement.seq)),
        facts=number(func.count(LearnerFact.actor)),
        facts_last=last.astimezone(periods.ZONE).date() if last else None,
        declared_last=number(func.max(DeclaredChange.seq)),
        classes=number(func.count(ClassDeclaration.id)),
        classes_withdrawn=number(func.count(ClassDeclaration.withdrawn_at)),
        births=number(func.count(BirthCount.id)),
        places=number(func.count(MeetingPlace.id)),
        schools=number(func.count(School.id)),
        steps=number(func.count(SchoolStep.id)),
        erasures=number(func.count(Erasure.id), Erasure.finished_at.is_not(None)),
        erased_people=number(func.sum(FrozenCount.people), *erased),
    )
