"""The steps at which I was marked as there: whether my name may be printed, that I was not there, reporting words."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from classcode import db
from classcode.acts import acting
from classcode.auth import SIGNED_IN, me, open_to
from classcode.forms import ActForm, said
from classcode.i18n import gettext as _
from classcode.i18n import language
from helpdesk.accompaniment import access, queries, words
from helpdesk.accompaniment.forms import NameForm
from helpdesk.accompaniment.models import AccompanimentStep
from helpdesk.accompaniment.routes.blueprint import bp
from helpdesk.accompaniment.rules import attending


@bp.get("/<lang:lang>/me/schools")
@open_to(SIGNED_IN)
def mine(lang: str) -> ResponseReturnValue:
    """Show the steps of schools at which I was marked as there."""
    with db.reading() as session:
        return render_template(
            "accompaniment/mine.html", steps=queries.own_steps(session, me().id), words=words
        )


def _mine() -> str:
    return url_for("accompaniment.mine", lang=language())


@bp.post("/me/schools/<uuid:step_id>/name")
@open_to(SIGNED_IN)
def agree(step_id: UUID) -> ResponseReturnValue:
    """Keep whether my name may stand on the page for the head of school."""
    form = NameForm.read()
    with acting(me().id, form.act_id) as act:
        where = act.answer(_mine())
        presence = access.own_presence(act.session, me(), step_id)
        attending.agree(presence, named=said(form.named) == "yes")
    flash(_("Your choice is kept."), "ok")
    return redirect(where)


@bp.post("/me/schools/<uuid:step_id>/not-there")
@open_to(SIGNED_IN)
def was_not_there(step_id: UUID) -> ResponseReturnValue:
    """Take me off a step."""
    form = ActForm.read()
    with acting(me().id, form.act_id) as act:
        where = act.answer(_mine())
        attending.was_not_there(act.session, access.own_presence(act.session, me(), step_id))
    flash(_("You are no longer marked as there."), "ok")
    return redirect(where)


@bp.post("/me/schools/<uuid:step_id>/report")
@open_to(SIGNED_IN)
def report(step_id: UUID) -> ResponseReturnValue:
    """Report the words of a step at which I was."""
    form = ActForm.read()
    with acting(me().id, form.act_id) as act:
        where = act.answer(_mine())
        access.own_presence(act.session, me(), step_id)
        attending.report(act.session, act.session.get_one(AccompanimentStep, step_id))
    flash(_("Thank you. Who leads the region will look at these words."), "ok")
    return redirect(where)
