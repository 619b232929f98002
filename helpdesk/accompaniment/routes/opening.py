"""The schools that are accompanied in my regions, and beginning with another one."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.acts import acting
from classcode.auth import me, open_to
from classcode.errors import Invalid, NotFound
from classcode.forms import said
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.people.models import Role
from classcode.territory.schools.models import School
from classcode.territory.schools.queries import find_schools
from helpdesk.accompaniment import access, queries, words
from helpdesk.accompaniment.forms import HandOverForm, OpenForm
from helpdesk.accompaniment.routes.blueprint import bp
from helpdesk.accompaniment.routes.stepping import page_of, show_page
from helpdesk.accompaniment.rules import opening
from helpdesk.accompaniment.stages import years_offered


@bp.get("/<lang:lang>/desk/schools/")
@open_to(Role.FACILITATOR, Role.LEAD)
def index(lang: str) -> ResponseReturnValue:
    """Show the schools that are accompanied in my regions in a school year."""
    with db.reading() as session:
        years = queries.years_of(session, me())
        asked = request.args.get("year", "")
        year = asked if asked in years else next(iter(years), "")
        return render_template(
            "accompaniment/index.html",
            years=years,
            year=year,
            lines=queries.lines(session, me(), year),
            words=words,
        )


@bp.get("/<lang:lang>/desk/schools/open")
@open_to(Role.FACILITATOR, Role.LEAD)
def choose(lang: str) -> ResponseReturnValue:
    """Look for a school of my regions and begin to accompany it."""
    with db.reading() as session:
        return _choosing(session, request.args.get("q", "")[:120])


def _choosing(session: Session, asked: str, error: str | None = None) -> str:
    found = _mine(session, asked)
    today = clock.now().date()
    return render_template(
        "accompaniment/choose.html",
        asked=asked,
        error=error,
        found=found,
        years={one.id: [(year, year) for year in years_offered(one.system, today)] for one in found},
        words=words,
    )


def _mine(session: Session, asked: str) -> list[School]:
    """Return the schools of my regions that were meant; in several regions, ten of each at most."""
    regions = access.regions_of(me())
    if regions is None:
        return find_schools(session, asked, 20)
    return [one for code in sorted(regions) for one in find_schools(session, asked, region=code, within=True)]


@bp.post("/desk/schools/open")
@open_to(Role.FACILITATOR, Role.LEAD)
def open_one() -> ResponseReturnValue:
    """Begin to accompany a school; where somebody began already, her page is shown."""
    form = OpenForm.read()
    try:
        with acting(me().id, form.act_id) as act:
            school_id = _uuid(said(form.school))
            opened = opening.open_accompaniment(act.session, me(), school_id, said(form.year))
            where = act.answer(page_of(opened.id))
    except Invalid as error:
        with db.reading() as session:
            return _choosing(session, "", _(error.message, **error.params)), 422
    return redirect(where)


@bp.post("/desk/schools/<uuid:accompaniment_id>/hand-over")
@open_to(Role.FACILITATOR, Role.LEAD)
def hand_over(accompaniment_id: UUID) -> ResponseReturnValue:
    """Give an accompaniment to somebody else of the region."""
    form = HandOverForm.read()
    try:
        with acting(me().id, form.act_id) as act:
            where = act.answer(page_of(accompaniment_id))
            seen = access.accompaniment(act.session, me(), accompaniment_id, acting=True)
            opening.hand_over(act.session, seen, _uuid(said(form.facilitator)), by=me().id)
    except Invalid as error:
        form.refuse(error)
        with db.reading() as session:
            seen = access.accompaniment(session, me(), accompaniment_id)
            return show_page(session, seen, errors=form.summary()), 422
    flash(_("The accompaniment changed hands."), "ok")
    return redirect(where)


def _uuid(text: str) -> UUID:
    """Read an id of a form; raise `NotFound` for anything else."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def home() -> str:
    """Return the address of the list."""
    return url_for("accompaniment.index", lang=language())
