"""The pages of meetings and the posts that change them; each post is one act and answers with a page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import clock, db, i18n
from classcode.acts import acting
from classcode.auth import SIGNED_IN, me, open_to
from classcode.errors import Invalid, Refused
from classcode.forms import ButtonForm, said
from classcode.i18n import gettext as _
from classcode.people.models import Role
from helpdesk.meetings import access, cards, lines, queries
from helpdesk.meetings.access import Seen
from helpdesk.meetings.cards import Around, Card
from helpdesk.meetings.forms import AttendanceForm, ProposeForm, ReplyForm, attendance_for
from helpdesk.meetings.models import Meeting, MeetingState, Reply, Seat
from helpdesk.meetings.queries import Far
from helpdesk.meetings.rules import proposing, recording, replying

bp = Blueprint("meetings", __name__)


@bp.get("/<lang:lang>/help/<uuid:ticket_id>/propose")
@open_to(Role.FACILITATOR)
def propose(lang: str, ticket_id: UUID) -> ResponseReturnValue:
    """Show the form that proposes a meeting to the learner of a ticket."""
    with db.reading() as session:
        return _propose_page(session, ticket_id, ProposeForm.blank())


@bp.post("/help/<uuid:ticket_id>/propose")
@open_to(Role.FACILITATOR)
def create(ticket_id: UUID) -> ResponseReturnValue:
    """Propose the meeting, or show again what needs another look."""
    form = ProposeForm.read()
    with db.reading() as session:
        page = _propose_page(session, ticket_id, form, check=True)
    if form.errors:
        return page, 422
    try:
        with acting(me().id, form.act_id) as act:
            ticket = access.ticket_held(act.session, me(), ticket_id, acting=True)
            meeting = proposing.propose(act.session, ticket, form.proposal(), by=me().id, act_id=act.id)
            where = act.answer(_address(meeting.id))
    except Invalid as error:
        form.refuse(error)
        with db.reading() as session:
            return _propose_page(session, ticket_id, form), 422
    flash(_("Your proposal has left. Answers will show on this page."), "ok")
    return redirect(where)


def _propose_page(session: Session, ticket_id: UUID, form: ProposeForm, *, check: bool = False) -> str:
    ticket = access.ticket_held(session, me(), ticket_id)
    offer, others = queries.places_offered(session, ticket), queries.others_to_invite(session, ticket)
    form.offer(offer, others)
    if check:
        form.validate()
    zones = sorted({one.place.commune.zone for one in offer.places})
    return render_template(
        "meetings/propose.html",
        ticket=ticket,
        form=form,
        offer=offer,
        zones=[cards.zone_told(zone) for zone in zones],
        errors=_errors(form),
    )


def _errors(form: Any) -> list[tuple[str, str]]:
    """Return each field's first error for the summary, by the id of its control."""
    return [(field or "main", str(told[0])) for field, told in form.errors.items() if told]


@bp.get("/<lang:lang>/meetings/")
@open_to(SIGNED_IN)
def mine(lang: str) -> ResponseReturnValue:
    """Show the meetings I was asked to, and those I run."""
    now = clock.now()
    with db.reading() as session:
        asked = queries.invitations_of(session, me().id, now)
        seats = [seat for _part, some in asked.parts() for seat in some]
        run = queries.run_by(session, me().id, now)
        led = queries.of_regions(session, me().regions.get(Role.LEAD, frozenset()), now)
        names = queries.names_at(session, [*(seat.meeting for seat in seats), *led], learners=False)
        names |= queries.names_at(
            session, [one for _part, some in run.parts() for one in some], learners=True
        )
        far = queries.distances(session, me().id, [seat.meeting.place for seat in seats])
    return render_template(
        "meetings/mine.html",
        asked={part: [_my_card(seat, names, far) for seat in some] for part, some in asked.parts()},
        run={part: [_run_card(one, names) for one in some] for part, some in run.parts()},
        led=[_led_card(one, names) for one in led if one.facilitator_id != me().id],
    )


def _my_card(seat: Seat, names: lines.Names, far: dict[UUID, Far]) -> Card:
    meeting = seat.meeting
    there = far.get(meeting.place_id)
    name = lines.called(names, meeting.facilitator_id)
    around = Around(
        name, clock.now(), there.km if there else None, approximate=bool(there and there.approximate)
    )
    return cards.card(meeting, around, seat=seat, href=_address(meeting.id))


def _run_card(meeting: Meeting, names: lines.Names) -> Card:
    around = Around(lines.attendees(meeting, names), clock.now())
    return cards.card(meeting, around, href=_address(meeting.id))


def _led_card(meeting: Meeting, names: lines.Names) -> Card:
    around = Around(lines.called(names, meeting.facilitator_id), clock.now())
    return cards.card(meeting, around, href=_address(meeting.id))


