"""The page of one's own calendar, the feed behind its secret address, and the file of one meeting.

A feed is read by programs: without a cookie, without a trace of the reading, and the same 404 for every address that
leads nowhere.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import clock, db, i18n, journal
from classcode.acts import acting
from classcode.auth import ANYONE, SIGNED_IN, me, open_to
from classcode.errors import NotFound
from classcode.forms import ButtonForm
from classcode.i18n import gettext as _
from classcode.i18n import language
from helpdesk.calendar import ical, queries
from helpdesk.calendar.queries import Owner
from helpdesk.calendar.rules import feeds
from helpdesk.meetings import access

bp = Blueprint("calendar", __name__)

KEPT: Final = "private, no-cache"
"""For who reads it alone; whoever keeps it asks each time whether it still holds."""


@bp.get("/<lang:lang>/me/calendar")
@open_to(SIGNED_IN)
def mine(lang: str) -> ResponseReturnValue:
    """Show whether my meetings can be read from my calendar, and the buttons that begin, renew and end it."""
    return _page()


def _page(address: str | None = None) -> str:
    with db.reading() as session:
        feed = queries.feed_of(session, me().id)
    since = i18n.day(feed.renewed_at or feed.made_at) if feed else None
    # The scheme by which a click opens the program that reads calendars.
    subscribe = f"webcal:{address.partition(':')[2]}" if address else None
    return render_template("calendar/mine.html", since=since, address=address, subscribe=subscribe)


@bp.post("/me/calendar")
@open_to(SIGNED_IN)
def give() -> ResponseReturnValue:
    """Give me a secret address, and show it on this one answer; a repeat of the post leads to the page without it."""
    form = ButtonForm.read()
    with acting(me().id, form.act_id) as act:
        token = feeds.give(act.session, me().id)
        act.answer(url_for("calendar.mine", lang=language()))
        address = f"{act.session.info['base_url']}{url_for('calendar.feed', token=token)}"
    journal.note("calendar-given", me().id)
    return _page(address)


@bp.post("/me/calendar/end")
@open_to(SIGNED_IN)
def end() -> ResponseReturnValue:
    """End my feed; its address leads nowhere from now on."""
    form = ButtonForm.read()
    with acting(me().id, form.act_id) as act:
        feeds.end(act.session, me().id)
        where = act.answer(url_for("calendar.mine", lang=language()))
    journal.note("calendar-ended", me().id)
    flash(_("Nobody can read your meetings at that address any more."), "ok")
    return redirect(where)


@bp.get("/calendar/<token>.ics")
@open_to(ANYONE)
def feed(token: str) -> ResponseReturnValue:
    """Give the meetings of whoever this secret belongs to, or 404."""
    with db.reading() as session:
        whose = queries.owner(session, token)
        body = _feed(session, whose) if whose else None
    if body is None:
        return _kept(Response("", 404, mimetype="text/plain"))
    return _kept(_unless_known(body))


def _feed(session: Session, whose: Owner) -> bytes:
    with i18n.reader(whose.language, whose.zone):
        found = queries.occasions_of(session, whose.person_id, clock.now())
        return ical.published(found, _("Class'Code: my meetings"))


def _unless_known(body: bytes) -> Response:
    """Answer with the body, or with 304 to a program that has it (RFC 9110 section 13.1.2)."""
    answer = _file(body)
    answer.set_etag(blake2b(body, digest_size=12).hexdigest())
    answer.make_conditional(request)
    return answer


def _file(body: bytes) -> Response:
    return Response(body, content_type=f"{ical.MIMETYPE}; charset=utf-8")


def _kept(answer: Response) -> Response:
    answer.headers["Cache-Control"] = KEPT
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@bp.get("/meetings/<uuid:meeting_id>/meeting.ics")
@open_to(SIGNED_IN)
def meeting_file(meeting_id: UUID) -> ResponseReturnValue:
    """Give one meeting as a file to who may come to it or runs it, for a calendar that reads no feed."""
    with db.reading() as session:
        seen = access.meeting_seen(session, me(), meeting_id)
        reply = seen.seat.reply if seen.seat else None
        found = queries.occasion_of(session, seen.meeting, me().id, reply)
        if found is None:
            raise NotFound
        answer = _file(ical.published([found]))
    answer.headers["Content-Disposition"] = "attachment; filename=meeting.ics"
    return answer
