"""The page of alerts for leads: what is open, putting one aside with a word, and the weekly mail."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from classcode import db
from classcode.acts import acting
from classcode.auth import me, open_to
from classcode.errors import Invalid
from classcode.forms import ButtonForm, said
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.people.models import Role
from tracking.indicators import asking
from tracking.indicators.alerts import queries
from tracking.indicators.alerts.forms import AsideForm
from tracking.indicators.alerts.rules import asides, letters

bp = Blueprint("indicator_alerts", __name__)


@bp.get("/<lang:lang>/indicators/alerts/")
@open_to(Role.LEAD)
def mine(lang: str) -> ResponseReturnValue:
    """Show the alerts of the regions that the reader leads."""
    with db.reading() as session:
        board = queries.board(session, asking.allowed(), lang)
        mailed = queries.has_letters(session, me().id)
    return render_template("tracking/alerts.html", board=board, mailed=mailed, k=asking.small_count())


@bp.get("/<lang:lang>/indicators/alerts/<uuid:alert_id>/aside")
@open_to(Role.LEAD)
def ask_aside(lang: str, alert_id: UUID) -> ResponseReturnValue:
    """Ask with what note, and for how long, an alert is put aside."""
    return _aside(lang, alert_id, AsideForm.offered())


@bp.post("/indicators/alerts/<uuid:alert_id>/aside")
@open_to(Role.LEAD)
def put_aside(alert_id: UUID) -> ResponseReturnValue:
    """Put an alert aside for some days, with a note for the others who see it."""
    form = AsideForm.offered(posted=True)
    if form.validate():
        note, days = said(form.note), int(form.days.data)
        try:
            with acting(me().id, form.act_id) as act:
                asides.put_aside(act.session, alert_id, asking.allowed(), by=me().id, note=note, days=days)
                where = act.answer(_mine())
        except Invalid as error:
            form.refuse(error)
        else:
            flash(_("The alert is put aside. It shows again after that day if it is still so."))
            return redirect(where)
    return _aside(language(), alert_id, form), 422


@bp.post("/indicators/alerts/<uuid:alert_id>/again")
@open_to(Role.LEAD)
def show_again(alert_id: UUID) -> ResponseReturnValue:
    """Show an alert again that was put aside."""
    form = ButtonForm.read()
    with acting(me().id, form.act_id) as act:
        asides.show_again(act.session, alert_id, asking.allowed())
        where = act.answer(_mine())
    return redirect(where)


@bp.post("/indicators/alerts/letters/ask")
@open_to(Role.LEAD)
def ask_letters() -> ResponseReturnValue:
    """Write to the reader once a week, when there is something new."""
    form = ButtonForm.read()
    with acting(me().id, form.act_id) as act:
        letters.ask(act.session, me().id)
        where = act.answer(_mine())
    flash(_("We shall write to you once a week at most, when an alert is new."))
    return redirect(where)


@bp.post("/indicators/alerts/letters/end")
@open_to(Role.LEAD)
def end_letters() -> ResponseReturnValue:
    """Write to the reader no more."""
    form = ButtonForm.read()
    with acting(me().id, form.act_id) as act:
        letters.end(act.session, me().id)
        where = act.answer(_mine())
    flash(_("No mail of alerts will be sent to you any more."))
    return redirect(where)


def _mine() -> str:
    return url_for("indicator_alerts.mine", lang=language())


def _aside(lang: str, alert_id: UUID, form: AsideForm) -> str:
    with db.reading() as session:
        told = queries.one(session, alert_id, asking.allowed(), lang)
    return render_template("tracking/alert_aside.html", told=told, form=form)
