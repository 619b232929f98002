"""From rows of the projections back to statements: the shapes, and the two joins that all families share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, FromClause, Select, and_, cast, func, or_, select, true
from sqlalchemy.orm import Session

from tracking.models import MergedActor, Statement
from tracking.standing import ENGAGING
from tracking.vocabulary import Kind

Behind = Select[Any]
"""Statements with the person for whom each is counted: the columns of `Backing`, by these names."""

ENGAGED = and_(Statement.verb.in_(sorted(ENGAGING)), Statement.object_kind != Kind.SURVEY)
"""Statements of an activity done; an opinion is answered too, and is none."""


@dataclass(frozen=True, slots=True)
class Backing:
    """One statement behind a figure: its id, who said it, for whom it counts, what, when; people by pseudonym."""

    seq: int
    id: UUID
    actor: UUID
    person: UUID
    verb: str
    path: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """One row that no statement tells, by the name under which its own page knows it; `words` say what it is."""

    id: str
    words: str


def rows_of(*columns: Any) -> Select[Any]:
    """Choose columns of rows that are counted; the person for whom they count is labelled `person`."""
    return select(*columns)


def under_every_name(rows: Select[Any]) -> FromClause:
    """Return rows (of a `person`) once for each `actor` under whom the record may hold what that person did."""
    of = rows.subquery()
    own = select(*of.c, of.c.person.label("actor"))
    merged = select(*of.c, MergedActor.actor.label("actor"))
    return own.union_all(merged.join(MergedActor, MergedActor.kept == of.c.person)).subquery()


def behind(of: FromClause, *on: ColumnElement[bool], person: ColumnElement[Any] | None = None) -> Behind:
    """Return the statements that hold today and belong to some rows, counted for the rows' `person` unless told."""
    return (
        select(
            Statement.seq,
            Statement.id,
            Statement.actor.label("actor"),
            (of.c.person if person is None else person).label("person"),
            Statement.verb,
            Statement.object_path.label("path"),
            Statement.timestamp.label("at"),
        )
        .join(of, and_(*on))
        .where(Statement.voided.is_(False))
    )


def said_by(of: FromClause, *verbs: str) -> ColumnElement[bool]:
    """Keep the statements that the person of a row (see `under_every_name`) made with these verbs."""
    told = Statement.verb.in_([str(verb) for verb in verbs]) if verbs else true()
    return and_(Statement.actor == of.c.actor, told)


def in_module(of: FromClause) -> ColumnElement[bool]:
    """Keep the statements of a row's module; those of every module where the row is of everything together."""
    return or_(of.c.module == "", func.coalesce(Statement.module, "") == of.c.module)


def utc_day(session: Session, at: Any) -> ColumnElement[Any]:
    """Return the day (UTC) of an instant; databases name it in their own ways."""
    if session.get_bind().dialect.name == "sqlite":
        return func.date(at)
    return cast(func.timezone("UTC", at), Date)
