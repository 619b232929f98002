"""One meeting: to answer it, to run it, to read it as the lead of its region, or to join it where it is open to all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.auth import SIGNED_IN, me, open_to
from classcode.errors import Refused
from classcode.i18n import gettext as _
from helpdesk.afterwards.ways import ways
from helpdesk.checkin.ways import ways as checkin_ways
from helpdesk.meetings import access, cards, lines, polls, queries, states
from helpdesk.meetings.access import Seen
from helpdesk.meetings.forms import PollForm
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.queries import Far
from helpdesk.meetings.routes.blueprint import bp
from helpdesk.meetings.routes.mine import led_card, my_card, run_card
from helpdesk.meetings.rules import waiting
from helpdesk.meetings.states import MeetingState, Reply
from helpdesk.tickets.units import about


@bp.get("/<lang:lang>/meetings/<uuid:meeting_id>/")
@open_to(SIGNED_IN)
def show(lang: str, meeting_id: UUID) -> ResponseReturnValue:
    """Show one meeting."""
    return page(meeting_id)


def page(meeting_id: UUID, refused: Refused | None = None, form: PollForm | None = None) -> str:
    """Draw the page of a meeting, with what was refused on top, and what was said of its dates kept."""
    with db.reading() as session:
        seen = access.meeting_seen(session, me(), meeting_id)
        names = queries.names_at(session, [seen.meeting], learners=seen.runs)
        far = queries.distances(session, me().id, [seen.meeting.place]) if seen.seat else {}
        steps = queries.steps_of(session, meeting_id) if seen.runs else []
        return render_template(
            "meetings/show.html",
            **_facts(seen, names, far),
            **_dates(session, seen, form),
            position=_position(session, seen),
            after=ways(session, me(), seen.meeting),
            checkin=checkin_ways(seen),
            trail=lines.trail(steps, names, queries.places_in(session, steps), seen.meeting.zone),
            refused=_(refused.message, **refused.params) if refused else None,
        )


def _facts(seen: Seen, names: lines.Names, far: dict[UUID, Far]) -> dict[str, Any]:
    """Return what the page shows of a meeting to this visitor; names of learners only to who runs it."""
    meeting, now = seen.meeting, clock.now()
    card = _card_for(seen, names, far)
    dated = meeting.state != MeetingState.POLLING
    return {
        "meeting": meeting,
        "seen": seen,
        "runs": seen.runs,
        "seat": seen.seat,
        "title": card.title,
        "card": replace(card, title=card.date, href=None),  # the page says already whom it is with
        "subject": about(meeting.module, meeting.unit),
        "host": lines.host(meeting, names),
        "facilitator": lines.called(names, meeting.facilitator_id) if meeting.facilitator_id else None,
        "address": cards.address(meeting.place, meeting.room),
        "people": lines.people(meeting.seats, names) if seen.runs else [],
        "counts": _counts(meeting),
        "polling": not dated and meeting.state != MeetingState.CANCELLED,
        "ahead": meeting.state in states.AHEAD and (not dated or meeting.starts_at > now),
        "begun": dated and meeting.starts_at <= now,
        "facilitable": access.lacks_facilitator(me(), meeting),
    }


def _counts(meeting: Meeting) -> dict[str, int]:
    """Return how many participants said what; organisers are counted nowhere."""
    replies = [seat.reply for seat in meeting.seats if seat.role == states.SeatRole.PARTICIPANT]
    return {
        "yes": replies.count(Reply.YES),
        "unanswered": replies.count(Reply.INVITED),
        "waiting": replies.count(Reply.WAITING) + replies.count(Reply.OFFERED),
    }


def _dates(session: Session, seen: Seen, form: PollForm | None) -> dict[str, Any]:
    """Return the dates with what was said of them, while they are being chosen."""
    meeting = seen.meeting
    if meeting.state != MeetingState.POLLING:
        return {"dates": [], "errors": []}
    poll = polls.poll(session, meeting, clock.now())
    mine = {f"date-{one}": said for one, said in poll.of(me().id).items()}
    told = {**mine, **({name: field.data for name, field in form._fields.items()} if form else {})}
    dates = [lines.date_line(meeting, one, told.get(f"date-{one.date.id}")) for one in poll.columns]
    named = {f"date-{one.id}": one.told for one in dates}
    return {
        "dates": dates,
        # Each line of the summary names its date: three times the same sentence would help nobody.
        "errors": [(name, f"{named.get(name, '')} – {said}") for name, said in form.summary()]
        if form
        else [],
        "answered": len(poll.said),
    }


def _position(session: Session, seen: Seen) -> int | None:
    """Return her place in the queue, from 1 on."""
    if seen.seat is None or seen.seat.reply not in states.IN_THE_QUEUE:
        return None
    queue = [one.person_id for one in waiting.queue(session, seen.meeting.id)]
    return queue.index(me().id) + 1


def _card_for(seen: Seen, names: lines.Names, far: dict[UUID, Far]) -> cards.Card:
    if seen.seat and not seen.runs:
        return my_card(seen.seat, names, far)
    return (run_card if seen.runs else led_card)(seen.meeting, names)
