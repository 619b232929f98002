"""A facilitator's profile: reading, reporting and hiding it."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import db, journal
from classcode.acts import acting
from classcode.auth import SIGNED_IN, me, open_to
from classcode.forms import ActForm
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.people.models import Role
from helpdesk.availability.weekly import read_all
from helpdesk.availability.words import slot
from helpdesk.profiles import rules
from helpdesk.profiles.access import SeenProfile, profile
from helpdesk.profiles.queries import regions_called
from helpdesk.profiles.routes.blueprint import bp
from helpdesk.tickets.states import Theme
from helpdesk.tickets.units import about
from helpdesk.tickets.words import THEMES, language_called


@bp.get("/<lang:lang>/help/people/<uuid:person_id>")
@open_to(SIGNED_IN)
def person(lang: str, person_id: UUID) -> ResponseReturnValue:
    """Show a facilitator to whoever has to do with her."""
    with db.reading() as session:
        return _page(session, profile(session, me(), person_id))


def _page(session: Session, seen: SeenProfile) -> str:
    offer = seen.offer
    return render_template(
        "helpdesk/profile.html",
        seen=seen,
        regions=regions_called(session, seen.regions, language()),
        everywhere=None in seen.regions,
        languages=[language_called(code) for code in offer.languages],
        modules=[about(slug, None).title for slug in offer.expertise],
        themes=[_(THEMES[theme]) for theme in Theme if theme in offer.themes],
        slots=[slot(one) for one in read_all(offer.slots)],
    )


def _back(person_id: UUID) -> str:
    return url_for("profiles.person", lang=language(), person_id=person_id)


@bp.post("/help/people/<uuid:person_id>/report")
@open_to(SIGNED_IN)
def report(person_id: UUID) -> ResponseReturnValue:
    """Report what a facilitator says about herself."""
    with acting(me().id, ActForm.read().act_id) as act:
        act.answer(_back(person_id))
        rules.report(act.session, profile(act.session, me(), person_id, acting=True))
    flash(_("Thank you. Somebody who moderates will look at this profile."), "ok")
    return redirect(_back(person_id))


@bp.post("/help/people/<uuid:person_id>/hide")
@open_to(Role.LEAD, Role.ADMINISTRATOR)
def hide(person_id: UUID) -> ResponseReturnValue:
    """Take the words of a profile out of sight, as a moderator."""
    with acting(me().id, ActForm.read().act_id) as act:
        act.answer(_back(person_id))
        hidden = rules.hide(act.session, profile(act.session, me(), person_id, acting=True))
    if hidden:
        journal.note("profile-hidden", me().id, profile=str(person_id))
    flash(_("The words of this profile are hidden. She may write others."), "ok")
    return redirect(_back(person_id))
