"""One thread: reading it, writing in it, settling it, and keeping it decent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import UUID

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import db
from classcode.acts import Acting, acting
from classcode.auth import SIGNED_IN, me, open_to
from classcode.errors import Invalid, NotFound
from classcode.forms import ActForm, said
from classcode.i18n import gettext as _
from classcode.people.models import Role
from helpdesk.attachments.keeping import Kept
from helpdesk.attachments.rules import attach_all
from helpdesk.attachments.uploads import sent_files, still_chosen, takes_files
from helpdesk.attachments.waiting import Waiting, brought_back, waiting
from helpdesk.canned.insertion import appended, written_for
from helpdesk.models import Ticket
from helpdesk.tickets import access
from helpdesk.tickets.access import Seen
from helpdesk.tickets.forms import AnswerForm, NoteForm
from helpdesk.tickets.queries.thread import messages_of, was_split_off
from helpdesk.tickets.routes.blueprint import bp
from helpdesk.tickets.routes.entries import Undo
from helpdesk.tickets.routes.page import Forms, thread_page
from helpdesk.tickets.routes.ways import back_to, to_desk
from helpdesk.tickets.rules import moderating, talking, unread
from helpdesk.tickets.rules.unread import WrittenMeanwhile

LONGEST: Final = 80
"""Characters of a name or a region that is searched."""


@bp.get("/<lang:lang>/help/<uuid:ticket_id>/")
@open_to(SIGNED_IN)
def ticket(lang: str, ticket_id: UUID) -> ResponseReturnValue:
    """Show a thread to whoever it is open to.

    The address may ask for a kept answer, offer to undo a joining, or search whom to give the question to.
    """
    with db.reading() as session:
        seen = access.ticket(session, me(), ticket_id)
        forms = Forms(to=request.args.get("to", "")[:LONGEST])
        if "canned" in request.args and seen.holder:
            forms.answer.text.data = written_for(session, me(), seen, _id(request.args["canned"]))
        return thread_page(session, seen, me(), forms, _just_joined(session, seen))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def _just_joined(session: Session, seen: Seen) -> Undo | None:
    """Return how to undo the joining or splitting that led here, while it can still be undone."""
    ticket_id = seen.ticket.id
    if "split" in request.args and seen.may_join and was_split_off(session, ticket_id):
        return Undo(label=_("Put it back"), action=url_for("helpdesk.unsplit", ticket_id=ticket_id))
    if "joined" not in request.args or not seen.may_join:
        return None
    other = session.get(Ticket, _id(request.args["joined"]))
    if other is None or other.merged_into_id != ticket_id:
        return None
    action = url_for("helpdesk.unjoin", ticket_id=ticket_id)
    return Undo(label=_("Take them apart again"), action=action, other=str(other.id))


@contextmanager
def acting_on(ticket_id: UUID, form: ActForm) -> Iterator[tuple[Acting, Seen]]:
    """Open the act of a form on a ticket that this person may see, and hold the ticket's row until it is done."""
    with acting(me().id, form.act_id) as act:
        act.answer(back_to(ticket_id))
        yield act, access.ticket(act.session, me(), ticket_id, acting=True)


def refused(ticket_id: UUID, forms: Forms) -> ResponseReturnValue:
    """Show the thread again with a form that needs another look; what was written is kept."""
    with db.reading() as session:
        return thread_page(session, access.ticket(session, me(), ticket_id), me(), forms), 422


@bp.post("/help/<uuid:ticket_id>/answer")
@takes_files
@open_to(SIGNED_IN)
def answer(ticket_id: UUID) -> ResponseReturnValue:
    """Write to the other side of the thread; what changed meanwhile is shown before anything is sent."""
    form, files = AnswerForm.read(), list[Kept]()
    try:
        files += brought_back(form.waiting.data)
        files += sent_files()
        with acting_on(ticket_id, form) as (act, seen):
            unread.check(seen.ticket, messages_of(act.session, seen), said(form.seen))
            message = talking.say(act.session, seen.ticket, said(form.text), by=me().id, act_id=act.id)
            attach_all(act.session, message, files)
    except Invalid as error:
        form.refuse(error)
        return refused(ticket_id, Forms(answer=form, waiting=waiting(files)))
    except WrittenMeanwhile:
        return _held(ticket_id, form, waiting(files))
    except NotFound:
        return _not_hers_any_more(form)
    flash(_("Your message has been sent."), "ok")
    return redirect(back_to(ticket_id))


