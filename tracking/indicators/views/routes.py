"""The pages of saved views: a lead's list, one of them, opening it, and the link that stops its mails."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import db
from classcode.acts import acting
from classcode.auth import ANYONE, me, open_to
from classcode.errors import Invalid
from classcode.forms import ButtonForm, said
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.people.models import Role
from tracking.indicators import asking, choices
from tracking.indicators.views import pages, queries, rules, showing
from tracking.indicators.views.forms import MonthlyForm, NameForm, SaveForm, StopForm
from tracking.indicators.views.rules import Wish

bp = Blueprint("indicator_views", __name__)
NOBODY: Final = UUID(int=0)
"""In whose name somebody acts who is not signed in: the link says of which view she speaks."""


@bp.get("/<lang:lang>/indicators/views/")
@open_to(Role.LEAD)
def mine(lang: str) -> ResponseReturnValue:
    """Show her views: what each asks for, whether it can be opened, whether it comes by mail."""
    with db.reading() as session:
        known = asking.known(session, lang)
        held = [showing.shown(view, known) for view in queries.views_of(session, me().id)]
    return render_template("tracking/saved_views.html", held=held, most=rules.MOST)


@bp.post("/indicators/views/save")
@open_to(Role.LEAD)
def save() -> ResponseReturnValue:
    """Keep the filter of a page under a name, and lead back to that page."""
    form = SaveForm.read(also=pages.FIELDS)
    page = said(form.page)
    if page not in pages.PLACES:
        abort(400, description="unknown page")
    asked = pages.kept(page, request.form)
    if form.validate():
        try:
            with acting(me().id, form.act_id) as act:
                choices.read(pages.answers(asked), asking.known(act.session, language()))
                rules.save(act.session, me().id, Wish(said(form.called), page, asked))
                where = act.answer(showing.address(page, asked))
        except Invalid as error:
            form.refuse(error)
        else:
            flash(_("This view is saved. You find it again among your saved views."))
            return redirect(where)
    carried = pages.answers(asked)
    return render_template("tracking/view_save.html", form=form, page=page, carried=carried), 422


@bp.get("/<lang:lang>/indicators/views/<uuid:view_id>")
@open_to(Role.LEAD)
def one(lang: str, view_id: UUID) -> ResponseReturnValue:
    """Show one view of hers: its name, its mail, its end."""
    with db.reading() as session:
        return _page(session, view_id)


def _page(session: Session, view_id: UUID, form: NameForm | None = None) -> str:
    view = rules.view(session, me().id, view_id)
    shown = showing.shown(view, asking.known(session, language()))
    form = form or NameForm.blank(called=view.name)
    return render_template("tracking/saved_view.html", shown=shown, form=form)


@bp.get("/<lang:lang>/indicators/views/<uuid:view_id>/go")
@open_to(Role.LEAD)
def go(lang: str, view_id: UUID) -> ResponseReturnValue:
    """Lead to the page that a view keeps; where it is not open to her any more, to what is said of it."""
    with db.reading() as session:
        shown = showing.shown(rules.view(session, me().id, view_id), asking.known(session, lang))
    return redirect(shown.href or url_for("indicator_views.one", lang=lang, view_id=view_id))


@bp.post("/indicators/views/<uuid:view_id>/rename")
@open_to(Role.LEAD)
def rename(view_id: UUID) -> ResponseReturnValue:
    """Give a view of hers another name."""
    form = NameForm.read()
    if form.validate():
        try:
            with acting(me().id, form.act_id) as act:
                rules.rename(act.session, me().id, view_id, said(form.called))
                where = act.answer(url_for("indicator_views.one", lang=language(), view_id=view_id))
        except Invalid as error:
            form.refuse(error)
        else:
            flash(_("This view has its new name."))
            return redirect(where)
    with db.reading() as session:
        return _page(session, view_id, form), 422


@bp.post("/indicators/views/<uuid:view_id>/delete")
@open_to(Role.LEAD)
def delete(view_id: UUID) -> ResponseReturnValue:
    """Let go of a view of hers."""
    form = ButtonForm.read()
    with acting(me().id, form.act_id) as act:
        rules.let_go(act.session, me().id, view_id)
        where = act.answer(url_for("indicator_views.mine", lang=language()))
    flash(_("This view is deleted. The figures stay as they are."))
    return redirect(where)


@bp.post("/indicators/views/<uuid:view_id>/monthly")
@open_to(Role.LEAD)
def monthly(view_id: UUID) -> ResponseReturnValue:
    """Send the figures of a view of hers by mail each month, or no longer."""
    form = MonthlyForm.read()
    wanted = said(form.wanted)
    if wanted not in {"yes", "no"}:
        abort(400, description="yes or no")
    with acting(me().id, form.act_id) as act:
        rules.mail_monthly(act.session, me().id, view_id, wanted=wanted == "yes")
        where = act.answer(url_for("indicator_views.one", lang=language(), view_id=view_id))
    flash(
        _("You get its figures by mail in the first days of each month.")
        if wanted == "yes"
        else _("Its figures no longer come by mail.")
    )
    return redirect(where)


@bp.get("/<lang:lang>/indicators/views/stop/<token>")
@open_to(ANYONE)
def stopping(lang: str, token: str) -> ResponseReturnValue:
    """Show the page of a mailed link; only its button stops anything."""
    with db.reading() as session:
        view = rules.stopped_by(session, token)
    form = StopForm.blank(token=token)
    answer = make_response(render_template("tracking/view_stop.html", view=view, form=form))
    answer.headers["Cache-Control"] = "no-store"  # the address of this page speaks for her
    return answer


@bp.post("/indicators/views/stop")
@open_to(ANYONE)
def stop() -> ResponseReturnValue:
    """Stop the mails of the view that a link speaks of."""
    form = StopForm.read()
    with acting(NOBODY, form.act_id) as act:
        rules.stop(act.session, said(form.token))
        where = act.answer(url_for("indicator_views.stopped", lang=language()))
    return redirect(where)


@bp.get("/indicators/views/stop/<token>")
@open_to(ANYONE)
def mailed(token: str) -> ResponseReturnValue:
    """Lead on from the address that a mail program knows."""
    return redirect(url_for("indicator_views.stopping", lang=language(), token=token))


@bp.post("/indicators/views/stop/<token>")
@open_to(ANYONE)
def one_click(token: str) -> ResponseReturnValue:
    """Stop the mails at the button of a mail program (RFC 8058): without a page, a cookie or a form of ours."""
    if request.form.get("List-Unsubscribe") != "One-Click":
        abort(400, description="List-Unsubscribe=One-Click is missing")
    with db.transaction() as session:
        rules.stop(session, token)
    return "", 204


@bp.get("/<lang:lang>/indicators/views/stopped")
@open_to(ANYONE)
def stopped(lang: str) -> ResponseReturnValue:
    """Say that no more mail of this view comes."""
    return render_template("tracking/view_stopped.html")
