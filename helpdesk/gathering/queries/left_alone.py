"""Whom suggestions leave alone: asked lately, said no twice, about to meet, met lately, or set aside a month ago."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, func, or_, select, true
from sqlalchemy.orm import Session

from classcode import clock
from helpdesk.gathering.models import MeetingSuggestion, SuggestedPerson
from helpdesk.gathering.states import SuggestionState
from helpdesk.meetings.models import Meeting, Seat
from helpdesk.meetings.states import AHEAD, MeetingState, Reply
from tracking.models import MergedActor, Pseudonym, Statement
from tracking.vocabulary import Verb

ASKED_LATELY: Final = timedelta(days=21)
"""Nobody is asked to a meeting again sooner: three weeks are the pace of the programme's meetings."""
MET_LATELY: Final = ASKED_LATELY
SAID_NO: Final = timedelta(days=60)
NOES: Final = 2
"""So many times no within `SAID_NO` is a word about meetings, not about a date."""
SET_ASIDE: Final = timedelta(days=30)
"""For so long people whose suggestion was dismissed are not gathered at the same point again."""

Point = tuple[int, str | None]
"""The week and the theme at which somebody stands."""


@dataclass(slots=True)
class LeftAlone:
    """Who is left alone everywhere, at a module, or at one point of it; and to how many meetings each has been."""

    everywhere: set[UUID] = field(default_factory=set)
    at_module: set[tuple[UUID, str]] = field(default_factory=set)
    met: dict[tuple[UUID, str], int] = field(default_factory=dict)
    set_aside: dict[tuple[UUID, str], set[Point]] = field(default_factory=lambda: defaultdict(set))

    def altogether(self, person_id: UUID, module: str) -> bool:
        """Tell whether somebody is to be left alone at this module, whatever she does there."""
        return person_id in self.everywhere or (person_id, module) in self.at_module

    def meetings(self, person_id: UUID, module: str) -> int:
        """Return how many meetings of a module somebody has been to."""
        return self.met.get((person_id, module), 0)

    def left_of(self, person_id: UUID, module: str, point: Point) -> Point:
        """Return what is left of a point once those were taken away at which she was set aside."""
        (week, theme), before = point, self.set_aside.get((person_id, module), set())
        weeks = {one for one, _theme in before if one}
        themes = {one for by_week, one in before if not by_week}
        return (0 if week in weeks else week), (None if theme in themes else theme)


def left_alone(session: Session, some: Collection[UUID] | None = None) -> LeftAlone:
    """Return who of all people, or of these few, is left alone; three queries."""
    alone = LeftAlone()
    _at_meetings(session, alone, some)
    _after_meetings(session, alone, some)
    lately = clock.now() - SET_ASIDE
    aside = session.execute(
        select(
            SuggestedPerson.person_id,
            MeetingSuggestion.module,
            MeetingSuggestion.week,
            MeetingSuggestion.theme,
        )
        .join(MeetingSuggestion, MeetingSuggestion.id == SuggestedPerson.suggestion_id)
        .where(MeetingSuggestion.state == SuggestionState.DISMISSED, MeetingSuggestion.closed_at > lately)
        .where(_among(SuggestedPerson.person_id, some))
    )
    for person_id, module, week, theme in aside:
        alone.set_aside[person_id, module].add((week, theme))
    return alone


def _among(person: SQLColumnExpression[UUID], some: Collection[UUID] | None) -> ColumnElement[bool]:
    """Return the condition that somebody is one of these; of everybody when none are named."""
    return true() if some is None else person.in_(some)


def _at_meetings(session: Session, alone: LeftAlone, some: Collection[UUID] | None) -> None:
    """Note who was asked lately, who said no twice, and who has a meeting to come."""
    now = clock.now()
    still = or_(Meeting.starts_at > now, Meeting.state == MeetingState.POLLING)
    ahead = and_(still, Meeting.state.in_(AHEAD))
    lately = or_(Seat.invited_at > now - ASKED_LATELY, Seat.replied_at > now - SAID_NO)
    rows = session.execute(
        select(Seat.person_id, Meeting.module, Seat.invited_at, Seat.reply, Seat.replied_at, ahead)
        .join(Meeting, Meeting.id == Seat.meeting_id)
        .where(or_(ahead, lately), _among(Seat.person_id, some))
    )
    noes: Counter[UUID] = Counter()
    for person_id, module, invited_at, reply, replied_at, is_ahead in rows:
        if invited_at > now - ASKED_LATELY:
            alone.everywhere.add(person_id)
        if reply == Reply.NO:
            noes[person_id] += _is_after(replied_at, now - SAID_NO)
        elif is_ahead:
            alone.at_module.add((person_id, module))
    alone.everywhere |= {person_id for person_id, count in noes.items() if count >= NOES}


def _is_after(at: datetime | None, since: datetime) -> bool:
    return at is not None and at > since


def _after_meetings(session: Session, alone: LeftAlone, some: Collection[UUID] | None) -> None:
    """Note who has been to how many meetings of a module, and who to one lately; by the record, under any account."""
    last = func.max(Statement.timestamp, type_=Statement.timestamp.type)
    rows = session.execute(
        select(Pseudonym.person_id, Statement.module, func.count(Statement.object_path.distinct()), last)
        .outerjoin(MergedActor, MergedActor.actor == Statement.actor)
        .join(Pseudonym, Pseudonym.actor == func.coalesce(MergedActor.kept, Statement.actor))
        .where(Statement.verb == Verb.ATTENDED, Statement.voided.is_(False), Statement.module.is_not(None))
        .where(_among(Pseudonym.person_id, some))
        .group_by(Pseudonym.person_id, Statement.module)
    )
    lately = clock.now() - MET_LATELY
    for person_id, module, count, at in rows:
        alone.met[person_id, module or ""] = count
        if at > lately:
            alone.at_module.add((person_id, module or ""))
