"""The list: who was there, ticked by who runs the meeting; closing it, and correcting it once closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import clock, db, i18n
from classcode.acts import Acting, acting
from classcode.auth import SIGNED_IN, me, open_to
from classcode.errors import Invalid, NotFound, Refused
from classcode.forms import said
from classcode.i18n import gettext as _
from helpdesk.checkin import access, queries, window, words
from helpdesk.checkin.access import Kept
from helpdesk.checkin.forms import CloseForm, RollForm, roll_for
from helpdesk.checkin.routes.blueprint import bp
from helpdesk.checkin.rules import closing, correcting, guests, recording
from helpdesk.checkin.rules.closing import Rest, StillUnknown
from helpdesk.checkin.words import FEW_BLANK, SHEET_LINES
from helpdesk.meetings import cards
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.states import Checked

NUMBERS = range(1, guests.MOST_LINES + 1)


@bp.get("/<lang:lang>/meetings/<uuid:meeting_id>/list")
@open_to(SIGNED_IN)
def roll(lang: str, meeting_id: UUID) -> ResponseReturnValue:
    """Show the list to tick; `how=paper-sheet` to type in a sheet, with all its lines."""
    return _page(meeting_id)


def _page(
    meeting_id: UUID, form: RollForm | None = None, refused: Refused | None = None, *, asks: bool = False
) -> str:
    with db.reading() as session:
        kept = access.list_kept(session, me(), meeting_id)
        return render_template(
            "checkin/roll.html",
            **_facts(session, kept, sheet=_from_paper(form)),
            form=form,
            asks=asks,
            rest=Rest,
            errors=form.summary() if form else [],
            refused=_(refused.message, **refused.params) if refused else None,
        )


def _from_paper(form: RollForm | None) -> bool:
    told = said(form.how) if form else request.args.get("how")
    return told == Checked.SHEET


def _facts(session: Session, kept: Kept, *, sheet: bool) -> dict[str, Any]:
    meeting, now = kept.meeting, clock.now()
    names = queries.names_of(session, meeting)
    there = queries.guests_of(session, meeting.id)
    blank = max(SHEET_LINES - max((one.line for one in there), default=0), FEW_BLANK) if sheet else FEW_BLANK
    return {
        "meeting": meeting,
        "runs": kept.runs,
        "day": i18n.day(meeting.starts_at, meeting.zone),
        "hours": cards.hours(meeting),
        "opens": i18n.hour(window.opens(meeting.starts_at), meeting.zone),
        "begun": now >= window.opens(meeting.starts_at),
        "over": now >= meeting.ends_at,
        "closed": meeting.list_closed_at is not None,
        "closes_at": i18n.day(meeting.ends_at + window.CLOSES_ITSELF, meeting.zone),
        "people": words.people(meeting.seats, names),
        "guests": words.guests(there, blank=blank),
        "claimable": any(one.claimed_at is None for one in there),
        "count": queries.headcount_of(session, meeting),
        "unknown": len(closing.unknown({seat.person_id: seat for seat in meeting.seats})),
        "reasons": words.reasons(queries.corrections_of(session, meeting.id), names),
        "sheet": sheet,
    }


Change = Callable[[Acting, Meeting, RollForm], None]


@bp.post("/meetings/<uuid:meeting_id>/attendance")
@open_to(SIGNED_IN)
def attendance(meeting_id: UUID) -> ResponseReturnValue:
    """Record who was there; one post for everybody, however many are ticked."""
    return _change(
        meeting_id, _record, _("Who was there is recorded. You can change it until you close the list.")
    )


@bp.post("/meetings/<uuid:meeting_id>/correct")
@open_to(SIGNED_IN)
def correct(meeting_id: UUID) -> ResponseReturnValue:
    """Correct a closed list, with a reason."""
    return _change(meeting_id, _correct, _("The list is corrected, and the reason is kept with it."))


def _change(meeting_id: UUID, change: Change, done: str) -> ResponseReturnValue:
    with db.reading() as session:
        seats = access.list_kept(session, me(), meeting_id).meeting.seats
    form = roll_for(seats, NUMBERS).read()
    if not form.validate():
        return _page(meeting_id, form), 422
    try:
        with acting(me().id, form.act_id) as act:
            change(act, access.list_kept(act.session, me(), meeting_id).meeting, form)
            where = act.answer(_address(meeting_id))
    except Invalid as error:
        form.refuse(error)
        return _page(meeting_id, form), 422
    flash(done, "ok")
    return redirect(where)


def _record(act: Acting, meeting: Meeting, form: RollForm) -> None:
    access.list_run(act.session, me(), meeting.id)
    recording.record_presence(
        act.session,
        meeting.id,
        form.ticked(meeting.seats),
        by=me().id,
        act_id=act.id,
        how=form.taken_by(),
        everybody=bool(said(form.all)),
    )
    guests.record_lines(act.session, meeting.id, form.lines(NUMBERS), by=me().id)
    if form.children.data is not None:
        guests.count_children(act.session, meeting.id, form.children.data, by=me().id)


def _correct(act: Acting, meeting: Meeting, form: RollForm) -> None:
    reason, lines = said(form.reason), form.lines(NUMBERS)
    told = form.ticked(meeting.seats)
    correcting.correct(act.session, meeting.id, told, by=me().id, act_id=act.id, reason=reason)
    correcting.correct_lines(act.session, meeting.id, lines, by=me().id, reason=reason)


@bp.post("/meetings/<uuid:meeting_id>/close")
@open_to(SIGNED_IN)
def close(meeting_id: UUID) -> ResponseReturnValue:
    """Close the list; where somebody's yes met with silence, the page asks first what became of her."""
    form = CloseForm.read()
    if not form.validate():
        raise NotFound
    try:
        with acting(me().id, form.act_id) as act:
            access.list_run(act.session, me(), meeting_id)
            closing.close(act.session, meeting_id, me().id, act_id=act.id, rest=form.answer())
            where = act.answer(_address(meeting_id))
    except StillUnknown as error:
        return _page(meeting_id, refused=error, asks=True), error.status
    flash(_("The list is closed. What people declared is recorded."), "ok")
    return redirect(where)


def _address(meeting_id: UUID) -> str:
    return url_for("checkin.roll", lang=i18n.language(), meeting_id=meeting_id)
