"""Deciding about places: what was named is accepted or sent back, what was reported is hidden or left as it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from classcode import db, journal
from classcode.acts import Acting, acting
from classcode.auth import ANYONE, me, open_to
from classcode.errors import Invalid
from classcode.forms import ActForm, said
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.people.models import Role
from helpdesk.anybody import act_of_anybody
from helpdesk.places import access, words
from helpdesk.places.access import Seen
from helpdesk.places.forms import ReasonForm
from helpdesk.places.queries.keeping import waiting_for
from helpdesk.places.routes.blueprint import bp
from helpdesk.places.routes.reading import page_of, place_page
from helpdesk.places.rules import accepting, moderating

DESK: Final = (Role.FACILITATOR, Role.LEAD, Role.ADMINISTRATOR)
KEEPERS: Final = (Role.FACILITATOR, Role.LEAD)
MODERATORS: Final = (Role.LEAD, Role.ADMINISTRATOR)


@bp.get("/<lang:lang>/desk/places/")
@open_to(*DESK)
def waiting(lang: str) -> ResponseReturnValue:
    """Show the places that wait for me: named in my regions, sent back, reported, hidden."""
    with db.reading() as session:
        return render_template(
            "places/waiting.html", found=waiting_for(session, me()), words=words, page_of=page_of
        )


@contextmanager
def _acting_on(place_id: UUID, form: ActForm) -> Iterator[tuple[Acting, Seen]]:
    """Open the act of a form on a place that this visitor may see, its row locked until it is done."""
    with act_of_anybody(form, page_of(place_id)) as (act, who):
        yield act, access.place(act.session, who, place_id, acting=True)


@bp.post("/places/<uuid:place_id>/accept")
@open_to(*KEEPERS)
def accept(place_id: UUID) -> ResponseReturnValue:
    """Put a place that somebody named into the directory."""
    try:
        with _acting_on(place_id, ActForm.read()) as (act, seen):
            accepting.accept(act.session, seen, by=me().id)
    except Invalid as error:
        flash(_(error.message, **error.params), "warm")
        return redirect(page_of(place_id))
    flash(_("The place is in the directory."), "ok")
    return redirect(page_of(place_id))


@bp.post("/places/<uuid:place_id>/send-back")
@open_to(*KEEPERS)
def send_back(place_id: UUID) -> ResponseReturnValue:
    """Send a place back to whoever named it, with what is to be changed."""
    form = ReasonForm.read()
    try:
        with _acting_on(place_id, form) as (act, seen):
            accepting.send_back(act.session, seen, said(form.reason), by=me().id)
    except Invalid as error:
        form.refuse(error)
        with db.reading() as session:
            return place_page(session, access.place(session, me(), place_id), form), 422
    flash(_("The place is sent back with your reason."), "ok")
    return redirect(page_of(place_id))


@bp.post("/places/<uuid:place_id>/report")
@open_to(ANYONE)
def report(place_id: UUID) -> ResponseReturnValue:
    """Report a place to those who moderate it; nobody is asked who she is."""
    with _acting_on(place_id, ActForm.read()) as (act, seen):
        moderating.report(act.session, seen)
    flash(_("Thank you. Somebody who moderates will look at this place."), "ok")
    return redirect(page_of(place_id))


@bp.post("/places/<uuid:place_id>/hide")
@open_to(*MODERATORS)
def hide(place_id: UUID) -> ResponseReturnValue:
    """Take a place out of everybody's sight."""
    with acting(me().id, ActForm.read().act_id) as act:
        act.answer(page_of(place_id))
        seen = access.hideable(act.session, me(), place_id, acting=True)
        hidden = moderating.hide(act.session, seen, by=me().id)
    if hidden:
        journal.note("place-hidden", me().id, place=str(place_id))
    flash(_("It is hidden from everybody, and offered for no meeting."), "ok")
    return redirect(page_of(place_id))


@bp.post("/places/<uuid:place_id>/show")
@open_to(*MODERATORS)
def show_again(place_id: UUID) -> ResponseReturnValue:
    """Put a hidden place back in sight."""
    with acting(me().id, ActForm.read().act_id) as act:
        act.answer(page_of(place_id))
        seen = access.hideable(act.session, me(), place_id, acting=True)
        moderating.show_again(act.session, seen, by=me().id)
    flash(_("Everybody sees it again."), "ok")
    return redirect(page_of(place_id))


@bp.post("/places/<uuid:place_id>/keep")
@open_to(*MODERATORS)
def keep(place_id: UUID) -> ResponseReturnValue:
    """Leave a reported place as it is."""
    with acting(me().id, ActForm.read().act_id) as act:
        seen = access.hideable(act.session, me(), place_id, acting=True)
        moderating.keep(act.session, seen, by=me().id)
        where = act.answer(url_for("places.waiting", lang=language()))
    flash(_("The place stays, and the report is closed."), "ok")
    return redirect(where)
