"""Arriving: the page of a QR code, the field for a typed code, and what follows. Opening a page changes nothing."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from classcode import clock, db, i18n
from classcode.acts import acting
from classcode.auth import ANYONE, SIGNED_IN, me, open_to, visitor
from classcode.errors import Invalid
from classcode.forms import said
from classcode.people.rules import limits
from helpdesk.checkin import access, codes, queries
from helpdesk.checkin.forms import ArriveForm
from helpdesk.checkin.queries import Shown
from helpdesk.checkin.routes.blueprint import bp
from helpdesk.checkin.rules import declaring
from helpdesk.checkin.rules.declaring import UNKNOWN_CODE, WRONG_CODES
from helpdesk.meetings import cards
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.states import Checked

PROOF: Final = "checkin-proof"
"""The cookie that keeps, while somebody logs in, that this browser saw a code in time."""


@bp.get("/c/<token>")
@open_to(ANYONE)
def short(token: str) -> ResponseReturnValue:
    """Lead from the short address of a QR code to its page in the visitor's language."""
    return redirect(url_for("checkin.scanned", lang=i18n.language(), token=token[:100]))


@bp.get("/<lang:lang>/checkin/<token>")
@open_to(ANYONE)
def scanned(lang: str, token: str) -> ResponseReturnValue:
    """Show the button that checks in; who is not signed in may do that first, and finds it here again."""
    proof = request.cookies.get(_cookie(), "")
    with db.reading() as session:
        meeting = queries.meeting_of_token(session, Shown(token, proof))
        if meeting is None:
            return _page(ArriveForm.blank(), gone=True), 410
        now = clock.now()
        if codes.is_token(meeting.checkin_key, token, now):
            proof = codes.grant(meeting.checkin_key, token, now)
        answer = make_response(_scanned_page(meeting, token, proof))
    answer.headers["Cache-Control"] = "no-store"
    if visitor() is None:
        keep, secure = int(codes.GRANT.total_seconds()), _secure()
        answer.set_cookie(_cookie(), proof, keep, httponly=True, samesite="Lax", secure=secure)
    return answer


def _secure() -> bool:
    return bool(current_app.config["SESSION_COOKIE_SECURE"])


def _cookie() -> str:
    """Return the cookie's name: with https it is this host's alone (RFC 6265bis, 4.1.3.2)."""
    return f"__Host-{PROOF}" if _secure() else PROOF


def _scanned_page(meeting: Meeting, token: str, proof: str) -> str:
    return render_template(
        "checkin/scanned.html",
        token=token,
        proof=proof,
        day=i18n.day(meeting.starts_at, meeting.zone),
        hours=cards.hours(meeting),
        place=cards.where(meeting.place),
    )


@bp.get("/<lang:lang>/checkin")
@open_to(SIGNED_IN)
def arrive(lang: str) -> ResponseReturnValue:
    """Show the field for the six characters."""
    return _page(ArriveForm.blank())


@bp.post("/checkin")
@open_to(SIGNED_IN)
def check_in() -> ResponseReturnValue:
    """Check in with a scanned or a typed code; a wrong one is counted."""
    form = ArriveForm.read()
    if not form.validate():
        return _page(form), 422
    shown = form.shown()
    with acting(me().id, form.act_id) as act:
        limits.check(act.session, WRONG_CODES, str(me().id))
        meeting = queries.meeting_shown(act.session, me().id, shown)
        if meeting is None:
            limits.count(act.session, WRONG_CODES, str(me().id))
            where = act.answer(url_for("checkin.arrive", lang=i18n.language()))
        else:
            how = Checked.QR if shown.token else Checked.CODE
            declaring.check_in(act.session, meeting.id, me().id, how=how, act_id=act.id)
            where = act.answer(url_for("checkin.arrived", lang=i18n.language(), meeting_id=meeting.id))
    if meeting is None:
        form.refuse(Invalid("code", UNKNOWN_CODE))
        return _page(form, gone=bool(said(form.token))), 422
    return redirect(where)


def _page(form: ArriveForm, *, gone: bool = False) -> str:
    return render_template("checkin/arrive.html", form=form, gone=gone, errors=form.summary())


@bp.get("/<lang:lang>/meetings/<uuid:meeting_id>/arrived")
@open_to(SIGNED_IN)
def arrived(lang: str, meeting_id: UUID) -> ResponseReturnValue:
    """Show somebody that she is checked in, and what becomes of it."""
    with db.reading() as session:
        seat = access.own_seat(session, me(), meeting_id)
        return render_template(
            "checkin/arrived.html",
            seat=seat,
            meeting=seat.meeting,
            place=cards.where(seat.meeting.place),
            hours=cards.hours(seat.meeting),
            day=i18n.day(seat.meeting.starts_at, seat.meeting.zone),
            at=i18n.hour(seat.declared_at, seat.meeting.zone) if seat.declared_at else None,
        )
