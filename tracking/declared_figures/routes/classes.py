"""Declaring the sessions that were held with classes, until each class has its journal."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import db
from classcode.acts import acting
from classcode.auth import me, open_to
from classcode.errors import Invalid, NotFound
from classcode.forms import ActForm, said
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.people.models import Role
from classcode.territory.schools import choosing
from classcode.territory.schools.naming import placed
from tracking.declared_figures import access, queries
from tracking.declared_figures.classes import declare_class, withdraw_declaration
from tracking.declared_figures.forms import ClassForm
from tracking.declared_figures.models import ClassDeclaration, DeclaredClass
from tracking.declared_figures.routes.blueprint import bp, regions_offered


@bp.get("/<lang:lang>/declared/classes")
@open_to(Role.LEAD)
def classes(lang: str) -> ResponseReturnValue:
    """Show the sessions declared, and the form of another one."""
    with db.reading() as session:
        return _page(session, ClassForm.blank())


def _page(session: Session, form: ClassForm) -> str:
    after = request.args.get("after", default=None, type=UUID)
    found, older = queries.declarations(session, access.regions_of(me()), after)
    asked = bool(form.which_school.errors)
    return render_template(
        "tracking/declared/classes.html",
        form=form if form.region.choices else form.offer(language(), regions_offered(session, whole=False)),
        schools=choosing.schools_offered(session, said(form.school), None) if asked else [],
        declarations=found,
        older=older,
        authors=queries.authors(session, [one.author_id for one in found]),
        where=_where,
    )


def _where(one: ClassDeclaration) -> str:
    """Write the school of a class, or the place that was told."""
    return placed(one.of.school, language()) if one.of.school else one.of.place


@bp.post("/declared/classes")
@open_to(Role.LEAD)
def declare() -> ResponseReturnValue:
    """Keep that a session was held with a class."""
    with db.reading() as session:
        form = ClassForm.read().offer(language(), regions_offered(session, whole=False))
    if form.validate():
        try:
            with acting(me().id, form.act_id) as act:
                where = act.answer(url_for("declared.classes", lang=language()))
                _declare(act.session, form)
        except Invalid as error:
            form.refuse(Invalid(_FIELD.get(error.field, error.field), error.message, **error.params))
        else:
            flash(_("The class is declared. It counts once in its school year."), "ok")
            return redirect(where)
    with db.reading() as session:
        return _page(session, form), 422


_FIELD = {"place": "school"}
"""The form's field for that of the rule."""


def _declare(session: Session, form: ClassForm) -> None:
    """Declare for one of her regions only; nothing is found of others'."""
    place, school_id = choosing.choose(session, said(form.school), said(form.which_school))
    declaration = declare_class(session, form.told(place, school_id), by=me().id)
    of = session.get_one(DeclaredClass, declaration.class_id)
    if not access.may_declare(me(), of.region_code):
        raise NotFound


@bp.post("/declared/classes/<uuid:declaration_id>/withdraw")
@open_to(Role.LEAD)
def withdraw_class(declaration_id: UUID) -> ResponseReturnValue:
    """Take a declaration back; it stays in the list as withdrawn."""
    form = ActForm.read()
    with acting(me().id, form.act_id) as act:
        where = act.answer(url_for("declared.classes", lang=language()))
        declaration = access.declaration(act.session, me(), declaration_id)
        withdraw_declaration(act.session, declaration, by=me().id)
    flash(_("The declaration is withdrawn and no longer counts."), "ok")
    return redirect(where)
