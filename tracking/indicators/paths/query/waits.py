"""How long people wait: for a first answer and a resolution at the help desk, and for their first meeting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, literal, select
from sqlalchemy.orm import Session

from tracking.indicators.paths.bins import ANSWERS, MEETINGS, Bin, bins
from tracking.indicators.paths.query.people import Later, cell, followed, followed_until
from tracking.indicators.paths.shapes import Wait
from tracking.indicators.query import adding, desk, measured
from tracking.indicators.query.adding import WHOLE, Part, Sum, add_up, add_up_once
from tracking.indicators.query.lapse import DAY, minutes_between
from tracking.indicators.query.measured import Measured
from tracking.indicators.query.scope import Scope
from tracking.indicators.tally import Cell
from tracking.models import Milestone
from tracking.projections.models import QuestionCount
from tracking.standing import Reached

FIRST_MEETING: Final = "first-meeting"
STILL: Final = "still"
WITHOUT: Final = "without"
Found = Callable[[str], Cell]


def measure(session: Session, scope: Scope) -> tuple[Wait[Cell], ...]:
    """Measure the three waits; the medians are those of the indicators, so they are asked where these are."""
    medians = desk.measure(session, scope)
    return (*_at_the_desk(session, scope, medians), _for_a_meeting(session, scope))


def _at_the_desk(
    session: Session, scope: Scope, medians: Mapping[str, Measured]
) -> tuple[Wait[Cell], Wait[Cell]]:
    """Count the questions of the period by how long their askers waited; both waits in one question."""
    promised: int = session.info["answer_days"] * DAY
    answers, settlings = bins(ANSWERS, promised), bins(ANSWERS)
    end = literal(followed_until(scope), QuestionCount.asked_at.expression.type)
    followed_for = minutes_between(session, QuestionCount.asked_at.expression, end)
    waited = _known(QuestionCount.waited.expression, followed_for)
    settled = _known(desk.minutes_to_settle(session), followed_for)
    open_still = settled.is_(None)
    parts = [
        Part(WHOLE),
        *_parts(desk.ANSWER, answers, waited),
        Part(_named(desk.ANSWER, STILL), and_(waited.is_(None), open_still)),
        Part(_named(desk.ANSWER, WITHOUT), and_(waited.is_(None), ~open_still)),
        *_parts(desk.SETTLING, settlings, settled),
        Part(_named(desk.SETTLING, STILL), open_still),
    ]
    rows = scope.rows(QuestionCount, QuestionCount.asked_at.expression, parts)
    found = _found(add_up(session, rows, parts, ()), measured.times)
    answered, resolved = (medians[id_].cell(WHOLE, None) for id_ in (desk.ANSWER, desk.SETTLING))
    without = found(_named(desk.ANSWER, WITHOUT))
    return (
        _wait(desk.ANSWER, answers, found, without=without, median=answered, promised=promised),
        _wait(desk.SETTLING, settlings, found, median=resolved),
    )


def _known(minutes: ColumnElement[Any], most: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a wait that ended while it was followed; else it goes on."""
    return case((minutes <= most, minutes))


def _for_a_meeting(session: Session, scope: Scope) -> Wait[Cell]:
    """Count the people who registered in the period by the time until they first met; who met before is left out."""
    ends = bins(MEETINGS)
    minutes = minutes_between(session, Milestone.at.expression, Later.at.expression).label("minutes")
    told = (Milestone.actor.label("actor"), Milestone.key.label("key"), minutes)
    until = followed_until(scope)
    each = followed(scope, *told, kinds=(Reached.MET,), until=until).subquery("each_once")
    waited: ColumnElement[Any] = each.c.minutes
    parts = [
        Part(WHOLE, waited.is_(None) | (waited >= 0)),
        *_parts(FIRST_MEETING, ends, waited),
        Part(_named(FIRST_MEETING, STILL), waited.is_(None)),
    ]
    rows = select(each.c.actor, each.c.key, *adding.columns(parts))
    return _wait(FIRST_MEETING, ends, _found(add_up_once(session, rows, parts, ()), _people))


def _people(told: Sum) -> Cell:
    return cell(told.rests)


def _named(wait: str, part: str) -> str:
    return f"{wait} {part}"


def _parts(wait: str, asked: tuple[Bin, ...], minutes: ColumnElement[Any]) -> list[Part]:
    return [Part(_named(wait, one.key), and_(minutes.is_not(None), _within(one, minutes))) for one in asked]


def _within(one: Bin, minutes: ColumnElement[Any]) -> ColumnElement[bool]:
    above = minutes > one.over if one.over else minutes >= 0
    return above if one.most is None else and_(above, minutes <= one.most)


def _found(sums: adding.Sums, make: measured.Make) -> Found:
    """Return what finds the cell of each part."""
    return lambda what: make(sums.get(what, {}).get(WHOLE, {}).get(None, Sum()))


def _wait(id_: str, asked: tuple[Bin, ...], found: Found, **more: Any) -> Wait[Cell]:
    return Wait(
        id_,
        whole=found(WHOLE),
        bins=tuple((one, found(_named(id_, one.key))) for one in asked),
        still=found(_named(id_, STILL)),
        **more,
    )
