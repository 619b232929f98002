"""The list on a phone without a network: the page that stays, its small worker, the one post that brings it back."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from flask import Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from classcode import clock, db, i18n
from classcode.acts import acting
from classcode.auth import SIGNED_IN, me, open_to
from classcode.errors import Invalid, NotFound
from helpdesk.checkin import access, queries, window, words
from helpdesk.checkin.forms import SyncForm
from helpdesk.checkin.routes.blueprint import bp
from helpdesk.checkin.rules import syncing
from helpdesk.checkin.words import SHEET_LINES
from helpdesk.meetings import cards


@bp.get("/<lang:lang>/meetings/<uuid:meeting_id>/offline/")
@open_to(SIGNED_IN)
def offline(lang: str, meeting_id: UUID) -> ResponseReturnValue:
    """Show the list that keeps working without a network once it was opened."""
    return _page(meeting_id, SyncForm.blank())


def _page(meeting_id: UUID, form: SyncForm) -> str:
    with db.reading() as session:
        meeting = access.list_run(session, me(), meeting_id)
        there = queries.guests_of(session, meeting_id)
        blank = max(SHEET_LINES - max((one.line for one in there), default=0), 0)
        return render_template(
            "checkin/offline.html",
            meeting=meeting,
            form=form,
            errors=form.summary(),
            day=i18n.day(meeting.starts_at, meeting.zone),
            hours=cards.hours(meeting),
            closed=meeting.list_closed_at is not None,
            begun=clock.now() >= window.opens(meeting.starts_at),
            people=words.people(meeting.seats, queries.names_of(session, meeting)),
            guests=words.guests(there, blank=blank),
        )


@bp.get("/meetings/<uuid:meeting_id>/offline/worker.js")
@open_to(SIGNED_IN)
def worker(meeting_id: UUID) -> ResponseReturnValue:
    """Give the worker that keeps this one page; it may look after nothing else."""
    with db.reading() as session:
        access.list_run(session, me(), meeting_id)
    script = Path(current_app.root_path) / "static/js/offline-worker.js"
    answer = Response(script.read_bytes(), mimetype="text/javascript")
    asked = request.args.get("lang")
    lang = asked if asked in i18n.LANGUAGES else i18n.language()
    answer.headers["Service-Worker-Allowed"] = url_for("checkin.offline", lang=lang, meeting_id=meeting_id)
    return answer


@bp.post("/meetings/<uuid:meeting_id>/offline")
@open_to(SIGNED_IN)
def synchronise(meeting_id: UUID) -> ResponseReturnValue:
    """Take in everything that a phone ticked, in one post; the same batch again changes nothing."""
    form = SyncForm.read()
    if not form.validate():
        return _page(meeting_id, form), 422
    try:
        with acting(me().id, form.act_id) as act:
            access.list_run(act.session, me(), meeting_id)
            batch = syncing.synchronise(act.session, meeting_id, form.read_ticks(), by=me().id, act_id=act.id)
            where = act.answer(
                url_for(
                    "checkin.synchronised", lang=i18n.language(), meeting_id=meeting_id, batch_id=batch.id
                )
            )
    except Invalid as error:
        form.refuse(error)
        return _page(meeting_id, form), 422
    return redirect(where)


@bp.get("/<lang:lang>/meetings/<uuid:meeting_id>/synchronised/<uuid:batch_id>")
@open_to(SIGNED_IN)
def synchronised(lang: str, meeting_id: UUID, batch_id: UUID) -> ResponseReturnValue:
    """Show what was taken in and what was not, and why; the page's script then empties the phone."""
    with db.reading() as session:
        meeting = access.list_run(session, me(), meeting_id)
        batch = queries.batch_of(session, batch_id, meeting_id=meeting_id, by=me().id)
        if batch is None:
            raise NotFound
        told = words.outcome(batch.outcome, queries.names_of(session, meeting))
        return render_template("checkin/synchronised.html", meeting=meeting, told=told)
