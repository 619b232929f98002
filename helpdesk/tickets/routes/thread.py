"""One thread: reading it, writing in it, settling it, and keeping it decent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from classcode import db
from classcode.acts import Acting, acting
from classcode.auth import SIGNED_IN, me, open_to
from classcode.errors import Invalid, NotFound
from classcode.forms import ActForm
from classcode.i18n import gettext as _
from classcode.people.models import Role
from helpdesk.tickets import access
from helpdesk.tickets.access import Seen
from helpdesk.tickets.forms import AnswerForm, NoteForm
from helpdesk.tickets.routes.blueprint import bp
from helpdesk.tickets.routes.page import Forms, thread_page
from helpdesk.tickets.routes.ways import back_to, to_desk
from helpdesk.tickets.rules import moderating, talking


@bp.get("/<lang:lang>/help/<uuid:ticket_id>/")
@open_to(SIGNED_IN)
def ticket(lang: str, ticket_id: UUID) -> ResponseReturnValue:
    """Show a thread to whoever it is open to."""
    with db.reading() as session:
        return thread_page(session, access.ticket(session, me(), ticket_id), me())


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
@open_to(SIGNED_IN)
def answer(ticket_id: UUID) -> ResponseReturnValue:
    """Write to the other side of the thread."""
    form = AnswerForm.read()
    try:
        with acting_on(ticket_id, form) as (act, seen):
            talking.say(act.session, seen.ticket, form.text.data or "", by=me().id, act_id=act.id)
    except Invalid as error:
        form.refuse(error)
        return refused(ticket_id, Forms(answer=form))
    flash(_("Your message has been sent."), "ok")
    return redirect(back_to(ticket_id))


@bp.post("/help/<uuid:ticket_id>/note")
@open_to(Role.FACILITATOR, Role.LEAD, Role.ADMINISTRATOR)
def note(ticket_id: UUID) -> ResponseReturnValue:
    """Leave a note for the team."""
    form = NoteForm.read()
    try:
        with acting_on(ticket_id, form) as (act, seen):
            if not (seen.holder or seen.lead):
                raise NotFound
            talking.note(act.session, seen.ticket, form.note.data or "", by=me().id)
    except Invalid as error:
        form.refuse(error)
        return refused(ticket_id, Forms(note=form))
    return redirect(back_to(ticket_id))


@bp.post("/help/<uuid:ticket_id>/resolve")
@open_to(SIGNED_IN)
def resolve(ticket_id: UUID) -> ResponseReturnValue:
    """Say that the question is settled."""
    with acting_on(ticket_id, ActForm.read()) as (act, seen):
        talking.resolve(act.session, seen.ticket, by=me().id, act_id=act.id)
    flash(_("The question is settled. Writing in it opens it again."), "ok")
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
