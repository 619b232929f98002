"""Running a meeting: fix its date, change it, call it off, or come as the facilitator it lacks."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.acts import acting
from classcode.auth import SIGNED_IN, me, open_to
from classcode.errors import Invalid
from classcode.forms import ButtonForm, said
from classcode.i18n import gettext as _
from classcode.people.models import Role
from helpdesk.meetings import access, queries
from helpdesk.meetings.forms import ChangeForm, FixForm
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.queries import Offer, Offered
from helpdesk.meetings.routes.blueprint import address, bp
from helpdesk.meetings.routes.making import zones_of
from helpdesk.meetings.routes.show import page
from helpdesk.meetings.rules import cancelling, changing, facilitating, fixing, gates
from helpdesk.meetings.rules.changing import Change
from helpdesk.meetings.states import MeetingState

_NOT_FIXED: Final = (
    *(gates.DateFixed, gates.CalledOff, gates.TooLate),
    *(fixing.DatePassed, fixing.PlaceHidden, fixing.OutOfSight),
)
"""Why a date is not fixed, told on the page of the meeting."""


@bp.post("/meetings/<uuid:meeting_id>/fix")
@open_to(SIGNED_IN)
def fix(meeting_id: UUID) -> ResponseReturnValue:
    """Fix one of the dates of a meeting that I run; each yes to it becomes a seat."""
    form = FixForm.read()
    if not form.validate() or form.date_id is None:
        return page(meeting_id, refused=Invalid("date", _("Please choose one of the dates."))), 422
    try:
        with acting(me().id, form.act_id) as act:
            access.meeting_run(act.session, me(), meeting_id)
            fixing.fix(act.session, meeting_id, form.date_id, by=me().id, act_id=act.id)
            where = act.answer(address(meeting_id))
    except (*_NOT_FIXED, Invalid) as error:
        return page(meeting_id, refused=error), error.status
    flash(_("The date is fixed. Everybody who said yes has a seat and is told by mail."), "ok")
    return redirect(where)


@bp.get("/<lang:lang>/meetings/<uuid:meeting_id>/change")
@open_to(SIGNED_IN)
def change(lang: str, meeting_id: UUID) -> ResponseReturnValue:
    """Show the form that changes a meeting that I run."""
    with db.reading() as session:
        meeting = access.meeting_run(session, me(), meeting_id)
        return _change_page(session, meeting, _form_of(meeting))


@bp.post("/meetings/<uuid:meeting_id>/change")
@open_to(SIGNED_IN)
def amend(meeting_id: UUID) -> ResponseReturnValue:
    """Change a meeting that I run; whoever may come is told at once of another time or place."""
    form = ChangeForm.read()
    with db.reading() as session:
        meeting = access.meeting_run(session, me(), meeting_id)
        page_again = _change_page(session, meeting, form, check=True)
    if form.errors:
        return page_again, 422
    try:
        with acting(me().id, form.act_id) as act:
            access.meeting_run(act.session, me(), meeting_id)
            changing.change(act.session, meeting_id, _wanted(form), by=me().id)
            where = act.answer(address(meeting_id))
    except Invalid as error:
        form.refuse(error)
        with db.reading() as session:
            return _change_page(session, access.meeting_run(session, me(), meeting_id), form), 422
    except (changing.ChangedMeanwhile, changing.Unchangeable) as error:
        return page(meeting_id, refused=error), error.status
    flash(_("The meeting is changed. Everybody who may come is told of another time or place."), "ok")
    return redirect(where)


def _form_of(meeting: Meeting) -> ChangeForm:
    start, end = clock.local(meeting.starts_at, meeting.zone), clock.local(meeting.ends_at, meeting.zone)
    room = f".{meeting.room_id}" if meeting.room_id else ""
    return ChangeForm.blank(
        place=f"{meeting.place_id}{room}",
        capacity=meeting.capacity,
        day=start.date(),
        starts=start.time(),
        ends=end.time(),
        about=meeting.about,
        listed=meeting.listed,
        children=meeting.responsible_adult is not None,
        responsible_adult=meeting.responsible_adult or "",
        seen=meeting.sequence,
    )


def _wanted(form: ChangeForm) -> Change:
    return Change(
        seen=form.seen.data or 0,
        place_id=form.place_id,
        room_id=form.room_id,
        hours=form.hours(),
        capacity=form.capacity.data or 0,
        about=said(form.about),
        listed=form.listed.data,
        responsible_adult=form.adult(),
    )


def _change_page(session: Session, meeting: Meeting, form: ChangeForm, *, check: bool = False) -> str:
    offer = _places_for(session, meeting)
    form.offer_places(offer)
    dated = meeting.state != MeetingState.POLLING
    if check:
        form.validate_when(dated=dated)
    return render_template(
        "meetings/change.html",
        meeting=meeting,
        form=form,
        offer=offer,
        zones=zones_of(offer),
        dated=dated,
        back=address(meeting.id),
        errors=form.summary(),
    )


def _places_for(session: Session, meeting: Meeting) -> Offer:
    """Return the place that it has, unless it was hidden since, then those around it."""
    place = meeting.place
    around = queries.places_around(session, place.commune_code, meeting.region_code)
    own = [Offered(place, None)] if place.hidden_at is None else []
    others = [one for one in around.places if one.place.id != place.id]
    return Offer([*own, *others], around.commune, around.approximate)


@bp.post("/meetings/<uuid:meeting_id>/facilitate")
@open_to(Role.FACILITATOR)
def facilitate(meeting_id: UUID) -> ResponseReturnValue:
    """Come as the facilitator of a meeting of my region that has none."""
    form = ButtonForm.read()
    with acting(me().id, form.act_id) as act:
        access.meeting_to_facilitate(act.session, me(), meeting_id)
        facilitating.facilitate(act.session, meeting_id, by=me().id)
        where = act.answer(address(meeting_id))
    flash(_("You facilitate this meeting. It shows among those that you run."), "ok")
    return redirect(where)


@bp.post("/meetings/<uuid:meeting_id>/cancel")
@open_to(SIGNED_IN)
def cancel(meeting_id: UUID) -> ResponseReturnValue:
    """Call off a meeting that I run; those who had not declined are told by mail."""
    form = ButtonForm.read()
    with acting(me().id, form.act_id) as act:
        access.meeting_run(act.session, me(), meeting_id)
        cancelling.cancel(act.session, meeting_id, by=me().id, act_id=act.id)
        where = act.answer(address(meeting_id))
    flash(_("The meeting is cancelled, and the people who were asked to come are told."), "ok")
    return redirect(where)
