"""What happens to meetings by the clock: lapsed offers and seats of the deleted pass on, polls end, names go.

Each meeting has a transaction of its own and is looked at again inside it: a round run twice, late, or by two
schedulers does nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.queues.rounds import going_on
from helpdesk.meetings.models import Meeting, MeetingDate
from helpdesk.meetings.rules import cancelling, gates, waiting
from helpdesk.meetings.states import MeetingState

TOPIC: Final = "meetings-round"
ADULT_KEPT: Final = timedelta(days=30)
"""How long after a meeting the name of the adult who answered for children is kept."""


def go_round(_round: str) -> None:
    """Pass on lapsed offers and seats of deleted people, end polls whose dates have passed, forget names in time."""
    now = clock.now()
    with db.reading() as session:
        lapsed, over = waiting.lapsed(session, now), _polls_over(session)
        miscounted = waiting.miscounted(session, now)
    _on(lapsed, lambda session, meeting: waiting.expire(session, meeting, clock.now()))
    _on(over, _end_poll)
    _on(miscounted, waiting.close_up)
    with db.transaction() as session:
        forget_adults(session)


def _on(ids: Iterable[UUID], act: Callable[[Session, Meeting], object]) -> None:
    """Act on each meeting in a transaction of its own; one that trips is logged and does not stop the others."""
    for meeting_id in ids:
        with going_on("meeting %s", meeting_id), db.transaction() as session:
            act(session, gates.held(session, meeting_id))


def _polls_over(session: Session) -> list[UUID]:
    last = (
        select(MeetingDate.meeting_id)
        .join(MeetingDate.meeting)
        .where(Meeting.state == MeetingState.POLLING)
        .group_by(MeetingDate.meeting_id)
        .having(func.max(MeetingDate.starts_at) <= clock.now())
    )
    return list(session.scalars(last.order_by(MeetingDate.meeting_id)))


def _end_poll(session: Session, meeting: Meeting) -> None:
    if meeting.state == MeetingState.POLLING and max(one.starts_at for one in meeting.dates) <= clock.now():
        cancelling.cancel(session, meeting.id, by=None)


def forget_adults(session: Session) -> None:
    """Empty the names of adults who answered for children at meetings that ended 30 days ago."""
    long_over = (Meeting.responsible_adult.is_not(None), Meeting.ends_at <= clock.now() - ADULT_KEPT)
    session.execute(update(Meeting).where(*long_over).values(responsible_adult=None))
