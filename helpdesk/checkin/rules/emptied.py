"""When lines were last emptied: a phone that comes later with an earlier tick does not bring anybody back.

An emptied line is no row any more. What remains of it is its step in the trail; where a phone emptied a line that was
blank on the server, it is what the phone sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.checkin.models import OfflineBatch
from helpdesk.meetings.models import MeetingStep
from helpdesk.meetings.states import Step

Emptied = tuple[int, datetime]


def emptied_at(session: Session, meeting_id: UUID) -> dict[int, datetime]:
    """Return by line of a meeting when it was last emptied, at the moment at which somebody did so."""
    last: dict[int, datetime] = {}
    for line, at in (*_by_the_trail(session, meeting_id), *_by_phones(session, meeting_id)):
        last[line] = max(at, last.get(line, at))
    return last


def _by_the_trail(session: Session, meeting_id: UUID) -> Iterator[Emptied]:
    mine = (MeetingStep.meeting_id == meeting_id, MeetingStep.what == Step.WALKED_IN)
    for at, detail in session.execute(select(MeetingStep.at, MeetingStep.detail).where(*mine)):
        if "presence" not in detail:
            ticked = detail.get("ticked_at")
            yield int(detail["line"]), datetime.fromisoformat(ticked) if ticked else at


def _by_phones(session: Session, meeting_id: UUID) -> Iterator[Emptied]:
    sent = select(OfflineBatch.outcome).where(OfflineBatch.meeting_id == meeting_id)
    for outcome in session.scalars(sent):
        for told in outcome:
            if told["line"] is not None and told["presence"] is None and told.get("at"):
                yield int(told["line"]), datetime.fromisoformat(told["at"])
