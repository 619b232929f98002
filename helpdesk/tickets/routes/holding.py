"""Whose question it becomes: a facilitator accepts, takes, declines or gives back; a lead gives it to somebody."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from classcode.acts import acting
from classcode.auth import me, open_to
from classcode.errors import Invalid, NotFound
from classcode.forms import ActForm, said
from classcode.i18n import gettext as _
from classcode.people.models import Role
from helpdesk.tickets import access
from helpdesk.tickets.forms import AssignForm, PassOnForm
from helpdesk.tickets.routes.blueprint import bp
from helpdesk.tickets.routes.page import Forms
from helpdesk.tickets.routes.thread import acting_on, refused
from helpdesk.tickets.routes.ways import back_to, to_desk
from helpdesk.tickets.rules import holding
from helpdesk.tickets.rules.holding import NotFacilitator


@bp.post("/help/<uuid:ticket_id>/take")
@open_to(Role.FACILITATOR, Role.LEAD, Role.ADMINISTRATOR)
def take(ticket_id: UUID) -> ResponseReturnValue:
    """Take a question that nobody holds; who comes second is told who was first."""
    with acting(me().id, ActForm.read().act_id) as act:
        holding.take(act.session, access.takeable(act.session, me(), ticket_id), by=me().id)
        where = act.answer(back_to(ticket_id))
    flash(_("The question is yours."), "ok")
    return redirect(where)


@bp.post("/help/<uuid:ticket_id>/accept")
@open_to(Role.FACILITATOR, Role.LEAD, Role.ADMINISTRATOR)
def accept(ticket_id: UUID) -> ResponseReturnValue:
    """Accept a question that was proposed to me."""
    with acting_on(ticket_id, ActForm.read()) as (act, seen):
        if not seen.holder:
            raise NotFound
        holding.accept(act.session, seen.ticket, by=me().id)
    flash(_("The question is yours. Thank you."), "ok")
    return redirect(back_to(ticket_id))


@bp.post("/help/<uuid:ticket_id>/assign")
@open_to(Role.LEAD, Role.ADMINISTRATOR)
def assign(ticket_id: UUID) -> ResponseReturnValue:
    """Give a question to a facilitator."""
    form = AssignForm.read()
    try:
        with acting_on(ticket_id, form) as (act, seen):
            if not seen.may_assign:
                raise NotFound
            holding.assign(act.session, seen.ticket, chosen(said(form.facilitator)), by=me().id)
    except Invalid as error:
        form.refuse(error)
        return refused(ticket_id, Forms(assign=form))
    flash(_("The question has been given. She is told before her next slot."), "ok")
    return redirect(back_to(ticket_id))


def chosen(text: str) -> UUID:
    """Return whom a list's value means; raise `NotFacilitator` for anything else."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFacilitator from None


@bp.post("/help/<uuid:ticket_id>/pass-on")
@open_to(Role.FACILITATOR, Role.LEAD, Role.ADMINISTRATOR)
def pass_on(ticket_id: UUID) -> ResponseReturnValue:
    """Decline a question or give it back: the next candidate has it, or the lead's queue."""
    form = PassOnForm.read()
    try:
        with acting_on(ticket_id, form) as (act, seen):
            if not seen.holder:
                raise NotFound
            holding.pass_on(act.session, seen.ticket, said(form.reason), by=me().id)
            where = act.answer(to_desk())
    except Invalid as error:
        form.refuse(error)
        return refused(ticket_id, Forms(pass_on=form))
    flash(_("The question has been passed on. Thank you for saying so in time."), "ok")
    return redirect(where)
