"""The page on which a lead makes and ends the access tokens of her programs."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from classcode import db, journal
from classcode.acts import acting
from classcode.auth import me, open_to
from classcode.errors import Invalid
from classcode.forms import ButtonForm, said
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.people.models import Role
from tracking.indicators.tokens import queries, rules
from tracking.indicators.tokens.forms import TokenForm

bp = Blueprint("tokens", __name__)


@bp.get("/<lang:lang>/indicators/tokens/")
@open_to(Role.LEAD)
def mine(lang: str) -> ResponseReturnValue:
    """Show the tokens that hold, and the form that makes another."""
    return _page(TokenForm.offered())


@bp.post("/indicators/tokens/make")
@open_to(Role.LEAD)
def make() -> ResponseReturnValue:
    """Make a token, and show its secret on this one answer; a repeat of the post leads to the list, without it."""
    form = TokenForm.offered(posted=True)
    if form.validate():
        try:
            with acting(me().id, form.act_id) as act:
                secret = rules.make(act.session, me().id, said(form.name), int(form.days.data))
                act.answer(url_for("tokens.mine", lang=language()))
        except Invalid as error:
            form.refuse(error)
        else:
            journal.note("access-token-made", me().id)
            return render_template("tracking/token_made.html", name=said(form.name), secret=secret)
    return _page(form), 422


@bp.post("/indicators/tokens/<uuid:token_id>/revoke")
@open_to(Role.LEAD)
def revoke(token_id: UUID) -> ResponseReturnValue:
    """End one of her tokens for good."""
    form = ButtonForm.read()
    with acting(me().id, form.act_id) as act:
        rules.revoke(act.session, me().id, token_id)
        where = act.answer(url_for("tokens.mine", lang=language()))
    journal.note("access-token-ended", me().id)
    flash(_("This token opens nothing any more."))
    return redirect(where)


def _page(form: TokenForm) -> str:
    with db.reading() as session:
        held = queries.tokens_of(session, me().id)
    return render_template("tracking/tokens.html", form=form, held=held)
