"""Adding rows up by every axis at once, in one statement: distinct people, their keys, how often, and how much.

Rows name `actor`, `key`, each axis, and for each part that is counted whether it holds of them. The database first
brings them to one row for each person and combination of axes; every axis is then added up from those.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Float,
    FromClause,
    Integer,
    Label,
    Select,
    String,
    case,
    cast,
    func,
    literal,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from tracking.indicators.tally import MONTH, NOBODY, Count
from tracking.projections.keys import BITS

WHOLE: Final = ""
"""The axis of totals."""
ALL: Final = true()


@dataclass(frozen=True, slots=True)
class Part:
    """Something that is counted: the rows of which `holds` is true, and the amount that each of them adds."""

    what: str
    holds: ColumnElement[bool] = ALL
    amount: ColumnElement[Any] | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """What rows add up to: the distinct people, how many rows, and their amounts (None: no row told any).

    `most_times` and `most_amount` are those of the one person who has most of them, where people are told apart.
    """

    rests: Count = NOBODY
    times: int = 0
    amount: float | None = None
    most_times: int = 0
    most_amount: float | None = None


KINDS: Final = (BigInteger, BigInteger, BigInteger, Float, BigInteger, Float)
"""The numbers that the database tells of each part: people, their keys, times, amount, and most times, most amount."""
Rows = Select[Any] | CompoundSelect[Any]
Sums = Mapping[str, Mapping[str, Mapping[str | None, Sum]]]
"""By what is counted, then by axis (`WHOLE` for the total), then by the axis's value; months by their index."""


def columns(parts: Sequence[Part]) -> list[Label[Any]]:
    """Return the columns that rows have for their parts: 1 where it holds, and its amount there."""
    found: list[Label[Any]] = []
    for number, part in enumerate(parts):
        found.append(cast(case((part.holds, 1), else_=0), Integer).label(f"times{number}"))
        if part.amount is not None:
            found.append(case((part.holds, cast(part.amount, Float))).label(f"amount{number}"))
    return found


def add_up(session: Session, rows: Rows, parts: Sequence[Part], axes: Sequence[str]) -> Sums:
    """Add up rows in which one person may stand several times."""
    each = _each(rows, parts, axes)
    others = [axis for axis in axes if axis != MONTH]
    # Months apart, what she adds is first brought to one row for each of hers: twelve times fewer in a school year.
    lasting = _brought(each, parts, others).cte("lasting")
    lines = [
        _people(each, parts, axis) if axis == MONTH else _people(lasting, parts, axis, once=others == [axis])
        for axis in (WHOLE, *axes)
    ]
    return _read(session, parts, lines)


def add_up_at_end(
    session: Session, rows: Rows, parts: Sequence[Part], axes: Sequence[str], last: int
) -> Sums:
    """Add up rows of which each month tells how things stood at its end: the total is the last month's."""
    each = _each(rows, parts, axes)
    others = [axis for axis in axes if axis != MONTH]
    at_end = select(each).where(each.c[MONTH] == last).subquery("at_end")
    lines = [
        _people(each, parts, axis) if axis == MONTH else _people(at_end, parts, axis, once=others == [axis])
        for axis in (WHOLE, *axes)
    ]
    return _read(session, parts, lines)


def add_up_once(session: Session, rows: Rows, parts: Sequence[Part], axes: Sequence[str]) -> Sums:
    """Add up rows in which each person, or thing, stands once for each part: nobody must be told apart."""
    raw = rows.subquery("raw")
    mine = [raw.c[axis] for axis in axes]
    keys = [
        func.sum(case((raw.c[f"times{number}"] > 0, raw.c.key))).label(f"key{number}")
        for number in range(len(parts))
    ]
    cells = select(*mine, *keys, *_added(raw, parts)).group_by(*mine).cte("cells")
    return _read(session, parts, [_counted(cells, parts, axis) for axis in (WHOLE, *axes)])


def add_up_kinds(session: Session, rows: Rows, axes: Sequence[str]) -> Sums:
    """Add up rows that say what they count (`what`), in each of which a person stands once: none is told apart.

    Compared with every part, as `add_up_once` does, a row would cost as often.
    """
    raw = rows.subquery("raw")
    mine = [raw.c.what, *(raw.c[axis] for axis in axes)]
    told = func.count().label("people"), func.sum(raw.c.key).label("key")
    cells = select(*mine, *told).group_by(*mine).cte("cells")
    found: dict[str, dict[str, dict[str | None, Sum]]] = defaultdict(lambda: defaultdict(dict))
    lines = union_all(*(_of_kinds(cells, axis) for axis in (WHOLE, *axes)))
    for axis, value, what, people, key in session.execute(lines):
        found[what][axis][value] = Sum(Count(people, key % 2**BITS), people, most_times=1)
    return found


