"""How able people say they are, from 1 to 5: the mean over people of what each said last; and of those who
answered again, what they had said first beside what they said last.

A question of a module, known by its own id, may be asked in several places, as before and after it: whoever
answered twice counts with the later answer. So a month, or a module, has its own last answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Float, String, Subquery, case, cast, func, null, select, true
from sqlalchemy.orm import Session

from tracking.indicators.query import adding, measured
from tracking.indicators.query.adding import Part, Sum, Sums, add_up_once
from tracking.indicators.query.measured import NO_SOURCE, Measured
from tracking.indicators.query.scope import Scope, of_people
from tracking.indicators.tally import MONTH
from tracking.projections.models import Opinion

ABILITY: Final = "self-efficacy"
BEFORE: Final = "self-efficacy-before"
AFTER: Final = "self-efficacy-after"
IDS: Final = (ABILITY, BEFORE, AFTER)
ABOUT: Final = "ability"
"""What `Opinion.about` calls these answers."""
MODULE: Final = "module"
APART: Final = (MONTH, MODULE)
"""The axes of which each value has last answers of its own."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which answers of a period are looked at: all, or those `again` to a question that was answered before.

    `apart` is the axis of which each value has last answers of its own.
    """

    again: bool = False
    apart: str | None = None


def measure(session: Session, scope: Scope) -> Mapping[str, Measured]:
    """Take the mean of each person's last answers in the period, and the mean of these; so of the first."""
    if session.execute(select(Opinion.actor).where(Opinion.about == ABOUT).limit(1)).first() is None:
        return dict.fromkeys(IDS, NO_SOURCE)
    return {
        **_means(session, scope, {ABILITY: "points"}, again=False),
        **_means(session, scope, {BEFORE: "first", AFTER: "points"}, again=True),
    }


def _means(session: Session, scope: Scope, told: Mapping[str, str], *, again: bool) -> dict[str, Measured]:
    """Return each indicator of which a column of `_each` tells one person's mean."""
    others = tuple(axis for axis in scope.axes if axis not in APART)
    whole = _sums(session, scope, told, (Wanted(again), others))
    apart = {
        axis: _sums(session, scope, told, (Wanted(again, axis), (axis,)))
        for axis in scope.axes
        if axis in APART
    }
    found = {}
    for id_ in told:
        cells = dict(measured.of(whole, id_, measured.mean).cells)
        for axis, sums in apart.items():
            cells[axis] = measured.of(sums, id_, measured.mean).cells.get(axis, {})
        found[id_] = Measured(measured.mean(Sum()), cells)
    return found


def _sums(session: Session, scope: Scope, told: Mapping[str, str], by: tuple[Wanted, Sequence[str]]) -> Sums:
    """Add up the means of people by some axes; each stands once, or once for each value of what is apart."""
    wanted, axes = by
    each = _each(scope, wanted)
    parts = [Part(id_, amount=each.c[column]) for id_, column in told.items()]
    known = {**of_people(), **({wanted.apart: each.c[wanted.apart]} if wanted.apart else {})}
    grouped = [known.get(axis, null().cast(String)).label(axis) for axis in axes]
    rows = select(*grouped, each.c.actor, each.c.key, *adding.columns(parts))
    return add_up_once(session, scope.with_person(rows, each.c.profile_id), parts, axes)


def _each(scope: Scope, wanted: Wanted) -> Subquery:
    """Return a row for each person: the means of her last and first answers, and who she was at the last."""
    said = last_answers(scope, wanted)
    mine = [said.c.actor, *([said.c[wanted.apart]] if wanted.apart else [])]
    points, first = (func.avg(case((said.c.of_item == 1, cast(said.c[name], Float)))) for name in _POINTS)
    profile = func.max(case((said.c.of_all == 1, said.c.profile_id)))
    told = (points.label("points"), first.label("first"), profile.label("profile_id"))
    return select(*mine, func.max(said.c.key).label("key"), *told).group_by(*mine).subquery("each_person")


_POINTS: Final = ("points", "first")


def last_answers(scope: Scope, wanted: Wanted) -> Subquery:
    """Return the answers of the period, each person's numbered from the last on: of one item, and of all.

    `first` is what she had said of the item at first, in whatever period, at `first_path` and `first_at`.
    """
    told = _until_the_end(scope)
    spans = [told.c[wanted.apart]] if wanted.apart else []
    last = (told.c.at.desc(), told.c.path.desc())
    of_item = func.row_number().over(
        partition_by=[told.c.actor, told.c.module, told.c.item, *spans], order_by=last
    )
    of_all = func.row_number().over(partition_by=[told.c.actor, *spans], order_by=last)
    asked = told.c.turn > 1 if wanted.again else true()
    return (
        select(told, of_item.label("of_item"), of_all.label("of_all"))
        .where(told.c.at >= scope.asked.period.starts, asked)
        .subquery("said")
    )


def _until_the_end(scope: Scope) -> Subquery:
    """Return all answers up to the period's end, each with the first to the same item, and its turn."""
    item = _item()
    mine: dict[str, Any] = {
        "partition_by": [Opinion.actor, Opinion.module, item],
        "order_by": (Opinion.at, Opinion.path),
    }
    columns = (Opinion.actor, Opinion.key, Opinion.module, Opinion.path, Opinion.at)
    return (
        select(
            *columns,
            Opinion.points,
            Opinion.profile_id,
            item.label("item"),
            scope.month_of(Opinion.at).label(MONTH),
            func.first_value(Opinion.points).over(**mine).label("first"),
            func.first_value(Opinion.path).over(**mine).label("first_path"),
            func.first_value(Opinion.at).over(**mine).label("first_at"),
            func.row_number().over(**mine).label("turn"),
        )
        .where(Opinion.about == ABOUT, Opinion.at < scope.asked.period.ends, scope.of_module(Opinion.module))
        .subquery("told")
    )


def _item() -> ColumnElement[str]:
    """Return the question's own id, the last part of its path; the same words in both databases."""
    before = func.rtrim(Opinion.path, func.replace(Opinion.path, "/", ""))
    return func.substr(Opinion.path, func.length(before) + 1)
