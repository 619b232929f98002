"""Joining the desk, as who joins sees it: the criteria, the two doors, the charter, the steps, and the way out."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import auth, db, journal
from classcode.acts import acting
from classcode.auth import ANYONE, SIGNED_IN, me, open_to
from classcode.errors import Invalid, Refused
from classcode.forms import ButtonForm
from classcode.i18n import LANGUAGES, language, ngettext
from classcode.i18n import gettext as _
from classcode.people.models import Person, Role
from classcode.people.queries import regions_of_role
from classcode.territory.queries import region_of, regions
from helpdesk.availability import words as week
from helpdesk.availability.weekly import read_all
from helpdesk.growth import charter, criteria, words
from helpdesk.growth.forms import ROWS, JoinForm
from helpdesk.growth.models import FacilitatorPath
from helpdesk.growth.queries.deeds import deeds_of
from helpdesk.growth.queries.paths import latest_of
from helpdesk.growth.routes.blueprint import bp
from helpdesk.growth.rules import applying, leaving
from helpdesk.growth.steps import Door, stops


@bp.get("/<lang:lang>/help/charter")
@open_to(ANYONE)
def read_charter(lang: str) -> ResponseReturnValue:
    """Show what the desk asks of who answers, to anybody."""
    return render_template(
        "helpdesk/growth_charter.html", charter=charter.text(lang), version=charter.VERSION, words=words
    )


@bp.get("/<lang:lang>/help/join")
@open_to(SIGNED_IN)
def join(lang: str) -> ResponseReturnValue:
    """Show where I stand: criteria with my figures, the door that is open, the steps of my way."""
    with db.reading() as session:
        path = latest_of(session, me().id)
        mentor = session.get(Person, path.mentor_id) if path and path.mentor_id else None
        return render_template(
            "helpdesk/growth_join.html",
            criteria=criteria.weigh(deeds_of(session, me().id)),
            door=applying.door_of(session, me().id),
            path=path,
            stops=stops(path) if path else [],
            mentor=mentor.name if mentor else None,
            serving=bool(regions_of_role(session, me().id, Role.FACILITATOR)),
            refusal=_refusal(session),
            words=words,
        )


def _refusal(session: Session) -> str | None:
    """Return why I may not apply now, in words; None when I may."""
    try:
        applying.check_may(session, me().id)
    except Refused as error:
        return _(error.message, **error.params)
    return None


@bp.get("/<lang:lang>/help/join/apply")
@open_to(SIGNED_IN)
def fill_in(lang: str) -> ResponseReturnValue:
    """Show the form with the charter, filled in with what is known."""
    with db.reading() as session:
        applying.check_may(session, me().id)
        return _form_page(session, _filled_in(session))


def _filled_in(session: Session) -> JoinForm:
    """Begin with my language and region, or with what I offered when I was here before."""
    person, before = session.get_one(Person, me().id), latest_of(session, me().id)
    home = region_of(session, person.commune_code) if person.commune_code else None
    region = before.region_code if before and before.region_code else home.code if home else ""
    languages = list(before.languages) if before and before.languages else [person.language]
    return JoinForm.blank(name=person.name, region=region, languages=languages, **_slots_before(before))


def _slots_before(before: FacilitatorPath | None) -> dict[str, object]:
    values: dict[str, object] = {}
    for row, slot in zip(ROWS, read_all(before.slots) if before else [], strict=False):
        values |= {f"weekday_{row}": str(slot.weekday), f"start_{row}": slot.start, f"end_{row}": slot.end}
    return values


def _form_page(session: Session, form: JoinForm) -> str:
    grouped = regions(session)
    return render_template(
        "helpdesk/growth_apply.html",
        form=form,
        door=applying.door_of(session, me().id),
        doors=Door,
        regions=[(one.code, one.called(language())) for some in grouped.values() for one in some],
        languages=list(LANGUAGES.items()),
        weekdays=week.weekdays(),
        rows=ROWS,
        charter=charter.text(language()),
        asks_name=session.get_one(Person, me().id).name is None,
    )


@bp.post("/help/join/apply")
@open_to(SIGNED_IN)
def apply() -> ResponseReturnValue:
    """Accept the charter and ask to join."""
    form = JoinForm.read()
    if not form.validate():
        return _refused(form)
    try:
        with acting(me().id, form.act_id) as act:
            applying.apply(act.session, me().id, form.application())
            where = act.answer(_here())
    except Invalid as error:
        form.refuse(error)
        return _refused(form)
    journal.note("desk-applied", me().id)
    flash(_("Your application has left. The people who lead the region read it, and write to you."), "ok")
    return redirect(where)


def _refused(form: JoinForm) -> ResponseReturnValue:
    with db.reading() as session:
        return _form_page(session, form), 422


@bp.post("/help/join/withdraw")
@open_to(SIGNED_IN)
def withdraw() -> ResponseReturnValue:
    """Take my application back, or say no to an invitation."""
    form = ButtonForm.read()
    with acting(me().id, form.act_id) as act:
        applying.withdraw(act.session, me().id)
        where = act.answer(_here())
    flash(_("So be it, and thank you for having thought of it."), "ok")
    return redirect(where)


@bp.post("/help/join/step-back")
@open_to(SIGNED_IN)
def step_back() -> ResponseReturnValue:
    """Step back from the desk; my role ends at once, and this browser gets a new session."""
    # The rule refuses whoever has no role: a guard here would refuse the second click of who had it at the first.
    form, who = ButtonForm.read(), me()
    with acting(who.id, form.act_id) as act:
        left = leaving.step_back(act.session, who.id)
        auth.end_all(act.session, who.id)
        auth.start(act.session, who.id)
        where = act.answer(_here())
    journal.note("role-withdrawn", who.id, role=Role.FACILITATOR, by_herself=True)
    told = _("You have stepped back. Thank you for every evening you gave.")
    if left.questions:
        told += " " + ngettext(
            "Your one open question is with the desk again.",
            "Your %(n)s open questions are with the desk again.",
            left.questions,
        )
    flash(told, "ok")
    return redirect(where)


def _here() -> str:
    return url_for("growth.join", lang=language())
