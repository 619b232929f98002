"""One school with its steps: writing, changing, withdrawing them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.acts import acting
from classcode.auth import me, open_to
from classcode.errors import Invalid
from classcode.forms import ActForm
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.people.models import Role
from helpdesk.accompaniment import access, queries, words
from helpdesk.accompaniment.access import Seen
from helpdesk.accompaniment.forms import StepForm
from helpdesk.accompaniment.models import AccompanimentStep
from helpdesk.accompaniment.routes.blueprint import bp
from helpdesk.accompaniment.rules import opening, stepping
from helpdesk.accompaniment.rules.attending import people_found
from helpdesk.accompaniment.rules.stepping import ChangedMeanwhile, Told, as_told


def page_of(accompaniment_id: UUID) -> str:
    """Return the address of an accompaniment."""
    return url_for("accompaniment.show", lang=language(), accompaniment_id=accompaniment_id)


def step_page_of(accompaniment_id: UUID, step_id: UUID) -> str:
    """Return the address of a step's form."""
    return url_for(
        "accompaniment.edit_step", lang=language(), accompaniment_id=accompaniment_id, step_id=step_id
    )


@bp.get("/<lang:lang>/desk/schools/<uuid:accompaniment_id>/")
@open_to(Role.FACILITATOR, Role.LEAD)
def show(lang: str, accompaniment_id: UUID) -> ResponseReturnValue:
    """Show a school with its steps, and the form of the next one."""
    with db.reading() as session:
        return show_page(session, access.accompaniment(session, me(), accompaniment_id))


def show_page(
    session: Session, seen: Seen, form: StepForm | None = None, *, errors: Sequence[tuple[str, str]] = ()
) -> str:
    """Render an accompaniment; a refused form takes the place of its blank one."""
    held = seen.accompaniment
    steps = [one for one in held.steps if one.withdrawn_at is None]
    form = form or StepForm.blank()
    return render_template(
        "accompaniment/show.html",
        seen=seen,
        held=held,
        steps=steps,
        completed=sum(one.done_on is not None for one in steps),
        form=form,
        errors=[*form.summary(), *errors],
        names=queries.names_in(session, held),
        team=[(one.id, one.name or _("Someone")) for one in opening.may_accompany(session, held.region_code)],
        trail=queries.trail_of(session, held),
        words=words,
    )


@bp.post("/desk/schools/<uuid:accompaniment_id>/steps")
@open_to(Role.FACILITATOR, Role.LEAD)
def add_step(accompaniment_id: UUID) -> ResponseReturnValue:
    """Write a new step."""
    form = StepForm.read()
    if form.validate():
        try:
            with acting(me().id, form.act_id) as act:
                where = act.answer(page_of(accompaniment_id))
                seen = access.accompaniment(act.session, me(), accompaniment_id, acting=True)
                stepping.add_step(act.session, seen, form.told(), by=me().id)
        except Invalid as error:
            form.refuse(error)
        else:
            flash(_("The step is written."), "ok")
            return redirect(where)
    with db.reading() as session:
        return show_page(session, access.accompaniment(session, me(), accompaniment_id), form), 422


@bp.get("/<lang:lang>/desk/schools/<uuid:accompaniment_id>/steps/<uuid:step_id>")
@open_to(Role.FACILITATOR, Role.LEAD)
def edit_step(lang: str, accompaniment_id: UUID, step_id: UUID) -> ResponseReturnValue:
    """Show the form of a step, and who was there; `who` looks somebody up."""
    with db.reading() as session:
        seen = access.accompaniment(session, me(), accompaniment_id)
        return edit_page(session, seen, access.step(seen, step_id))


def edit_page(
    session: Session,
    seen: Seen,
    step: AccompanimentStep,
    form: StepForm | None = None,
    *,
    meanwhile: Told | None = None,
) -> str:
    """Render the form of a step; `meanwhile` is how it stands after somebody else changed it."""
    asked = request.args.get("who", "")[:80]
    found = people_found(session, seen, asked) if asked else []
    there = {one.person_id for one in step.present}
    return render_template(
        "accompaniment/step.html",
        seen=seen,
        held=seen.accompaniment,
        step=step,
        form=form or StepForm.showing(as_told(step), step.version),
        meanwhile=meanwhile,
        names=queries.names_in(session, seen.accompaniment),
        asked=asked,
        nobody=bool(asked) and not found,
        found=[one for one in found if one.id not in there],
        today=clock.now().date().isoformat(),
        words=words,
    )


@bp.post("/desk/schools/<uuid:accompaniment_id>/steps/<uuid:step_id>")
@open_to(Role.FACILITATOR, Role.LEAD)
def change_step(accompaniment_id: UUID, step_id: UUID) -> ResponseReturnValue:
    """Change a step; where somebody else did so meanwhile, both are shown and nothing is written."""
    form, meanwhile, status = StepForm.read(), None, 422
    if form.validate():
        try:
            with acting(me().id, form.act_id) as act:
                where = act.answer(page_of(accompaniment_id))
                seen = access.accompaniment(act.session, me(), accompaniment_id, acting=True)
                step = access.step(seen, step_id)
                version = form.shown_version()
                stepping.change_step(act.session, seen, step, form.told(), version=version, by=me().id)
        except Invalid as error:
            form.refuse(error)
        except ChangedMeanwhile as conflict:
            form.fill(conflict.merged, conflict.version)
            meanwhile, status = conflict.now, 409
        else:
            flash(_("The step is changed."), "ok")
            return redirect(where)
    with db.reading() as session:
        seen = access.accompaniment(session, me(), accompaniment_id)
        return edit_page(session, seen, access.step(seen, step_id), form, meanwhile=meanwhile), status


@bp.post("/desk/schools/<uuid:accompaniment_id>/steps/<uuid:step_id>/withdraw")
@open_to(Role.FACILITATOR, Role.LEAD)
def withdraw_step(accompaniment_id: UUID, step_id: UUID) -> ResponseReturnValue:
    """Take a step back that was written by mistake."""
    form = ActForm.read()
    with acting(me().id, form.act_id) as act:
        where = act.answer(page_of(accompaniment_id))
        seen = access.accompaniment(act.session, me(), accompaniment_id, acting=True)
        stepping.withdraw_step(act.session, seen, access.step(seen, step_id), by=me().id)
    flash(_("The step is withdrawn; it stays in the trail."), "ok")
    return redirect(where)
