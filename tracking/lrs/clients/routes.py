"""The administrators' page of the record's clients: who holds a key, give one, take one back."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from classcode import clock, db, journal
from classcode.acts import acting
from classcode.auth import me, open_to
from classcode.errors import Invalid
from classcode.forms import ButtonForm
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.people.models import Role
from tracking.lrs.clients import queries, rules, words
from tracking.lrs.clients.forms import ClientForm

bp = Blueprint("lrs_clients", __name__)


@bp.get("/<lang:lang>/record/clients/")
@open_to(Role.ADMINISTRATOR)
def clients(lang: str) -> ResponseReturnValue:
    """Show every key with what it opens, and the form that gives another."""
    return _page(ClientForm.offered())


@bp.post("/record/clients/add")
@open_to(Role.ADMINISTRATOR)
def add() -> ResponseReturnValue:
    """Give a key, and show its secret on this one answer; a repeat of the post leads to the list, without it."""
    form = ClientForm.offered(posted=True)
    if form.validate():
        try:
            with acting(me().id, form.act_id) as act:
                issued = rules.add(act.session, form.wish())
                act.answer(url_for("lrs_clients.clients", lang=language()))
        except Invalid as error:
            form.refuse(error)
        else:
            journal.note("lrs-client-added", me().id, client=str(issued.client.id))
            return render_template("tracking/client_added.html", client=issued.client, secret=issued.secret)
    return _page(form), 422


@bp.get("/<lang:lang>/record/clients/<uuid:client_id>/revoke")
@open_to(Role.ADMINISTRATOR)
def ask(lang: str, client_id: UUID) -> ResponseReturnValue:
    """Ask before a key is taken back, since it cannot be given again."""
    with db.reading() as session:
        client = queries.client_by_id(session, client_id)
    if client.revoked_at is not None:
        raise rules.AlreadyRevoked
    return render_template("tracking/client_revoke.html", client=client)


@bp.post("/record/clients/<uuid:client_id>/revoke")
@open_to(Role.ADMINISTRATOR)
def revoke(client_id: UUID) -> ResponseReturnValue:
    """Take a key back for good."""
    form = ButtonForm.read()
    with acting(me().id, form.act_id) as act:
        rules.revoke(act.session, client_id)
        where = act.answer(url_for("lrs_clients.clients", lang=language()))
    journal.note("lrs-client-revoked", me().id, client=str(client_id))
    flash(_("This key opens nothing any more."))
    return redirect(where)


def _page(form: ClientForm) -> str:
    now = clock.now()
    with db.reading() as session:
        held = [(client, queries.standing(client, now)) for client in queries.clients(session)]
    return render_template(
        "tracking/clients.html", form=form, held=held, scopes=words.SCOPES, standings=words.STANDINGS
    )
