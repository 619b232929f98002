"""The name behind a question asked without one: a lead looks it up with a reason, the learner shows it herself."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from classcode import db, journal
from classcode.acts import acting
from classcode.auth import SIGNED_IN, me, open_to
from classcode.errors import Invalid, NotFound
from classcode.forms import ActForm
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.people.models import Role
from helpdesk.profiles.forms import LiftForm
from helpdesk.profiles.routes.blueprint import bp
from helpdesk.tickets import access
from helpdesk.tickets.access import Seen
from helpdesk.tickets.naming import pseudonym
from helpdesk.tickets.rules import naming


@bp.get("/<lang:lang>/help/<uuid:ticket_id>/name")
@open_to(Role.LEAD, Role.ADMINISTRATOR)
def name(lang: str, ticket_id: UUID) -> ResponseReturnValue:
    """Say what follows before a lead looks up who asked."""
    with db.reading() as session:
        return _page(_liftable(access.ticket(session, me(), ticket_id)), LiftForm.blank())


def _liftable(seen: Seen) -> Seen:
    """Return what she may look behind; raise `NotFound` for anything else."""
    if not seen.may_lift:
        raise NotFound
    return seen


def _page(seen: Seen, form: LiftForm) -> str:
    return render_template(
        "helpdesk/lift.html",
        ticket=seen.ticket,
        called=pseudonym(seen.ticket.id),
        form=form,
        errors=form.summary(),
        most=naming.MOST,
    )


def _back(ticket_id: UUID) -> str:
    return url_for("helpdesk.ticket", lang=language(), ticket_id=ticket_id)


@bp.post("/help/<uuid:ticket_id>/name")
@open_to(Role.LEAD, Role.ADMINISTRATOR)
def lift(ticket_id: UUID) -> ResponseReturnValue:
    """Look up who asked, for a reason that she who asked will read."""
    form = LiftForm.read()
    try:
        with acting(me().id, form.act_id) as act:
            act.answer(_back(ticket_id))
            seen = _liftable(access.ticket(act.session, me(), ticket_id, acting=True))
            naming.lift(act.session, seen.ticket, form.reason.data or "", by=me().id)
    except Invalid as error:
        form.refuse(error)
        with db.reading() as session:
            return _page(_liftable(access.ticket(session, me(), ticket_id)), form), 422
    journal.note("name-lifted", me().id, ticket=str(ticket_id))
    flash(_("You now see who asked. She sees that you looked, when, and your reason."), "ok")
    return redirect(_back(ticket_id))


@bp.post("/help/<uuid:ticket_id>/show-name")
@open_to(SIGNED_IN)
def show_name(ticket_id: UUID) -> ResponseReturnValue:
    """Show one's own name on a question asked without it."""
    with acting(me().id, ActForm.read().act_id) as act:
        act.answer(_back(ticket_id))
        seen = access.ticket(act.session, me(), ticket_id, acting=True)
        naming.show_name(act.session, seen.ticket, by=me().id)
    flash(_("Your name is now shown on this question."), "ok")
    return redirect(_back(ticket_id))