def _of_kinds(cells: CTE, axis: str) -> Select[Any]:
    """Return one line for each kind and value of an axis."""
    value = cast(cells.c[axis] if axis else null(), String).label("value")
    numbers = (cast(func.sum(cells.c[name]), BigInteger).label(name) for name in ("people", "key"))
    line = select(literal(axis).label("axis"), value, cells.c.what, *numbers)
    return line.group_by(cells.c.what, *([cells.c[axis]] if axis else []))


def _each(rows: Rows, parts: Sequence[Part], axes: Sequence[str]) -> CTE:
    """Bring rows to one for each person and combination of axes."""
    return _brought(rows.subquery("raw"), parts, axes).cte("each")


def _brought(rows: FromClause, parts: Sequence[Part], axes: Sequence[str]) -> Select[Any]:
    """Bring rows to one for each person and combination of axes; her key is the same in all of hers."""
    mine = [rows.c.actor, *(rows.c[axis] for axis in axes)]
    added = [func.sum(_small(rows.c[name])).label(name) for name in _names(parts)]
    return select(*mine, func.max(rows.c.key).label("key"), *added).group_by(*mine)


def _small(number: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return one person's times as small numbers, for whose sum PostgreSQL takes no memory of its own."""
    return number if isinstance(number.type, Float) else cast(number, Integer)


def _added(rows: FromClause, parts: Sequence[Part]) -> list[Label[Any]]:
    return [func.sum(rows.c[name]).label(name) for name in _names(parts)]


def _names(parts: Sequence[Part]) -> Iterator[str]:
    for number, part in enumerate(parts):
        yield f"times{number}"
        if part.amount is not None:
            yield f"amount{number}"


def _people(rows: FromClause, parts: Sequence[Part], axis: str, *, once: bool = False) -> Select[Any]:
    """Count the people of one axis, each once for each of its values; `once`: by it each has one row already."""
    each = rows if once else _brought(rows, parts, [axis] if axis else []).subquery()
    told: list[ColumnElement[Any]] = []
    for number, part in enumerate(parts):
        counts, times = each.c[f"times{number}"] > 0, func.sum(each.c[f"times{number}"])
        told += [func.sum(case((counts, 1), else_=0)), func.sum(case((counts, each.c.key))), times]
        told += [_amount(each, part, number), func.max(each.c[f"times{number}"])]
        told.append(null() if part.amount is None else func.max(each.c[f"amount{number}"]))
    return _line(each, axis, told)


def _counted(cells: CTE, parts: Sequence[Part], axis: str) -> Select[Any]:
    """Count what stands once in the rows: how many, and how many people, are the same."""
    told: list[ColumnElement[Any]] = []
    for number, part in enumerate(parts):
        times = func.sum(cells.c[f"times{number}"])
        told += [times, func.sum(cells.c[f"key{number}"]), times, _amount(cells, part, number)]
        told += [literal(1), null()]
    return _line(cells, axis, told)


def _amount(rows: FromClause, part: Part, number: int) -> ColumnElement[Any]:
    return null() if part.amount is None else func.sum(rows.c[f"amount{number}"])


def _line(rows: FromClause, axis: str, told: Sequence[ColumnElement[Any]]) -> Select[Any]:
    """Return one line for each value of an axis: what it is, and the numbers of each part (`KINDS`)."""
    value = cast(rows.c[axis] if axis else null(), String).label("value")
    numbers = [cast(one, KINDS[at % len(KINDS)]).label(f"told{at}") for at, one in enumerate(told)]
    line = select(literal(axis).label("axis"), value, *numbers).select_from(rows)
    return line.group_by(rows.c[axis]) if axis else line


def _read(session: Session, parts: Sequence[Part], lines: Sequence[Select[Any]]) -> Sums:
    found: dict[str, dict[str, dict[str | None, Sum]]] = defaultdict(lambda: defaultdict(dict))
    for axis, value, *told in session.execute(union_all(*lines)):
        for number, part in enumerate(parts):
            people, key, times, *rest = told[len(KINDS) * number : len(KINDS) * (number + 1)]
            if times:
                found[part.what][axis][value] = Sum(Count(people, key % 2**BITS), times, *rest)
    return found
