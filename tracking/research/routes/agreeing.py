"""Everybody's own agreement to research: what it means, which studies get data, yes or no in one click."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from classcode import db, journal
from classcode.acts import acting
from classcode.auth import SIGNED_IN, me, open_to
from classcode.forms import said
from classcode.i18n import gettext as _
from classcode.i18n import language
from tracking.research import consent, queries, words
from tracking.research.forms import ChoiceForm
from tracking.research.routes.blueprint import bp
from tracking.research.rules.choosing import choose


@bp.get("/<lang:lang>/me/research")
@open_to(SIGNED_IN)
def mine(lang: str) -> ResponseReturnValue:
    """Tell what agreeing to research means, and whether I do."""
    with db.reading() as session:
        return render_template(
            "tracking/research/mine.html",
            agrees=consent.agrees(session, me().id),
            studies=queries.open_studies(session),
            words=words,
        )


@bp.post("/me/research")
@open_to(SIGNED_IN)
def keep_choice() -> ResponseReturnValue:
    """Keep that I agree to research, or no longer do."""
    form = ChoiceForm.read()
    if said(form.agrees) not in ("yes", "no"):
        abort(400, description="neither yes nor no")
    agrees = said(form.agrees) == "yes"
    with acting(me().id, form.act_id) as act:
        choose(act.session, me().id, agrees=agrees)
        where = act.answer(url_for("research.mine", lang=language()))
    journal.note("research-consent", me().id, agrees=agrees)
    flash(
        _("You agree to research. You can take this back here at any time.")
        if agrees
        else _("You no longer agree to research: no later file holds anything of you."),
        "ok",
    )
    return redirect(where)
