"""Answering: which dates suit, yes or no to a meeting, or taking a seat at one that is open to all."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from classcode import db
from classcode.acts import acting
from classcode.auth import SIGNED_IN, me, open_to
from classcode.errors import Invalid
from classcode.forms import ButtonForm, said
from classcode.i18n import gettext as _
from helpdesk.meetings import access
from helpdesk.meetings.forms import ReplyForm, poll_for
from helpdesk.meetings.models import Seat
from helpdesk.meetings.routes.blueprint import address, bp
from helpdesk.meetings.routes.show import page
from helpdesk.meetings.rules import gates, polling, replying
from helpdesk.meetings.states import Reply

REFUSALS = (gates.TooLate, gates.CalledOff, gates.DatesOpen, gates.DateFixed)


@bp.post("/meetings/<uuid:meeting_id>/dates")
@open_to(SIGNED_IN)
def answer(meeting_id: UUID) -> ResponseReturnValue:
    """Say which of the dates suit me."""
    with db.reading() as session:
        dates = access.meeting_seen(session, me(), meeting_id).meeting.dates
    form = poll_for(dates).read()
    if not form.validate():
        return page(meeting_id, form=form), 422
    try:
        with acting(me().id, form.act_id) as act:
            polling.answer(act.session, meeting_id, me().id, form.told(dates), act_id=act.id)
            where = act.answer(address(meeting_id))
    except Invalid as error:
        form.refuse(error)
        return page(meeting_id, form=form), 422
    except REFUSALS as error:
        return page(meeting_id, refused=error), error.status
    flash(_("Your answer is kept. Once the date is fixed, one mail tells you."), "ok")
    return redirect(where)


@bp.post("/meetings/<uuid:meeting_id>/reply")
@open_to(SIGNED_IN)
def reply(meeting_id: UUID) -> ResponseReturnValue:
    """Answer yes or no to a meeting I was asked to."""
    form = ReplyForm.read()
    if not form.validate():
        return page(meeting_id), 422
    try:
        with acting(me().id, form.act_id) as act:
            seat = replying.reply(act.session, meeting_id, me().id, Reply(said(form.answer)), act_id=act.id)
            where = act.answer(address(meeting_id))
            told = _told(seat)
    except REFUSALS as error:
        return page(meeting_id, refused=error), error.status
    flash(told, "ok")
    return redirect(where)


@bp.post("/meetings/<uuid:meeting_id>/join")
@open_to(SIGNED_IN)
def join(meeting_id: UUID) -> ResponseReturnValue:
    """Take a seat at a meeting that is open to all."""
    form = ButtonForm.read()
    try:
        with acting(me().id, form.act_id) as act:
            seat = replying.join(act.session, meeting_id, me().id, act_id=act.id)
            where = act.answer(address(meeting_id))
            told = _told(seat)
    except REFUSALS as error:
        return page(meeting_id, refused=error), error.status
    flash(told, "ok")
    return redirect(where)


def _told(seat: Seat) -> str:
    if seat.reply == Reply.WAITING:
        return _("All seats are taken. You are on the waiting list: one mail tells you when a seat is free.")
    if seat.reply == Reply.YES:
        return _("You have a seat. You can give it back on this page.")
    return _("Your answer is kept. You can change it until the start.")
