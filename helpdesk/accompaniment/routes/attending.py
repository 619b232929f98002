"""Who was at a step, marked by the desk; and hiding words that were reported."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from classcode import journal
from classcode.acts import acting
from classcode.auth import me, open_to
from classcode.errors import Invalid, NotFound
from classcode.forms import ActForm, said
from classcode.i18n import gettext as _
from classcode.people.models import Role
from helpdesk.accompaniment import access
from helpdesk.accompaniment.forms import SomebodyForm
from helpdesk.accompaniment.routes.blueprint import bp
from helpdesk.accompaniment.routes.stepping import page_of, step_page_of
from helpdesk.accompaniment.rules import attending


@bp.post("/desk/schools/<uuid:accompaniment_id>/steps/<uuid:step_id>/there")
@open_to(Role.FACILITATOR, Role.LEAD)
def mark(accompaniment_id: UUID, step_id: UUID) -> ResponseReturnValue:
    """Note that somebody was at a step."""
    form = SomebodyForm.read()
    with acting(me().id, form.act_id) as act:
        where = act.answer(step_page_of(accompaniment_id, step_id))
        seen = access.accompaniment(act.session, me(), accompaniment_id, acting=True)
        attending.mark(act.session, seen, access.step(seen, step_id), _somebody(form), by=me().id)
    flash(_("Marked as there. She sees it on her own page."), "ok")
    return redirect(where)


@bp.post("/desk/schools/<uuid:accompaniment_id>/steps/<uuid:step_id>/not-there")
@open_to(Role.FACILITATOR, Role.LEAD)
def unmark(accompaniment_id: UUID, step_id: UUID) -> ResponseReturnValue:
    """Note that somebody was not at a step after all."""
    form = SomebodyForm.read()
    where = step_page_of(accompaniment_id, step_id)
    try:
        with acting(me().id, form.act_id) as act:
            act.answer(where)
            seen = access.accompaniment(act.session, me(), accompaniment_id, acting=True)
            attending.unmark(act.session, access.step(seen, step_id), _somebody(form), by=me().id)
    except Invalid as error:
        flash(_(error.message, **error.params), "warm")
        return redirect(where)
    flash(_("No longer marked as there."), "ok")
    return redirect(where)


def _somebody(form: SomebodyForm) -> UUID:
    try:
        return UUID(said(form.somebody))
    except ValueError:
        raise NotFound from None


@bp.post("/desk/schools/<uuid:accompaniment_id>/steps/<uuid:step_id>/hide")
@open_to(Role.LEAD)
def hide(accompaniment_id: UUID, step_id: UUID) -> ResponseReturnValue:
    """Take a step's words out of everybody's sight."""
    with acting(me().id, ActForm.read().act_id) as act:
        where = act.answer(page_of(accompaniment_id))
        attending.hide(act.session, access.led_step(act.session, me(), accompaniment_id, step_id), by=me().id)
    journal.note("step-hidden", me().id, step=str(step_id))
    flash(_("These words are hidden. The step counts as before."), "ok")
    return redirect(where)


@bp.post("/desk/schools/<uuid:accompaniment_id>/steps/<uuid:step_id>/show")
@open_to(Role.LEAD)
def show_again(accompaniment_id: UUID, step_id: UUID) -> ResponseReturnValue:
    """Put a step's words back in sight, or leave them as they are after a report."""
    with acting(me().id, ActForm.read().act_id) as act:
        where = act.answer(page_of(accompaniment_id))
        attending.show_again(
            act.session, access.led_step(act.session, me(), accompaniment_id, step_id), by=me().id
        )
    flash(_("These words are in sight, and the report is closed."), "ok")
    return redirect(where)
