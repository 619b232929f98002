"""Which ways lead on from the page of a meeting to what follows it, for one visitor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from classcode import clock
from classcode.auth.visitors import Visitor
from classcode.errors import NotFound
from helpdesk.afterwards import access
from helpdesk.afterwards.rules import saying
from helpdesk.meetings.models import Meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """What is open to this visitor: saying how it was, what people say, notes, the letter, reporting, moderating."""

    meeting_id: UUID
    opinion: bool
    said: bool
    told: bool
    notes: bool
    letter: bool
    report: bool
    hide: bool
    show: bool

    @property
    def after(self) -> bool:
        """Whether anything leads on from a meeting that was."""
        return self.opinion or self.told or self.notes


def ways(session: Session, who: Visitor, meeting: Meeting) -> Ways:
    """Return the ways of one visitor who sees this meeting."""

    def opens(door: Callable[[Session, Visitor, UUID], object]) -> bool:
        try:
            door(session, who, meeting.id)
        except NotFound:
            return False
        return True

    own = who.id == meeting.organiser_id
    hers = opens(lambda session, who, meeting_id: access.moderated(session, who, meeting_id, None))
    return Ways(
        meeting_id=meeting.id,
        opinion=opens(access.opinion),
        said=saying.opinion_of(session, meeting.id, who.id) is not None,
        told=opens(access.opinions),
        notes=opens(access.shared),
        letter=meeting.starts_at > clock.now() and opens(access.letter),
        report=not own and not hers and meeting.reported_at is None,
        hide=hers and not own and meeting.hidden_at is None,
        show=hers and not own and meeting.hidden_at is not None,
    )