def _address(meeting_id: UUID) -> str:
    return url_for("meetings.show", lang=i18n.language(), meeting_id=meeting_id)


@bp.get("/<lang:lang>/meetings/<uuid:meeting_id>/")
@open_to(SIGNED_IN)
def show(lang: str, meeting_id: UUID) -> ResponseReturnValue:
    """Show one meeting: to answer it, to run it, or to read it as the lead of its region."""
    return _page(meeting_id)


def _page(meeting_id: UUID, form: AttendanceForm | None = None, refused: Refused | None = None) -> str:
    with db.reading() as session:
        seen = access.meeting_seen(session, me(), meeting_id)
        names = queries.names_at(session, [seen.meeting], learners=seen.runs)
        far = queries.distances(session, me().id, [seen.meeting.place]) if seen.seat else {}
        steps = queries.steps_of(session, meeting_id) if seen.runs else []
        return render_template(
            "meetings/show.html",
            **_facts(seen, names, far),
            trail=lines.trail(steps, names),
            form=form,
            errors=_errors(form) if form else [],
            refused=_(refused.message, **refused.params) if refused else None,
        )


def _facts(seen: Seen, names: lines.Names, far: dict[UUID, Far]) -> dict[str, Any]:
    """Return what the page shows of a meeting to this visitor; names of learners only to who runs it."""
    meeting, now = seen.meeting, clock.now()
    replies = [seat.reply for seat in meeting.seats]
    card = _card_for(seen, names, far)
    going = meeting.state != MeetingState.CANCELLED
    return {
        "meeting": meeting,
        "runs": seen.runs,
        "seat": seen.seat,
        "title": card.title,
        "card": replace(card, title=card.date, href=None),  # the page says already whom it is with
        "facilitator": lines.called(names, meeting.facilitator_id),
        "address": cards.address(meeting.place),
        "people": lines.people(meeting.seats, names) if seen.runs else [],
        "yes": replies.count(Reply.YES),
        "unanswered": replies.count(Reply.INVITED),
        "begun": meeting.starts_at <= now,
        "answerable": going and meeting.starts_at > now,
        "recordable": going and meeting.starts_at <= now,
    }


def _card_for(seen: Seen, names: lines.Names, far: dict[UUID, Far]) -> Card:
    if seen.seat:
        return _my_card(seen.seat, names, far)
    return (_run_card if seen.runs else _led_card)(seen.meeting, names)


@bp.post("/meetings/<uuid:meeting_id>/reply")
@open_to(SIGNED_IN)
def reply(meeting_id: UUID) -> ResponseReturnValue:
    """Answer yes or no to a meeting I was asked to."""
    form = ReplyForm.read()
    if not form.validate():
        return _page(meeting_id), 422
    try:
        with acting(me().id, form.act_id) as act:
            replying.reply(act.session, meeting_id, me().id, Reply(said(form.answer)), act_id=act.id)
            where = act.answer(_address(meeting_id))
    except (replying.Full, replying.TooLate, replying.CalledOff) as error:
        return _page(meeting_id, refused=error), error.status
    flash(_("Your answer is kept. You can change it until the start."), "ok")
    return redirect(where)


@bp.post("/meetings/<uuid:meeting_id>/attendance")
@open_to(Role.FACILITATOR)
def attendance(meeting_id: UUID) -> ResponseReturnValue:
    """Record or correct who was there."""
    with db.reading() as session:
        seats = access.meeting_run(session, me(), meeting_id).seats
    form = attendance_for(seats).read()
    if not form.validate():
        return _page(meeting_id, form=form), 422
    try:
        with acting(me().id, form.act_id) as act:
            access.meeting_run(act.session, me(), meeting_id)
            recording.record_presence(act.session, meeting_id, form.ticked(seats), by=me().id, act_id=act.id)
            where = act.answer(_address(meeting_id))
    except Invalid as error:
        form.refuse(error)
        return _page(meeting_id, form=form), 422
    flash(_("Who was there is recorded. You can correct it on this page."), "ok")
    return redirect(where)


@bp.post("/meetings/<uuid:meeting_id>/cancel")
@open_to(Role.FACILITATOR)
def cancel(meeting_id: UUID) -> ResponseReturnValue:
    """Cancel a meeting that I run; those who had not declined are told by mail."""
    form = ButtonForm.read()
    with acting(me().id, form.act_id) as act:
        access.meeting_run(act.session, me(), meeting_id)
        proposing.cancel(act.session, meeting_id, by=me().id)
        where = act.answer(_address(meeting_id))
    flash(_("The meeting is cancelled, and the people who were asked to come are told."), "ok")
    return redirect(where)
