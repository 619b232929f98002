"""Everybody's own choice: to be suggested for meetings near home, or to be left out."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from classcode import db
from classcode.acts import acting
from classcode.auth import SIGNED_IN, me, open_to
from classcode.errors import Invalid
from classcode.i18n import gettext as _
from classcode.i18n import language
from helpdesk.gathering.forms import ChoiceForm
from helpdesk.gathering.queries.page import is_left_out
from helpdesk.gathering.routes.blueprint import bp
from helpdesk.gathering.rules.choosing import choose


@bp.get("/<lang:lang>/meetings/choice")
@open_to(SIGNED_IN)
def choice(lang: str) -> ResponseReturnValue:
    """Tell what suggestions are, and let me be left out."""
    return _page(ChoiceForm.blank())


def _page(form: ChoiceForm) -> str:
    with db.reading() as session:
        out = is_left_out(session, me().id)
    options = [
        ("yes", _("Suggest me when people near me could meet")),
        ("no", _("Leave me out of suggestions")),
    ]
    chosen = form.wants.data or ("no" if out else "yes")
    return render_template("gathering/choice.html", form=form, options=options, chosen=chosen)


@bp.post("/meetings/choice")
@open_to(SIGNED_IN)
def keep_choice() -> ResponseReturnValue:
    """Keep my choice."""
    form = ChoiceForm.read()
    try:
        wants = form.said_yes()
    except Invalid as error:
        form.refuse(error)
        return _page(form), 422
    with acting(me().id, form.act_id) as act:
        choose(act.session, me().id, wants=wants)
        where = act.answer(url_for("gathering.choice", lang=language()))
    flash(
        _("You are suggested again when people near you could meet.")
        if wants
        else _("You are left out of suggestions from now on. Invitations you have stay as they are."),
        "ok",
    )
    return redirect(where)
