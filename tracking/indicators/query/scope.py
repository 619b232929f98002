"""A filter in the terms of SQL: the month of an instant, who is admitted, and the columns by which rows are grouped.

Databases know no zones, so the bounds of days and months are given to them as instants.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Float,
    Integer,
    Select,
    SQLColumnExpression,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    select,
    true,
)

from classcode.territory.models import ELSEWHERE, Commune, Place
from tracking.indicators.filters import PERSON, Filter
from tracking.indicators.periods import ZONE, Month, midnight
from tracking.indicators.query import adding, schools
from tracking.indicators.query.adding import Part
from tracking.indicators.tally import MONTH, REGION
from tracking.projections.models import LessonDone, MeetingCount, Opinion, Presence, Profile, QuestionCount

Columns = Mapping[str, ColumnElement[Any]]
"""Of some rows, by the name of a dimension: the column that holds it."""

OfPerson = LessonDone | Presence | Opinion | QuestionCount
"""The projections of which each row is one person's, in one module."""

BELGIAN: Final = "BE-%"
ALWAYS: Final = (REGION, MONTH)
"""The dimensions by which every figure has rows."""


def _country_of(region: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the country of a region code, which begins with it (ISO 3166-2); elsewhere is one by itself."""
    return case((region == ELSEWHERE, region), else_=func.substr(region, 1, 2))


def _academy_or_province(academy: ColumnElement[Any], region: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a French academy's code; Belgium has none, and its provinces are regions."""
    return func.coalesce(academy, case((region.like(BELGIAN), region), else_=null()))


@cache
def of_people() -> Columns:
    """Return the dimensions of rows that were joined to `Profile`: who the learner was at that date."""
    region, academy = Profile.region.expression, Profile.academy.expression
    return {
        "country": _country_of(region),
        "region": region,
        "department": Profile.department.expression,
        "academy": _academy_or_province(academy, region),
        "commune_type": Profile.commune_type.expression,
        "community": schools.COLUMNS.community,
        "network": schools.COLUMNS.network,
        "language": Profile.language.expression,
        "gender": Profile.gender.expression,
        "setting": Profile.setting.expression,
        "level": Profile.level.expression,
    }


@cache
def of_places() -> Columns:
    """Return the dimensions of rows that were joined to `MeetingCount`, `Place` and `Commune`."""
    region = MeetingCount.region.expression
    return {**of_commune(), "country": _country_of(region), "region": region}


@cache
def of_commune() -> Columns:
    """Return the dimensions of rows that were joined to `Commune`."""
    region, academy = Commune.region_code.expression, Commune.academy_code.expression
    return {
        "country": _country_of(region),
        "region": region,
        "department": Commune.department_code.expression,
        "academy": _academy_or_province(academy, region),
        "commune_type": case((Commune.rural.is_(True), "rural"), (Commune.rural.is_(False), "urban")),
    }


@dataclass(frozen=True, slots=True)
class Scope:
    """A filter at an instant, with the dimensions by which rows are asked for besides regions and months."""

    asked: Filter
    now: datetime
    by: tuple[str, ...] = ()

    @property
    def months(self) -> tuple[Month, ...]:
        """The months of the period that have begun."""
        return self.asked.period.months(self.now)

    @property
    def axes(self) -> tuple[str, ...]:
        """The dimensions by which rows are counted."""
        return (*ALWAYS, *(name for name in self.by if name not in ALWAYS))

    def within(self, at: SQLColumnExpression[Any]) -> ColumnElement[bool]:
        """Keep the instants of the period."""
        return and_(at >= self.asked.period.starts, at < self.asked.period.ends)

    def month_of(self, at: SQLColumnExpression[Any]) -> ColumnElement[Any]:
        """Return the index of the month in which an instant of the period lies."""
        return place_among(at, [month.ends for month in self.months], 0)

    def last_days(self) -> list[datetime]:
        """Return for each month the first instant after its last day, or after today where it has not ended."""
        tomorrow = midnight(self.now.astimezone(ZONE).date() + timedelta(days=1))
        return [min(month.ends, tomorrow) for month in self.months]

    def admits(self, columns: Columns) -> ColumnElement[bool]:
        """Keep the rows of whom and where the filter asks for; a dimension that rows do not have admits all."""
        kept: list[ColumnElement[bool]] = [true()]
        for name, value in self.asked.chosen():
            if name in columns:
                kept.append(columns[name].is_(None) if value is None else columns[name] == value)
        if self.asked.allowed is not None:
            kept.append(columns[REGION].in_(sorted(self.asked.allowed)))
        return and_(*kept)

    def of_module(self, module: SQLColumnExpression[Any]) -> ColumnElement[bool]:
        """Keep the rows of the module asked for."""
        return true() if self.asked.module is None else module == self.asked.module

    def grouped(self, columns: Columns, month: ColumnElement[Any]) -> list[ColumnElement[Any]]:
        """Return the columns of the axes, labelled; a dimension that rows do not have is empty."""
        known = {**columns, MONTH: month}
        return [known.get(axis, null().cast(String)).label(axis) for axis in self.axes]

    def rows(self, table: type[OfPerson], at: SQLColumnExpression[Any], parts: Sequence[Part]) -> Select[Any]:
        """Return the rows of a projection in the period, with the parts that are counted of them."""
        grouped = self.grouped({**of_people(), "module": table.module.expression}, self.month_of(at))
        told = (table.actor.label("actor"), table.key.label("key"), *adding.columns(parts))
        rows = select(*grouped, *told).where(self.within(at), self.of_module(table.module))
        return self.with_person(rows, table.profile_id)

    def amounts(
        self, what: str, table: type[OfPerson], at: SQLColumnExpression[Any], amount: ColumnElement[Any]
    ) -> Select[Any]:
        """Return the amounts of rows in the period, of which the middle one is wanted."""
        grouped = self.grouped({**of_people(), "module": table.module.expression}, self.month_of(at))
        told = (literal(what).label("what"), cast(amount, Float).label("amount"))
        rows = select(*grouped, *told).where(self.within(at), self.of_module(table.module))
        return self.with_person(rows, table.profile_id)

    def with_person(self, rows: Select[Any], profile_id: SQLColumnExpression[Any]) -> Select[Any]:
        """Join who the learner was, with her school where it is asked for, and keep those who are asked for."""
        joined = rows.join(Profile, Profile.id == profile_id)
        if self.needs_schools:
            joined = joined.outerjoin(schools.COLUMNS.table, schools.COLUMNS.joins(Profile.school))
        return joined.where(self.admits(of_people()))

    def with_place(self, rows: Select[Any]) -> Select[Any]:
        """Join where a meeting is, and keep the meetings that are asked for."""
        joined = rows.outerjoin(Place, Place.id == MeetingCount.place)
        joined = joined.outerjoin(Commune, Commune.code == Place.commune_code)
        return joined.where(self.admits(of_places()))

    @property
    def needs_schools(self) -> bool:
        """Whether the school of a learner matters."""
        asked = {name for name, _value in self.asked.chosen()} | set(self.by)
        return not asked.isdisjoint(PERSON[:2])


def place_among(at: SQLColumnExpression[Any], ends: Sequence[date], first: int) -> ColumnElement[Any]:
    """Find an instant's (or a day's) place among sorted ends by halves: of sixty months a row is compared with six."""
    if len(ends) == 1:
        return literal(first, Integer)
    half = len(ends) // 2
    return case(
        (at < ends[half - 1], place_among(at, ends[:half], first)),
        else_=place_among(at, ends[half:], first + half),
    )
