"""Behind the meetings proposed and held, their seats and the heads in them: proposals and attendances."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, true
from sqlalchemy.orm import Session

from classcode.i18n import N_
from tracking.indicators.explaining.resting.rows import Behind, behind, rows_of, said_by, under_every_name
from tracking.indicators.query import meetings
from tracking.indicators.query.scope import Scope
from tracking.models import Statement
from tracking.projections.models import MeetingCount, Presence
from tracking.vocabulary import Kind, Verb

_MEETINGS: Final = N_(
    "Meetings: one row each, by the region of its place. Counted by the day on which it was proposed, or on which "
    "it was held."
)
ROWS: Final[Mapping[str, str]] = {
    **dict.fromkeys((*meetings.COUNTED, meetings.SEATS), _MEETINGS),
    meetings.HEADS: N_(
        "Presences of who attended, by the day and the place of the meeting; and the guests and children that "
        "its host declared, of whom there are no statements."
    ),
}
_HELD: Final[Mapping[str, ColumnElement[bool]]] = {
    "meetings-held": true(),
    "meetings-with-facilitator": MeetingCount.led.is_(True),
    "meetings-without-facilitator": MeetingCount.led.is_(False),
    meetings.SEATS: true(),
}


def statements(_session: Session, scope: Scope, id_: str) -> list[Behind]:
    """Return the proposals, or the attendances, by which the meetings counted are known."""
    if id_ == meetings.HEADS:
        return [_present(scope)]
    proposed = id_ == meetings.PROPOSED
    at = MeetingCount.proposed_at if proposed else MeetingCount.held_at
    rows = (
        rows_of(MeetingCount.path, at.label("at"))
        .select_from(MeetingCount)
        .where(scope.within(at), scope.of_module(MeetingCount.module), _HELD.get(id_, true()))
    )
    of = scope.with_place(rows).subquery()
    verb = Statement.verb == (Verb.PROPOSED if proposed else Verb.ATTENDED)
    when = Statement.timestamp == of.c.at if proposed else true()
    here = and_(Statement.object_path == of.c.path, Statement.object_kind == Kind.MEETING)
    return [behind(of, here, verb, when, person=Statement.actor.expression)]


def _present(scope: Scope) -> Behind:
    at = MeetingCount.held_at
    rows: Select[Any] = (
        rows_of(Presence.actor.label("person"), Presence.meeting)
        .join(MeetingCount, MeetingCount.path == Presence.meeting)
        .where(Presence.status == "attended", scope.within(at), scope.of_module(MeetingCount.module))
    )
    of = under_every_name(scope.with_place(rows))
    there = and_(Statement.object_path == of.c.meeting, Statement.object_kind == Kind.MEETING)
    return behind(of, said_by(of, Verb.ATTENDED), there)
