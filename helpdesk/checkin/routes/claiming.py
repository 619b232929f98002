"""Claiming presence with the code of a paper slip."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from classcode import i18n
from classcode.acts import acting
from classcode.auth import SIGNED_IN, me, open_to
from classcode.errors import Invalid
from classcode.forms import said
from classcode.i18n import gettext as _
from classcode.people.rules import limits
from helpdesk.checkin.forms import ClaimForm
from helpdesk.checkin.routes.blueprint import bp
from helpdesk.checkin.rules import claiming
from helpdesk.checkin.rules.claiming import UNKNOWN_SLIP, WRONG_SLIPS


@bp.get("/<lang:lang>/claim")
@open_to(SIGNED_IN)
def claim(lang: str) -> ResponseReturnValue:
    """Show the field for the code of a slip."""
    return _page(ClaimForm.blank())


@bp.post("/claim")
@open_to(SIGNED_IN)
def take_over() -> ResponseReturnValue:
    """Claim the presence of a slip; a wrong code is counted."""
    form = ClaimForm.read()
    if not form.validate():
        return _page(form), 422
    with acting(me().id, form.act_id) as act:
        limits.check(act.session, WRONG_SLIPS, str(me().id))
        seat = claiming.claim(act.session, said(form.code), me().id, act_id=act.id)
        if seat is None:
            limits.count(act.session, WRONG_SLIPS, str(me().id))
            where = act.answer(url_for("checkin.claim", lang=i18n.language()))
        else:
            where = act.answer(url_for("meetings.show", lang=i18n.language(), meeting_id=seat.meeting_id))
    if seat is None:
        form.refuse(Invalid("code", UNKNOWN_SLIP))
        return _page(form), 422
    flash(_("Your presence is yours now: it counts in your record."), "ok")
    return redirect(where)


def _page(form: ClaimForm) -> str:
    return render_template("checkin/claim.html", form=form, errors=form.summary())
