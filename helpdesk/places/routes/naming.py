"""Naming a place and changing it: one form for both."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import db
from classcode.acts import acting
from classcode.auth import SIGNED_IN, me, open_to
from classcode.errors import Invalid
from classcode.forms import said
from classcode.i18n import N_, language
from classcode.i18n import gettext as _
from classcode.people import queries as people
from classcode.territory import queries as territory
from helpdesk.places import access, words
from helpdesk.places.access import Seen
from helpdesk.places.forms import PlaceForm, RoomForm
from helpdesk.places.routes.blueprint import bp
from helpdesk.places.routes.reading import page_of
from helpdesk.places.rules import changing, naming
from helpdesk.places.rules.changing import ChangedMeanwhile, Difference
from helpdesk.tickets.routes.communes import commune_told, communes_offered

TAKEN_DOWN: Final = N_(
    "Thank you. Somebody who looks after the places of that region will read it; until then only you see it."
)


@bp.get("/<lang:lang>/places/new")
@open_to(SIGNED_IN)
def new(lang: str) -> ResponseReturnValue:
    """Show the form that names a place."""
    with db.reading() as session:
        return _form_page(session, PlaceForm.blank())


def _form_page(session: Session, form: PlaceForm) -> str:
    return render_template(
        "places/new.html",
        form=form,
        communes=communes_offered(session, form.commune.data),
        fields=words.FIELDS,
    )


@bp.post("/places")
@open_to(SIGNED_IN)
def create() -> ResponseReturnValue:
    """Keep a place: at once in the directory in my region, otherwise for those who look after it."""
    form = PlaceForm.read()
    if not form.validate():
        with db.reading() as session:
            return _form_page(session, form), 422
    try:
        with acting(me().id, form.act_id) as act:
            told = form.told(_commune(act.session, form))
            place = naming.name_place(act.session, told, by=me())
            where, accepted = act.answer(page_of(place.id)), place.accepted_at is not None
    except Invalid as error:
        form.refuse(error)
        with db.reading() as session:
            return _form_page(session, form), 422
    flash(_("The place is in the directory.") if accepted else _(TAKEN_DOWN), "ok")
    return redirect(where)


def _commune(session: Session, form: PlaceForm) -> str:
    """Return the code of the commune that was written or chosen; raise `Invalid`."""
    return commune_told(session, said(form.commune), said(form.commune_code)) or ""


@bp.get("/<lang:lang>/places/<uuid:place_id>/change")
@open_to(SIGNED_IN)
def edit(lang: str, place_id: UUID) -> ResponseReturnValue:
    """Show the form that changes a place, and its rooms."""
    with db.reading() as session:
        return edit_page(session, access.changeable(session, me(), place_id))


def edit_page(
    session: Session,
    seen: Seen,
    form: PlaceForm | None = None,
    *,
    differences: list[Difference] | None = None,
    room_form: RoomForm | None = None,
) -> str:
    """Render the form of a place as it stands, or a refused one; `differences` are what another wrote meanwhile."""
    place = seen.place
    commune = place.commune.called(language())
    form = form or PlaceForm.showing(changing.as_told(place), commune=commune, version=place.version)
    written_by = {one.by for one in differences or () if one.by}
    return render_template(
        "places/edit.html",
        form=form,
        place=place,
        communes=communes_offered(session, form.commune.data),
        differences=differences or [],
        names={one.id: one.name for one in people.names(session, written_by).values()},
        room_form=room_form or RoomForm.blank(),
        fields=words.FIELDS,
        words=words,
    )


@bp.post("/places/<uuid:place_id>/change")
@open_to(SIGNED_IN)
def change(place_id: UUID) -> ResponseReturnValue:
    """Change a place; where somebody else did so meanwhile, both are shown and nothing is written."""
    form = PlaceForm.read()
    with db.reading() as session:
        seen = access.changeable(session, me(), place_id)
        if not form.validate():
            return edit_page(session, seen, form), 422
    try:
        with acting(me().id, form.act_id) as act:
            where = act.answer(page_of(place_id))
            seen = access.changeable(act.session, me(), place_id, acting=True)
            told = form.told(_place_commune(act.session, form, seen))
            changing.change(act.session, seen, told, version=form.shown_version(), by=me().id)
    except Invalid as error:
        form.refuse(error)
        with db.reading() as session:
            return edit_page(session, access.changeable(session, me(), place_id), form), 422
    except ChangedMeanwhile as conflict:
        return _both(place_id, form, conflict), 409
    flash(_("The place is changed."), "ok")
    return redirect(where)


def _place_commune(session: Session, form: PlaceForm, seen: Seen) -> str:
    """Return the commune's code: the place's own while its name stands there unchanged, for names come twice."""
    if said(form.commune).strip() == seen.place.commune.called(language()) and not said(form.commune_code):
        return seen.place.commune_code
    return _commune(session, form)


def _both(place_id: UUID, form: PlaceForm, conflict: ChangedMeanwhile) -> str:
    with db.reading() as session:
        seen = access.changeable(session, me(), place_id)
        commune = territory.commune(session, conflict.merged.commune_code)
        called = commune.called(language()) if commune else ""
        form.fill(conflict.merged, commune=called, version=conflict.version)
        return edit_page(session, seen, form, differences=conflict.differences)


def back_to_edit(place_id: UUID) -> str:
    """Return the address of the form that changes a place."""
    return url_for("places.edit", lang=language(), place_id=place_id)
