"""What of meetings waits at somebody's desk: suggestions to decide on, lists that nobody closed, what is reported."""

from __future__ import annotations

from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.auth.visitors import Visitor
from classcode.people.models import Role
from helpdesk.afterwards.queries import reported_count
from helpdesk.gathering.access import hers
from helpdesk.gathering.models import MeetingSuggestion
from helpdesk.gathering.states import SuggestionState
from helpdesk.meetings.access import ORGANISES_FOR
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.states import MeetingState

TEAM: Final = frozenset({Role.FACILITATOR, Role.LEAD})


class Waiting(NamedTuple):
    """Suggestions open for her, lists of hers open after the end, the meeting over longest; what is reported to her."""

    suggestions: int
    lists: int
    oldest: UUID | None
    reported: int


def waiting(session: Session, who: Visitor) -> Waiting:
    """Return what waits for one person of the desk; one query, asked at each desk."""
    open_ones = MeetingSuggestion.state == SuggestionState.OPEN
    theirs = hers(who) if TEAM & who.roles else false()
    suggestions = select(func.count()).select_from(MeetingSuggestion).where(open_ones, theirs)
    mine = (
        Meeting.ends_at <= clock.now(),
        Meeting.list_closed_at.is_(None),
        Meeting.state.in_([MeetingState.FIXED, MeetingState.HELD]),
        _runs(who),
    )
    lists = select(func.count()).select_from(Meeting).where(*mine)
    oldest = select(Meeting.id).where(*mine).order_by(Meeting.ends_at, Meeting.id).limit(1)
    found = session.execute(
        select(
            suggestions.scalar_subquery(),
            lists.scalar_subquery(),
            oldest.scalar_subquery(),
            reported_count(who),
        )
    )
    return Waiting(*found.one())


def _runs(who: Visitor) -> ColumnElement[bool]:
    """Return the condition on meetings over that their list is in her hands, as `meetings.access.runs` has it."""
    leads = Meeting.facilitator_id == who.id if Role.FACILITATOR in who.roles else false()
    organised = and_(Meeting.organiser_id == who.id, Meeting.facilitator_id.is_distinct_from(who.id))
    return or_(leads, and_(organised, Meeting.ends_at >= clock.now() - ORGANISES_FOR))
