"""What people shared at a meeting: reading, leaving, changing and withdrawing notes."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import db
from classcode.acts import acting
from classcode.auth import SIGNED_IN, me, open_to
from classcode.errors import Invalid
from classcode.forms import ButtonForm, said
from classcode.i18n import gettext as _
from classcode.i18n import language
from helpdesk.afterwards import access, queries, words
from helpdesk.afterwards.forms import NoteForm
from helpdesk.afterwards.routes.blueprint import bp
from helpdesk.afterwards.rules import noting


@bp.get("/<lang:lang>/meetings/<uuid:meeting_id>/notes")
@open_to(SIGNED_IN)
def notes(lang: str, meeting_id: UUID) -> ResponseReturnValue:
    """Show what was shared at a meeting of mine, and the form to leave something."""
    with db.reading() as session:
        return _page(session, meeting_id, NoteForm.blank())


def _page(session: Session, meeting_id: UUID, form: NoteForm) -> str:
    shared = access.shared(session, me(), meeting_id)
    return render_template(
        "afterwards/notes.html",
        shared=shared,
        title=words.titled(shared.meeting),
        until=shared.meeting.ends_at + access.SHARED_FOR,
        notes=queries.notes_of(session, shared.meeting, me().id),
        form=form,
        longest=noting.LONGEST,
    )


@bp.post("/meetings/<uuid:meeting_id>/notes")
@open_to(SIGNED_IN)
def write(meeting_id: UUID) -> ResponseReturnValue:
    """Leave a note for the others."""
    form = NoteForm.read()
    try:
        with acting(me().id, form.act_id) as act:
            shared = access.shared(act.session, me(), meeting_id)
            note = noting.write(act.session, shared.meeting, said(form.text), by=me().id)
            where = act.answer(f"{_back(meeting_id)}#note-{note.id}")
    except Invalid as error:
        form.refuse(error)
        with db.reading() as session:
            return _page(session, meeting_id, form), 422
    flash(_("Your note is kept with the meeting."), "ok")
    return redirect(where)


def _back(meeting_id: UUID) -> str:
    return url_for("afterwards.notes", lang=language(), meeting_id=meeting_id)


@bp.get("/<lang:lang>/meetings/<uuid:meeting_id>/notes/<uuid:note_id>")
@open_to(SIGNED_IN)
def note(lang: str, meeting_id: UUID, note_id: UUID) -> ResponseReturnValue:
    """Show one note of mine, to change it or to take it back."""
    with db.reading() as session:
        found = access.own_note(session, me(), meeting_id, note_id)
        return _note_page(meeting_id, note_id, NoteForm.blank(text=found.text, version=found.version))


def _note_page(meeting_id: UUID, note_id: UUID, form: NoteForm) -> str:
    return render_template(
        "afterwards/note.html", meeting_id=meeting_id, note_id=note_id, form=form, longest=noting.LONGEST
    )


@bp.post("/meetings/<uuid:meeting_id>/notes/<uuid:note_id>")
@open_to(SIGNED_IN)
def change(meeting_id: UUID, note_id: UUID) -> ResponseReturnValue:
    """Write other words over a note of mine."""
    form = NoteForm.read()
    try:
        with acting(me().id, form.act_id) as act:
            where = act.answer(f"{_back(meeting_id)}#note-{note_id}")
            found = access.own_note(act.session, me(), meeting_id, note_id)
            noting.change(act.session, found, said(form.text), version=form.read_version)
    except Invalid as error:
        form.refuse(error)
    except noting.ChangedMeanwhile as error:
        form.form_errors.append(_(error.message))
    else:
        return redirect(where)
    with db.reading() as session:
        access.own_note(session, me(), meeting_id, note_id)
    return _note_page(meeting_id, note_id, form), 422


@bp.post("/meetings/<uuid:meeting_id>/notes/<uuid:note_id>/withdraw")
@open_to(SIGNED_IN)
def withdraw(meeting_id: UUID, note_id: UUID) -> ResponseReturnValue:
    """Take a note of mine away."""
    with acting(me().id, ButtonForm.read().act_id) as act:
        where = act.answer(_back(meeting_id))
        noting.withdraw(act.session, access.own_note(act.session, me(), meeting_id, note_id))
    flash(_("Your note is gone."), "ok")
    return redirect(where)
