"""Listing, declaring, correcting and withdrawing figures."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.acts import acting
from classcode.auth import me, open_to
from classcode.errors import Invalid, NotFound
from classcode.forms import ActForm, said
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.people.models import Role
from classcode.territory import queries as territory
from tracking.declared_figures import access, queries, rules, words
from tracking.declared_figures.forms import FigureForm
from tracking.declared_figures.models import DeclaredFigure
from tracking.declared_figures.routes.blueprint import bp, regions_offered
from tracking.declared_figures.rules import CorrectedMeanwhile, Told


@bp.get("/<lang:lang>/declared/")
@open_to(Role.LEAD)
def index(lang: str) -> ResponseReturnValue:
    """Show what was declared, the newest first, and how far each action is."""
    kind = request.args.get("kind", "")
    with db.reading() as session:
        mine = access.regions_of(me())
        found = queries.listed(session, kind if kind in words.KINDS else "", mine)
        actions = queries.actions_at(session, clock.now().date())
        near = [one for one in actions if mine is None or one.region_code in {None, *mine}]
        return render_template(
            "tracking/declared/index.html",
            kind=kind,
            figures=found,
            actions=near,
            authors=queries.authors(session, [one.author_id for one in found]),
            regions=_names(session),
            may=lambda one: access.may_declare(me(), one.region_code),
            words=words,
        )


def _names(session: Session) -> dict[str | None, str]:
    named = [one for some in territory.regions(session).values() for one in some]
    return {None: _("The whole programme")} | {one.code: one.called(language()) for one in named}


@bp.get("/<lang:lang>/declared/new/<kind>")
@open_to(Role.LEAD)
def new(lang: str, kind: str) -> ResponseReturnValue:
    """Show the form of a new figure of a kind."""
    words.needs_of(kind)
    with db.reading() as session:
        return _form_page(session, FigureForm.blank(), kind)


def _form_page(session: Session, form: FigureForm, kind: str, figure: DeclaredFigure | None = None) -> str:
    trail = queries.trail_of(session, figure) if figure else []
    return render_template(
        "tracking/declared/figure.html",
        form=form.offer(kind, regions_offered(session)) if "step" in form and "value" in form else form,
        kind=kind,
        figure=figure,
        trail=trail,
        authors=queries.authors(session, [one.by_person_id for one in trail]),
        words=words,
    )


@bp.post("/declared")
@open_to(Role.LEAD)
def enter() -> ResponseReturnValue:
    """Keep a declared figure."""
    form, kind = _read()
    if form.validate():
        try:
            with acting(me().id, form.act_id) as act:
                where = act.answer(url_for("declared.index", lang=language()))
                rules.enter(act.session, _allowed(form.told()), by=me().id)
        except Invalid as error:
            form.refuse(_of_form(error, form))
        else:
            flash(_("The figure is declared, with its source and your name."), "ok")
            return redirect(where)
    with db.reading() as session:
        return _form_page(session, form, kind), 422


def _read() -> tuple[FigureForm, str]:
    """Read the form that was posted, with the fields of its kind."""
    form = FigureForm.read()
    kind = said(form.kind)
    words.needs_of(kind)
    with db.reading() as session:
        return form.offer(kind, regions_offered(session)), kind


def _allowed(told: Told) -> Told:
    """Return what was told if she may declare it for that region; nothing is found of others' regions."""
    if not access.may_declare(me(), told.region_code):
        raise NotFound
    return told


def _of_form(error: Invalid, form: FigureForm) -> Invalid:
    """Return the refusal at the field that the form has in the place of the rule's."""
    field = "step" if error.field == "value" and "step" in form else error.field
    return Invalid(field, error.message, **error.params)


@bp.get("/<lang:lang>/declared/<uuid:figure_id>")
@open_to(Role.LEAD)
def show(lang: str, figure_id: UUID) -> ResponseReturnValue:
    """Show the form that corrects a figure, and its trail."""
    with db.reading() as session:
        figure = access.correctable(session, me(), figure_id)
        return _form_page(session, FigureForm.showing(_as_told(figure), figure.version), figure.kind, figure)


def _as_told(figure: DeclaredFigure) -> Told:
    fields = {field: getattr(figure, field) for field in rules.FIELDS}
    return Told(kind=figure.kind, **fields)


@bp.post("/declared/<uuid:figure_id>")
@open_to(Role.LEAD)
def correct(figure_id: UUID) -> ResponseReturnValue:
    """Correct a figure; its former words stay in the trail."""
    with db.reading() as session:
        access.correctable(session, me(), figure_id)
    form, kind = _read()
    status = 422
    if form.validate():
        try:
            with acting(me().id, form.act_id) as act:
                where = act.answer(url_for("declared.show", lang=language(), figure_id=figure_id))
                figure = access.correctable(act.session, me(), figure_id, acting=True)
                told, version = _allowed(form.told()), form.shown_version()
                rules.correct(act.session, figure, told, version=version, by=me().id)
        except Invalid as error:
            form.refuse(_of_form(error, form))
        except CorrectedMeanwhile as conflict:
            form.form_errors.append(_(conflict.message))
            status = 409
        else:
            flash(_("The figure is corrected; its former words stay below."), "ok")
            return redirect(where)
    with db.reading() as session:
        figure = access.correctable(session, me(), figure_id)
        form.version.data = str(figure.version)
        return _form_page(session, form, kind, figure), status


@bp.post("/declared/<uuid:figure_id>/withdraw")
@open_to(Role.LEAD)
def withdraw(figure_id: UUID) -> ResponseReturnValue:
    """Take a figure back; it stays in the list as withdrawn."""
    form = ActForm.read()
    with acting(me().id, form.act_id) as act:
        where = act.answer(url_for("declared.index", lang=language()))
        figure = access.correctable(act.session, me(), figure_id, acting=True)
        rules.withdraw(act.session, figure, by=me().id)
    flash(_("The figure is withdrawn and no longer counts."), "ok")
    return redirect(where)
