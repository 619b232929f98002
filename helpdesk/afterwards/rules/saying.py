"""Saying how a meeting was, by the mailed link once or on one's own page, and saying it again within 30 days."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import Invalid, NotFound, Refused
from classcode.i18n import N_
from helpdesk.afterwards import events
from helpdesk.afterwards.being_there import took_part
from helpdesk.afterwards.models import FeedbackRequest, MeetingFeedback
from helpdesk.afterwards.opinions import USEFUL, Opinion, Pace, WillTry
from helpdesk.afterwards.rules.asking import closes_at, hash_of
from helpdesk.meetings.models import Meeting, Seat
from tracking import rules as record
from tracking.statements import statement_id

LONGEST: Final = 2000
"""Characters of a comment."""


class LinkSpent(Refused):
    """The link is unknown, was used, or is too old; all three read the same."""

    status = 410
    message = N_(
        "This link has served already, or is more than 30 days old. To change your answer, log in and open the meeting."
    )


def asked_by(session: Session, token: str) -> FeedbackRequest:
    """Return whose link this is; raise `LinkSpent`. Reading it uses nothing up."""
    found = session.scalar(
        select(FeedbackRequest).where(
            FeedbackRequest.token_hash == hash_of(token),
            FeedbackRequest.expires_at > clock.now(),
            FeedbackRequest.used_at.is_(None),
        )
    )
    if found is None or not may_say(session, found.meeting_id, found.person_id):
        raise LinkSpent
    return found


def may_say(session: Session, meeting_id: UUID, person_id: UUID) -> bool:
    """Tell whether somebody may say how a meeting was, or change it: she was there, it has ended, 30 days run."""
    meeting, seat = session.get(Meeting, meeting_id), session.get(Seat, (meeting_id, person_id))
    if meeting is None or seat is None or not took_part(meeting, seat):
        return False
    return meeting.ends_at <= clock.now() < closes_at(meeting)


def opinion_of(session: Session, meeting_id: UUID, person_id: UUID) -> MeetingFeedback | None:
    """Return what somebody said of a meeting."""
    return session.get(MeetingFeedback, (meeting_id, person_id))


def say_by_link(session: Session, token: str, opinion: Opinion, *, act_id: UUID) -> None:
    """Take an opinion by its link, which is then spent; raise `LinkSpent` or `Invalid`."""
    asked = asked_by(session, token)
    say(session, asked.meeting_id, opinion, by=asked.person_id, act_id=act_id)


def say(session: Session, meeting_id: UUID, opinion: Opinion, *, by: UUID, act_id: UUID) -> None:
    """Take somebody's opinion, or change it; raise `NotFound` or `Invalid`. Effects: row, statement, spent link."""
    if not may_say(session, meeting_id, by):
        raise NotFound
    meeting = session.get_one(Meeting, meeting_id)
    checked = _checked(opinion)
    kept = session.get(MeetingFeedback, (meeting_id, by), with_for_update=True, populate_existing=True)
    if kept is None:
        kept = _first(session, meeting, checked, by=by, act_id=act_id)
    if kept is not None:
        _change(session, kept, checked, meeting=meeting, act_id=act_id)
    _spend(session, meeting_id, by)


def _first(
    session: Session, meeting: Meeting, opinion: Opinion, *, by: UUID, act_id: UUID
) -> MeetingFeedback | None:
    """Write a first opinion; return the one that a rival click wrote meanwhile, None when there was none."""
    now = clock.now()
    event = events.answered(meeting, by, opinion, at=now, act_id=act_id)
    values = {
        "meeting_id": meeting.id,
        "person_id": by,
        "useful": opinion.useful,
        "will_try": opinion.will_try,
    }
    values |= {"pace": opinion.pace, "comment": opinion.comment, "answered_at": now}
    if db.insert_once(session, MeetingFeedback, values | {"statement_id": statement_id(event)}):
        record.record(session, event)
        return None
    return session.get_one(MeetingFeedback, (meeting.id, by), with_for_update=True)


def _change(
    session: Session, kept: MeetingFeedback, opinion: Opinion, *, meeting: Meeting, act_id: UUID
) -> None:
    """Write another opinion over the former; the record is told where a closed answer is another."""
    before = (kept.useful, kept.will_try, kept.pace)
    kept.useful, kept.will_try, kept.pace = opinion.useful, opinion.will_try, opinion.pace
    kept.comment, kept.changed_at = opinion.comment, clock.now()
    if before != (kept.useful, kept.will_try, kept.pace):
        record.void(session, kept.statement_id, kept.person_id)
        event = events.answered(meeting, kept.person_id, opinion, at=clock.now(), act_id=act_id)
        kept.statement_id = record.record(session, event)
    session.flush()


def _spend(session: Session, meeting_id: UUID, person_id: UUID) -> None:
    hers = (FeedbackRequest.meeting_id == meeting_id, FeedbackRequest.person_id == person_id)
    session.execute(
        update(FeedbackRequest).where(*hers, FeedbackRequest.used_at.is_(None)).values(used_at=clock.now())
    )


def _checked(opinion: Opinion) -> Opinion:
    if opinion.useful not in USEFUL:
        raise Invalid("useful", N_("Please choose one of the five answers."))
    if opinion.will_try not in set(WillTry):
        raise Invalid("will_try", N_("Please choose one of the answers."))
    if opinion.pace not in set(Pace):
        raise Invalid("pace", N_("Please choose one of the answers."))
    comment = (opinion.comment or "").replace("\r\n", "\n").strip()
    if len(comment) > LONGEST:
        raise Invalid("comment", N_("Please write at most %(n)s characters."), n=LONGEST)
    return Opinion(opinion.useful, opinion.will_try, opinion.pace, comment or None)
