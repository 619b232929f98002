"""Asking without an account: the form, and the page that says to look into one's mailbox, whoever one is."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import db
from classcode.acts import acting
from classcode.auth import ANYONE, open_to, visitor
from classcode.errors import Invalid, TooMany
from classcode.forms import said
from classcode.i18n import language
from classcode.people.rules import limits
from classcode.territory.models import ELSEWHERE
from helpdesk.guests.forms import FirstForm
from helpdesk.guests.routes.blueprint import bp
from helpdesk.guests.rules import receive
from helpdesk.guests.rules.receiving import NETWORK
from helpdesk.models import Source
from helpdesk.suggesting.routes import found_for
from helpdesk.suggesting.shelf import Suggestions
from helpdesk.tickets.queries.policy import targets_of
from helpdesk.tickets.routes.communes import commune_told, communes_offered
from helpdesk.tickets.units import about, asked_about

NOBODY: Final = UUID(int=0)
"""In whose name somebody acts who has no account."""


@bp.get("/<lang:lang>/help/first")
@open_to(ANYONE)
def first(lang: str) -> ResponseReturnValue:
    """Show the form for somebody without an account; who has one is sent to her own."""
    unit = request.args.get("unit") or None
    if unit:
        asked_about(unit)
    if visitor():
        return redirect(
            url_for("helpdesk.ask", lang=lang, unit=unit)
        )  # without a unit: what she asked so far
    with db.reading() as session:
        return _page(session, FirstForm.blank(unit=unit))


def _page(session: Session, form: FirstForm, found: Suggestions | None = None) -> str:
    key = said(form.unit)
    return render_template(
        "helpdesk/guests/first.html",
        form=form,
        unit=about(*asked_about(key)) if key else None,
        onwards=url_for("helpdesk.ask", lang=language(), unit=key or None),
        days=targets_of(session, ELSEWHERE).answer.days,
        communes=communes_offered(session, form.commune.data),
        found=found,
    )


@bp.post("/help/first")
@open_to(ANYONE)
def ask() -> ResponseReturnValue:
    """Receive a question; the answer is the same whoever's address it is, and for machines that fill every field."""
    form = FirstForm.read()
    if form.look.data:
        with db.reading() as session:
            return _page(session, form, found_for(session, said(form.text), form.unit.data))
    sent = url_for("guests.sent", lang=language())
    if said(form.website):
        return redirect(sent)
    try:
        with acting(NOBODY, form.act_id) as act:
            act.answer(sent)
            _receive(act.session, form)
    except Invalid as error:
        return _refused(form, error)
    except TooMany as error:
        return _refused(form, Invalid("form", error.message, **error.params), error.status)
    return redirect(sent)


def _receive(session: Session, form: FirstForm) -> None:
    network = request.remote_addr or "unknown"
    limits.check(session, NETWORK, network)
    limits.count(session, NETWORK, network)
    module, unit = asked_about(said(form.unit)) if said(form.unit) else (None, None)
    receive(
        session,
        email=said(form.email),
        name=said(form.name),
        subject=None,
        text=said(form.text),
        via=Source.FORM,
        language=language(),
        module=module,
        unit=unit,
        commune_code=commune_told(session, form.commune.data, form.commune_code.data),
    )


def _refused(form: FirstForm, error: Invalid, status: int = 422) -> ResponseReturnValue:
    form.refuse(error)
    with db.reading() as session:
        return _page(session, form), status


@bp.get("/<lang:lang>/help/first/sent")
@open_to(ANYONE)
def sent(lang: str) -> ResponseReturnValue:
    """Say what happens next; the page is the same for everybody."""
    return render_template("helpdesk/guests/sent.html")
