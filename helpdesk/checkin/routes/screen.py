"""The page that a projector shows: the QR code and the typed code, large, and how many have checked in."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import clock, db, i18n
from classcode.acts import acting
from classcode.auth import SIGNED_IN, me, open_to
from classcode.forms import ButtonForm
from classcode.i18n import gettext as _
from helpdesk.checkin import access, codes, window
from helpdesk.checkin.drawing import qr
from helpdesk.checkin.routes.blueprint import bp
from helpdesk.checkin.rules import renewing
from helpdesk.meetings import cards
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.states import MeetingState


@bp.get("/<lang:lang>/meetings/<uuid:meeting_id>/screen")
@open_to(SIGNED_IN)
def screen(lang: str, meeting_id: UUID) -> ResponseReturnValue:
    """Show the codes of this moment to who runs the meeting."""
    with db.reading() as session:
        meeting = access.list_run(session, me(), meeting_id)
        return render_template(
            "checkin/screen.html",
            meeting=meeting,
            shown=_shown(session, meeting),
            day=i18n.day(meeting.starts_at, meeting.zone),
            hours=cards.hours(meeting),
            opens=i18n.hour(window.opens(meeting.starts_at), meeting.zone),
            closed=meeting.list_closed_at is not None or clock.now() > meeting.ends_at + window.AFTER,
            here=sum(1 for seat in meeting.seats if seat.declared_at),
        )


def _shown(session: Session, meeting: Meeting) -> dict[str, object] | None:
    """Return what is shown while people can check in: the drawing, the code, where it is typed, the seconds left."""
    now, key = clock.now(), meeting.checkin_key
    going = meeting.state in {MeetingState.FIXED, MeetingState.HELD} and meeting.list_closed_at is None
    if not going or not window.is_open(meeting.starts_at, meeting.ends_at, now):
        return None
    base = session.info["base_url"]
    return {
        "qr": qr(f"{base}{url_for('checkin.short', token=codes.token(key, meeting.id, now))}"),
        "code": codes.in_groups(codes.code(key, meeting.id, now), 3),
        "typed_at": f"{base}{url_for('checkin.arrive', lang=i18n.language())}".partition("://")[2],
        "seconds": codes.next_turn(now),
    }


@bp.post("/meetings/<uuid:meeting_id>/screen/renew")
@open_to(SIGNED_IN)
def renew(meeting_id: UUID) -> ResponseReturnValue:
    """Make the codes shown so far void."""
    form = ButtonForm.read()
    with acting(me().id, form.act_id) as act:
        access.list_run(act.session, me(), meeting_id)
        renewing.renew(act.session, meeting_id)
        where = act.answer(url_for("checkin.screen", lang=i18n.language(), meeting_id=meeting_id))
    flash(_("The codes are new: those shown before no longer work. Slips on paper still do."), "ok")
    return redirect(where)
