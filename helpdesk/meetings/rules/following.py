"""What becomes of meetings to come when their place is edited, hidden or shown again in the directory.

Whoever edits a place takes down the meetings first (`planned`), and lets them `follow` afterwards, in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.territory.models import Place
from helpdesk.meetings import mails
from helpdesk.meetings.former import Former
from helpdesk.meetings.models import Meeting, MeetingDate
from helpdesk.meetings.rules import moving, trail
from helpdesk.meetings.rules.cancelling import concerned
from helpdesk.meetings.spans import Span
from helpdesk.meetings.states import MeetingState, Step


@dataclass(frozen=True, slots=True)
class Planned:
    """A meeting to come, and what it was before its place was edited."""

    meeting: Meeting
    former: Former


def planned(session: Session, place: Place) -> list[Planned]:
    """Hold the rows of all meetings to come at a place, and take down when and where they are."""
    fixed = and_(Meeting.state == MeetingState.FIXED, Meeting.starts_at > clock.now())
    ahead = or_(Meeting.state == MeetingState.POLLING, fixed)
    # In one order, so that two who hold several rows never wait for each other.
    rows = select(Meeting).where(Meeting.place_id == place.id, ahead).order_by(Meeting.id).with_for_update()
    found = session.scalars(rows, execution_options={"populate_existing": True})
    return [Planned(meeting, Former.of(meeting)) for meeting in found]


def follow(session: Session, were: Iterable[Planned], *, by: UUID) -> None:
    """Let meetings follow their place, which was edited. In another zone they keep the hours on the wall.

    Effects, for what an invitation tells otherwise now: a higher `sequence`, the trail, and at once one mail to each
    person concerned, however many of her meetings are there. Another way in raises the `sequence` alone.
    """
    otherwise = []
    for one in were:
        _adopt(session, one.meeting)
        now = Former.of(one.meeting)
        moved = one.former.moved(now)
        if not moved and one.former.way_in == now.way_in:
            continue
        _count(one.meeting)
        if moved:
            otherwise.append(one)
            detail = {"place": str(now.place_id)} | one.former.detail(now)
            trail.leave(session, one.meeting.id, Step.CHANGED, by=by, moved=True, edited=True, **detail)
    session.flush()
    for person_id, hers in _by_person(otherwise):
        first, *others = hers
        also = [one.meeting for one in others]
        mails.changed(session, first.meeting, person_id, first.former, also=also)


def hidden(session: Session, were: Sequence[Planned], *, by: UUID) -> None:
    """Tell who runs the meetings at a place that was hidden that another one is needed, in one mail to each."""
    _tell_who_run(session, were, Step.PLACE_HIDDEN, by=by)


def shown_again(session: Session, were: Sequence[Planned], *, by: UUID) -> None:
    """Tell who runs the meetings at a place that was hidden that it is there again."""
    _tell_who_run(session, were, Step.PLACE_SHOWN, by=by)


def _tell_who_run(session: Session, were: Sequence[Planned], what: Step, *, by: UUID) -> None:
    write = mails.place_hidden if what is Step.PLACE_HIDDEN else mails.place_shown
    for one in were:
        _count(one.meeting)
        trail.leave(session, one.meeting.id, what, by=by)
    session.flush()
    for person_id, hers in _by_person(were, only_who_run=True):
        first, *others = (one.meeting for one in hers)
        write(session, first, person_id, also=others)


def _count(meeting: Meeting) -> None:
    """Let calendars know that their entry is not what it was."""
    meeting.sequence += 1
    meeting.changed_at = clock.now()


def _by_person(were: Iterable[Planned], *, only_who_run: bool = False) -> list[tuple[UUID, list[Planned]]]:
    """Return the meetings of each person concerned, those with a date and the next ones first."""
    found: dict[UUID, list[Planned]] = {}
    order = sorted(
        were, key=lambda one: (one.meeting.fixed_at is None, one.meeting.starts_at, one.meeting.id)
    )
    for one in order:
        run = {id_ for id_ in (one.meeting.organiser_id, one.meeting.facilitator_id) if id_}
        for person_id in run if only_who_run else run | concerned(one.meeting):
            found.setdefault(person_id, []).append(one)
    return sorted(found.items())


def _adopt(session: Session, meeting: Meeting) -> None:
    """Take over region and zone of the place, and keep the hours that people have written down."""
    commune, before = meeting.place.commune, meeting.zone
    meeting.region_code, meeting.zone = commune.region_code, commune.zone
    if before == commune.zone:
        return
    if meeting.state == MeetingState.POLLING:
        _move_dates(session, meeting, before)
        when = min(map(_span, meeting.dates), default=_span(meeting))
    else:
        (when,) = _on_the_wall([_span(meeting)], before, meeting.zone)
    moving.to(meeting, when)


def _span(of: Meeting | MeetingDate) -> Span:
    return Span(of.starts_at, of.ends_at)


def _move_dates(session: Session, meeting: Meeting, before: str) -> None:
    """Move the dates of a poll, each out of the way of the next: no two of a meeting ever begin at once."""
    dates = sorted(meeting.dates, key=_span)
    wanted = list(zip(dates, _on_the_wall(list(map(_span, dates)), before, meeting.zone), strict=True))
    later = any(when.starts_at > date.starts_at for date, when in wanted)
    for date, when in reversed(wanted) if later else wanted:
        date.starts_at, date.ends_at = when.starts_at, when.ends_at
        session.flush()


def _on_the_wall(told: list[Span], before: str, after: str) -> list[Span]:
    """Return when clocks of another zone show the same hours, as long as before.

    Where one that is to come would lie behind, all stay the moments that they were: nobody can come to a past hour.
    """
    found = []
    for one in told:
        wall = one.starts_at.astimezone(ZoneInfo(before)).replace(tzinfo=ZoneInfo(after), fold=0)
        starts_at = wall.astimezone(UTC)
        if starts_at <= clock.now() < one.starts_at:
            return told
        found.append(Span(starts_at, starts_at + (one.ends_at - one.starts_at)))
    return found
