"""The births by which the share of an age class is divided: shown to leads, entered by those of all regions."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import db
from classcode.acts import acting
from classcode.auth import me, open_to
from classcode.errors import Invalid, NotAllowed
from classcode.forms import said
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.people.models import Role
from tracking.declared_figures import access
from tracking.declared_figures.births import known_births
from tracking.declared_figures.classes import enter_births
from tracking.declared_figures.forms import BirthsForm
from tracking.declared_figures.routes.blueprint import bp


def _may_enter() -> bool:
    """Tell whether she may enter births: an administrator, or a lead of all regions."""
    everywhere = Role.LEAD in me().roles and access.regions_of(me()) is None
    return everywhere or Role.ADMINISTRATOR in me().roles


@bp.get("/<lang:lang>/declared/births")
@open_to(Role.LEAD, Role.ADMINISTRATOR)
def births(lang: str) -> ResponseReturnValue:
    """Show the births by country and year, each with its source."""
    with db.reading() as session:
        return _page(session, BirthsForm.blank().offer(lang))


def _page(session: Session, form: BirthsForm) -> str:
    told = {"births": known_births(session), "may_enter": _may_enter(), "leads": Role.LEAD in me().roles}
    return render_template("tracking/declared/births.html", form=form, **told)


@bp.post("/declared/births")
@open_to(Role.LEAD, Role.ADMINISTRATOR)
def enter_births_of() -> ResponseReturnValue:
    """Keep the births of a country and year."""
    if not _may_enter():
        raise NotAllowed
    form = BirthsForm.read().offer(language())
    if form.validate():
        try:
            with acting(me().id, form.act_id) as act:
                where = act.answer(url_for("declared.births", lang=language()))
                told = (said(form.country), form.year.data, form.births.data)
                enter_births(act.session, *told, source=said(form.source), by=me().id)
        except Invalid as error:
            form.refuse(error)
        else:
            flash(_("The births are kept, with their source."), "ok")
            return redirect(where)
    with db.reading() as session:
        return _page(session, form), 422
