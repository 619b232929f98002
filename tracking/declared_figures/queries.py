"""What was declared, as figures and pages read it; measured figures are never added to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, true, tuple_
from sqlalchemy.orm import Session, joinedload

from classcode.people.models import Person
from classcode.territory.models import Commune
from classcode.territory.schools.models import School
from tracking.declared_figures.kinds import EUR, Kind
from tracking.declared_figures.models import (
    ClassDeclaration,
    DeclaredChange,
    DeclaredClass,
    DeclaredFigure,
)

MOST_LINES = 300
"""Figures that a page lists at once."""
SESSIONS = 40
"""Sessions with classes on one page."""


@dataclass(frozen=True, slots=True)
class CountedClass:
    """A class of a school year as it counts: what was declared of it last, and the day of the first declaration."""

    of: DeclaredClass
    first_on: date
    pupils: int
    girls: int | None


def figures_between(session: Session, first: date, last: date) -> list[DeclaredFigure]:
    """Return the declared figures that hold and whose day lies in a period, the oldest first."""
    wanted = _holding().where(DeclaredFigure.dated_on.between(first, last))
    return list(session.scalars(wanted.order_by(DeclaredFigure.dated_on, DeclaredFigure.entered_at)))


def kinds_declared(session: Session) -> set[str]:
    """Return the kinds of which anything was ever declared and holds."""
    return set(session.scalars(_holding().with_only_columns(DeclaredFigure.kind).distinct()))


def declared(
    session: Session, kind: Kind, first: date, last: date, *, region: str | None = None, sector: str = ""
) -> float | None:
    """Return the sum of a kind between two days, both included; None where nothing was declared, which is not zero.

    Of money, euros alone. Steps of actions add up to nothing: `actions_at` tells them.
    """
    some = [
        one
        for one in figures_between(session, first, last)
        if one.kind == kind
        and (region is None or one.region_code == region)
        and (not sector or one.sector == sector)
    ]
    return total(some)


def total(figures: Iterable[DeclaredFigure]) -> float | None:
    """Add declared figures up, of money euros alone; None for none at all."""
    added = [one.value for one in figures if one.currency in ("", EUR)]
    return sum(added) if added else None


def actions_at(session: Session, last: date, *, region: str | None = None) -> list[DeclaredFigure]:
    """Return of each action the step declared last up to a day, by its name."""
    wanted = _holding().where(DeclaredFigure.kind == Kind.ACTION, DeclaredFigure.dated_on <= last)
    latest: dict[tuple[str, str | None], DeclaredFigure] = {}
    for one in session.scalars(wanted.order_by(DeclaredFigure.dated_on, DeclaredFigure.entered_at)):
        latest[one.about.lower(), one.region_code] = one
    found = [one for one in latest.values() if region is None or one.region_code == region]
    return sorted(found, key=lambda one: (one.about.lower(), one.region_code or ""))


def _holding() -> Select[DeclaredFigure]:
    return select(DeclaredFigure).where(DeclaredFigure.withdrawn_at.is_(None))


def classes_between(session: Session, first: date, last: date) -> list[CountedClass]:
    """Return the classes of which a session was declared in a period: each once a school year, as declared last."""
    wanted = (
        select(ClassDeclaration)
        .options(
            joinedload(ClassDeclaration.of)
            .joinedload(DeclaredClass.school)
            .joinedload(School.commune)
            .joinedload(Commune.region)
        )
        .where(ClassDeclaration.withdrawn_at.is_(None), ClassDeclaration.held_on.between(first, last))
        .order_by(ClassDeclaration.held_on, ClassDeclaration.entered_at, ClassDeclaration.id)
    )
    by_class: dict[object, list[ClassDeclaration]] = {}
    for one in session.scalars(wanted):
        by_class.setdefault(one.class_id, []).append(one)
    return [
        CountedClass(some[-1].of, some[0].held_on, some[-1].pupils, some[-1].girls)
        for some in by_class.values()
    ]


def classes_known(session: Session) -> bool:
    """Tell whether any class was ever declared."""
    held = select(ClassDeclaration.id).where(ClassDeclaration.withdrawn_at.is_(None)).limit(1)
    return session.scalar(held) is not None


def listed(session: Session, kind: str, regions: Collection[str] | None) -> list[DeclaredFigure]:
    """Return what was declared for these regions and for the whole programme, withdrawn ones too, the newest first."""
    wanted = select(DeclaredFigure).where(_of(regions))
    if kind:
        wanted = wanted.where(DeclaredFigure.kind == kind)
    newest = (DeclaredFigure.dated_on.desc(), DeclaredFigure.entered_at.desc(), DeclaredFigure.id)
    return list(session.scalars(wanted.order_by(*newest).limit(MOST_LINES)))


def _of(regions: Collection[str] | None) -> ColumnElement[bool]:
    if regions is None:
        return true()
    return or_(DeclaredFigure.region_code.is_(None), DeclaredFigure.region_code.in_(sorted(regions)))


def declarations(
    session: Session, regions: Collection[str] | None, after: UUID | None = None
) -> tuple[list[ClassDeclaration], UUID | None]:
    """Return a page of the declarations of classes of these regions, the newest first; and after which to go on.

    `after` is the last declaration of the page before; an unknown one begins anew.
    """
    school = joinedload(ClassDeclaration.of).joinedload(DeclaredClass.school).joinedload(School.commune)
    wanted = select(ClassDeclaration).join(ClassDeclaration.of).options(school)
    if regions is not None:
        wanted = wanted.where(DeclaredClass.region_code.in_(sorted(regions)))
    newest = (ClassDeclaration.held_on, ClassDeclaration.entered_at, ClassDeclaration.id)
    last = session.get(ClassDeclaration, after) if after else None
    if last is not None:
        there = tuple_(last.held_on, last.entered_at, last.id, types=[one.type for one in newest])
        wanted = wanted.where(tuple_(*newest) < there)
    found = session.scalars(wanted.order_by(*(one.desc() for one in newest)).limit(SESSIONS + 1)).all()
    return list(found[:SESSIONS]), found[SESSIONS - 1].id if len(found) > SESSIONS else None


def trail_of(session: Session, figure: DeclaredFigure) -> list[DeclaredChange]:
    """Return what was done with a figure, the latest first."""
    wanted = select(DeclaredChange).where(DeclaredChange.figure_id == figure.id)
    return list(session.scalars(wanted.order_by(DeclaredChange.seq.desc())))


def authors(session: Session, ids: Sequence[object]) -> dict[object, str]:
    """Return the names of those who declared or corrected, where they gave one."""
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_({one for one in ids if one})))
    return {person_id: name for person_id, name in rows if name}
