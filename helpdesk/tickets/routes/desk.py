"""The desk of facilitators and leads: what waits, and whose question it becomes."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from classcode import db
from classcode.acts import acting
from classcode.auth import me, open_to
from classcode.errors import Invalid, NotFound
from classcode.forms import ActForm
from classcode.i18n import gettext as _
from classcode.people.models import Role
from helpdesk.tickets import access
from helpdesk.tickets.forms import AssignForm, PassOnForm
from helpdesk.tickets.queries.desk import desk_of
from helpdesk.tickets.routes.blueprint import bp
from helpdesk.tickets.routes.page import Forms
from helpdesk.tickets.routes.thread import acting_on, refused
from helpdesk.tickets.routes.ways import back_to, to_desk
from helpdesk.tickets.rules import holding
from helpdesk.tickets.rules.holding import NotFacilitator
from helpdesk.tickets.units import about
from helpdesk.tickets.words import language_called, state_tag


@bp.get("/<lang:lang>/desk/")
@open_to(Role.FACILITATOR, Role.LEAD, Role.ADMINISTRATOR)
def desk(lang: str) -> ResponseReturnValue:
    """Show what waits for me first, the oldest promise first; then what nobody holds."""
    with db.reading() as session:
        queues = desk_of(session, me())
    return render_template(
        "helpdesk/desk.html", desk=queues, about=about, state_tag=state_tag, language_called=language_called
    )


@bp.post("/help/<uuid:ticket_id>/take")
@open_to(Role.FACILITATOR, Role.LEAD, Role.ADMINISTRATOR)
def take(ticket_id: UUID) -> ResponseReturnValue:
    """Take a question that nobody holds; who comes second is told who was first."""
    with acting(me().id, ActForm.read().act_id) as act:
        holding.take(act.session, access.takeable(act.session, me(), ticket_id), by=me().id)
        where = act.answer(back_to(ticket_id))
    flash(_("The question is yours."), "ok")
    return redirect(where)


@bp.post("/help/<uuid:ticket_id>/assign")
@open_to(Role.LEAD, Role.ADMINISTRATOR)
def assign(ticket_id: UUID) -> ResponseReturnValue:
    """Give a question to a facilitator."""
    form = AssignForm.read()
    try:
        with acting_on(ticket_id, form) as (act, seen):
            if not seen.may_assign:
                raise NotFound
            holding.assign(act.session, seen.ticket, _chosen(form), by=me().id)
    except Invalid as error:
        form.refuse(error)
        return refused(ticket_id, Forms(assign=form))
    return redirect(back_to(ticket_id))


def _chosen(form: AssignForm) -> UUID:
    try:
        return UUID(form.facilitator.data or "")
    except ValueError:
        raise NotFacilitator from None


@bp.post("/help/<uuid:ticket_id>/pass-on")
@open_to(Role.FACILITATOR, Role.LEAD, Role.ADMINISTRATOR)
def pass_on(ticket_id: UUID) -> ResponseReturnValue:
    """Pass a question on to the next candidate, or to the lead's queue."""
    form = PassOnForm.read()
    try:
        with acting_on(ticket_id, form) as (act, seen):
            if not seen.holder:
                raise NotFound
            holding.pass_on(act.session, seen.ticket, form.reason.data or "", by=me().id)
            where = act.answer(to_desk())
    except Invalid as error:
        form.refuse(error)
        return refused(ticket_id, Forms(pass_on=form))
    flash(_("The question has been passed on. Thank you for saying so in time."), "ok")
    return redirect(where)
