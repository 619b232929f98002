"""Reporting a meeting or a note; for moderators, what was reported, with one button to hide it and one to leave it."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from classcode import db, journal
from classcode.acts import acting
from classcode.auth import SIGNED_IN, me, open_to
from classcode.forms import ButtonForm
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.people.models import Role
from helpdesk.afterwards import access, queries, words
from helpdesk.afterwards.routes.blueprint import bp
from helpdesk.afterwards.rules import moderating


@bp.get("/<lang:lang>/desk/meetings/reported")
@open_to(Role.LEAD, Role.ADMINISTRATOR)
def reported(lang: str) -> ResponseReturnValue:
    """Show the meetings and notes that somebody reported and that I moderate."""
    with db.reading() as session:
        found = queries.reported(session, me())
    return render_template(
        "afterwards/reported.html", reports=[(one, words.titled(one.meeting)) for one in found]
    )


@bp.post("/meetings/<uuid:meeting_id>/report")
@open_to(SIGNED_IN)
def report(meeting_id: UUID) -> ResponseReturnValue:
    """Report a meeting that I see."""
    with acting(me().id, ButtonForm.read().act_id) as act:
        where = act.answer(url_for("meetings.show", lang=language(), meeting_id=meeting_id))
        moderating.report(act.session, access.reportable(act.session, me(), meeting_id), by=me().id)
    flash(_("Thank you. Somebody who moderates will look at this meeting."), "ok")
    return redirect(where)


@bp.post("/meetings/<uuid:meeting_id>/notes/<uuid:note_id>/report")
@open_to(SIGNED_IN)
def report_note(meeting_id: UUID, note_id: UUID) -> ResponseReturnValue:
    """Report a note of somebody else."""
    with acting(me().id, ButtonForm.read().act_id) as act:
        where = act.answer(url_for("afterwards.notes", lang=language(), meeting_id=meeting_id))
        shared = access.shared(act.session, me(), meeting_id)
        moderating.report(act.session, access.note(act.session, shared.meeting, note_id), by=me().id)
    flash(_("Thank you. Somebody who moderates will look at this note."), "ok")
    return redirect(where)


@bp.post("/meetings/<uuid:meeting_id>/hide")
@open_to(Role.LEAD, Role.ADMINISTRATOR)
def hide(meeting_id: UUID) -> ResponseReturnValue:
    """Hide a meeting, as a moderator."""
    return _hide(meeting_id, None)


@bp.post("/meetings/<uuid:meeting_id>/show")
@open_to(Role.LEAD, Role.ADMINISTRATOR)
def show_again(meeting_id: UUID) -> ResponseReturnValue:
    """Put a meeting that was hidden back in sight, as a moderator."""
    with acting(me().id, ButtonForm.read().act_id) as act:
        where = act.answer(url_for("meetings.show", lang=language(), meeting_id=meeting_id))
        meeting = access.moderated_meeting(act.session, me(), meeting_id)
        shown = moderating.show_again(act.session, meeting, by=me().id)
    if shown:
        journal.note("meeting-shown", me().id, meeting=str(meeting_id))
    flash(_("Everybody sees it again who saw it before."), "ok")
    return redirect(where)


@bp.post("/meetings/<uuid:meeting_id>/notes/<uuid:note_id>/hide")
@open_to(Role.LEAD, Role.ADMINISTRATOR)
def hide_note(meeting_id: UUID, note_id: UUID) -> ResponseReturnValue:
    """Hide a note, as a moderator."""
    return _hide(meeting_id, note_id)


@bp.post("/meetings/<uuid:meeting_id>/keep")
@open_to(Role.LEAD, Role.ADMINISTRATOR)
def keep(meeting_id: UUID) -> ResponseReturnValue:
    """Leave a reported meeting as it is."""
    return _keep(meeting_id, None)


@bp.post("/meetings/<uuid:meeting_id>/notes/<uuid:note_id>/keep")
@open_to(Role.LEAD, Role.ADMINISTRATOR)
def keep_note(meeting_id: UUID, note_id: UUID) -> ResponseReturnValue:
    """Leave a reported note as it is."""
    return _keep(meeting_id, note_id)


def _hide(meeting_id: UUID, note_id: UUID | None) -> ResponseReturnValue:
    with acting(me().id, ButtonForm.read().act_id) as act:
        where = act.answer(url_for("afterwards.reported", lang=language()))
        hidden = moderating.hide(
            act.session, access.moderated(act.session, me(), meeting_id, note_id), by=me().id
        )
    if hidden:
        journal.note("meeting-hidden", me().id, meeting=str(meeting_id), note=str(note_id or ""))
    flash(_("It is hidden. Its words are kept, out of sight."), "ok")
    return redirect(where)


def _keep(meeting_id: UUID, note_id: UUID | None) -> ResponseReturnValue:
    with acting(me().id, ButtonForm.read().act_id) as act:
        where = act.answer(url_for("afterwards.reported", lang=language()))
        moderating.keep(act.session, access.moderated(act.session, me(), meeting_id, note_id))
    flash(_("It stays as it is."), "ok")
    return redirect(where)
