"""The page of an opinion: behind a mailed link without signing in, or the learner's own. Opening it changes nothing."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from classcode import db
from classcode.acts import acting
from classcode.auth import ANYONE, SIGNED_IN, me, open_to
from classcode.errors import Invalid, NotFound
from classcode.forms import said
from classcode.i18n import gettext as _
from classcode.i18n import language
from helpdesk.models import Ticket
from helpdesk.ratings import rules
from helpdesk.ratings.forms import STARS, RateForm
from helpdesk.ratings.rules import LONGEST, Opinion
from helpdesk.tickets import access

bp = Blueprint("ratings", __name__)
NOBODY = UUID(int=0)
"""In whose name somebody acts who is not signed in: the link says which question she speaks of."""


@bp.get("/<lang:lang>/rate/<token>")
@open_to(ANYONE)
def by_link(lang: str, token: str) -> ResponseReturnValue:
    """Show the page of a mailed link; only its button uses the link up."""
    with db.reading() as session:
        ticket = rules.asked_by(session, token)
        answer = make_response(_page(ticket, RateForm.blank(token=token), url_for("ratings.send")))
    answer.headers["Cache-Control"] = "no-store"  # the address of this page opens it
    return answer


@bp.post("/rate")
@open_to(ANYONE)
def send() -> ResponseReturnValue:
    """Take the opinion that a link's page posts."""
    form = RateForm.read()
    try:
        with acting(NOBODY, form.act_id) as act:
            where = act.answer(_thanks())
            rules.rate(act.session, said(form.token), _opinion(form), act_id=act.id)
    except Invalid as error:
        form.refuse(error)
        with db.reading() as session:
            return _page(rules.asked_by(session, said(form.token)), form, url_for("ratings.send")), 422
    return redirect(where)


@bp.get("/<lang:lang>/rated")
@open_to(ANYONE)
def thanks(lang: str) -> ResponseReturnValue:
    """Say thank you, and what becomes of an opinion."""
    return render_template("helpdesk/rated.html")


@bp.get("/<lang:lang>/help/<uuid:ticket_id>/rate")
@open_to(SIGNED_IN)
def own(lang: str, ticket_id: UUID) -> ResponseReturnValue:
    """Show the same page to the learner who is signed in."""
    with db.reading() as session:
        ticket = access.ticket(session, me(), ticket_id).ticket
        if not rules.rateable(session, ticket, me().id):
            raise NotFound
        return _page(ticket, RateForm.blank(), url_for("ratings.send_own", ticket_id=ticket_id))


@bp.post("/help/<uuid:ticket_id>/rate")
@open_to(SIGNED_IN)
def send_own(ticket_id: UUID) -> ResponseReturnValue:
    """Take the opinion of the learner who is signed in."""
    form = RateForm.read()
    try:
        with acting(me().id, form.act_id) as act:
            where = act.answer(_thanks())
            ticket = access.ticket(act.session, me(), ticket_id, acting=True).ticket
            rules.rate_own(act.session, ticket, _opinion(form), by=me().id, act_id=act.id)
    except Invalid as error:
        form.refuse(error)
        with db.reading() as session:
            ticket = access.ticket(session, me(), ticket_id).ticket
            return _page(ticket, form, url_for("ratings.send_own", ticket_id=ticket_id)), 422
    return redirect(where)


def _opinion(form: RateForm) -> Opinion:
    return Opinion(form.points, said(form.comment))


def _thanks() -> str:
    return url_for("ratings.thanks", lang=language())


def _page(ticket: Ticket, form: RateForm, action: str) -> str:
    stars = [(value, _(words)) for value, words in STARS]
    return render_template(
        "helpdesk/rate.html", ticket=ticket, form=form, action=action, stars=stars, longest=LONGEST
    )