def _held(ticket_id: UUID, form: AnswerForm, files: list[Waiting]) -> ResponseReturnValue:
    """Show the page anew with what was written and chosen, and with what came meanwhile."""
    with db.reading() as session:
        seen = access.ticket(session, me(), ticket_id)
        fresh = unread.unread(messages_of(session, seen), said(form.seen))
        forms = Forms(answer=form, waiting=files, fresh=frozenset(fresh), held=True)
        return thread_page(session, seen, me(), forms), 409


def _not_hers_any_more(form: AnswerForm) -> ResponseReturnValue:
    """Give back what was written for a question that is open to somebody else now, or never was to her."""
    if not said(form.text).strip():
        raise NotFound
    return render_template("helpdesk/kept.html", text=said(form.text)), 404


@bp.post("/help/<uuid:ticket_id>/insert")
@takes_files
@open_to(Role.FACILITATOR, Role.LEAD, Role.ADMINISTRATOR)
def insert(ticket_id: UUID) -> ResponseReturnValue:
    """Put a kept answer under what is written, or take it out again; sends nothing. A script gets the words alone."""
    form = AnswerForm.read(also={"undo", "before"})
    files = still_chosen(form, form.waiting.data)
    with db.reading() as session:
        seen = access.ticket(session, me(), ticket_id)
        if not (seen.holder and seen.may_write):
            raise NotFound
        forms = Forms(answer=form, waiting=files)
        if "undo" in request.form:
            form.text.data = request.form.get("before", "")
            return thread_page(session, seen, me(), forms)
        words = written_for(session, me(), seen, _id(said(form.canned))) if said(form.canned) else ""
        if request.accept_mimetypes.best == "application/json":
            return jsonify(text=words)
        forms.before, forms.inserted = said(form.text), bool(words)
        form.text.data = appended(said(form.text), words) if words else form.text.data
        return thread_page(session, seen, me(), forms)


@bp.post("/help/<uuid:ticket_id>/note")
@open_to(Role.FACILITATOR, Role.LEAD, Role.ADMINISTRATOR)
def note(ticket_id: UUID) -> ResponseReturnValue:
    """Leave a note for the team."""
    form = NoteForm.read()
    try:
        with acting_on(ticket_id, form) as (act, seen):
            if not (seen.holder or seen.lead):
                raise NotFound
            talking.note(act.session, seen.ticket, said(form.note), by=me().id)
    except Invalid as error:
        form.refuse(error)
        return refused(ticket_id, Forms(note=form))
    flash(_("The note is kept. Only the team reads it."), "ok")
    return redirect(back_to(ticket_id))


@bp.post("/help/<uuid:ticket_id>/resolve")
@open_to(SIGNED_IN)
def resolve(ticket_id: UUID) -> ResponseReturnValue:
    """Say that the question is settled."""
    with acting_on(ticket_id, ActForm.read()) as (act, seen):
        talking.resolve(act.session, seen.ticket, by=me().id, act_id=act.id)
    flash(_("The question is settled. Writing in it opens it again."), "ok")
    return redirect(back_to(ticket_id))


@bp.post("/help/<uuid:ticket_id>/withdraw")
@open_to(SIGNED_IN)
def withdraw(ticket_id: UUID) -> ResponseReturnValue:
    """Withdraw my question."""
    with acting_on(ticket_id, ActForm.read()) as (act, seen):
        talking.cancel(act.session, seen.ticket, by=me().id)
    flash(_("Your question is withdrawn. Nobody works on it any more."), "ok")
    return redirect(back_to(ticket_id))


@bp.post("/help/<uuid:ticket_id>/messages/<uuid:message_id>/report")
@open_to(SIGNED_IN)
def report(ticket_id: UUID, message_id: UUID) -> ResponseReturnValue:
    """Report a message to the moderators."""
    with acting_on(ticket_id, ActForm.read()) as (act, seen):
        moderating.report(act.session, access.message(act.session, seen, message_id), by=me().id)
    flash(_("Thank you. Somebody who moderates will look at this message."), "ok")
    return redirect(back_to(ticket_id))


@bp.post("/help/<uuid:ticket_id>/messages/<uuid:message_id>/hide")
@open_to(Role.LEAD, Role.ADMINISTRATOR)
def hide(ticket_id: UUID, message_id: UUID) -> ResponseReturnValue:
    """Take a message out of sight, as a moderator."""
    form = ActForm.read()
    with acting_on(ticket_id, form) as (act, seen):
        if not seen.may_hide:
            raise NotFound
        moderating.hide(act.session, access.message(act.session, seen, message_id), by=me().id)
        where = act.answer(to_desk())
    flash(_("The message is hidden from everybody."), "ok")
    return redirect(where)
