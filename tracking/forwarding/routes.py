"""What administrators decide about refused statements, on the page of deliveries: send again, or leave out."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import journal
from classcode.acts import acting
from classcode.auth import me, open_to
from classcode.forms import ButtonForm
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.people.models import Role
from tracking.forwarding import rules

bp = Blueprint("forwarding", __name__)


@bp.post("/deliveries/recipients/<uuid:recipient_id>/again")
@open_to(Role.ADMINISTRATOR)
def again(recipient_id: UUID) -> ResponseReturnValue:
    """Send once more what a recipient refused."""
    where = _decided(recipient_id, rules.try_again)
    flash(_("The refused statements will be sent again within a minute."))
    return redirect(where)


@bp.post("/deliveries/recipients/<uuid:recipient_id>/leave-out")
@open_to(Role.ADMINISTRATOR)
def leave_out(recipient_id: UUID) -> ResponseReturnValue:
    """Agree that a recipient does not get what it refused."""
    where = _decided(recipient_id, rules.leave_out)
    journal.note("lrs-refused-left-out", me().id, recipient=str(recipient_id))
    flash(_("The refused statements stay out of this store; they stay in ours."))
    return redirect(where)


def _decided(recipient_id: UUID, decide: Callable[[Session, UUID], None]) -> str:
    """Carry out a decision as one act; return the address of the page that it was taken on."""
    form = ButtonForm.read()
    with acting(me().id, form.act_id) as act:
        decide(act.session, recipient_id)
        return act.answer(url_for("tracking.deliveries", lang=language()))
