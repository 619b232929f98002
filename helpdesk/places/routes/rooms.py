"""The rooms of a place: added, changed and removed beside the form that changes it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import db
from classcode.acts import acting
from classcode.auth import SIGNED_IN, me, open_to
from classcode.errors import Invalid
from classcode.forms import ActForm, said
from classcode.i18n import gettext as _
from helpdesk.places import access
from helpdesk.places.access import Seen
from helpdesk.places.forms import RoomForm
from helpdesk.places.routes.blueprint import bp
from helpdesk.places.routes.naming import back_to_edit, edit_page
from helpdesk.places.rules import rooms

Doing = Callable[[Session, Seen], object]


@bp.post("/places/<uuid:place_id>/rooms")
@open_to(SIGNED_IN)
def add_room(place_id: UUID) -> ResponseReturnValue:
    """Add a room to a place."""
    form = RoomForm.read()
    done = _("The room is added.")
    return _do(place_id, form, done, lambda s, seen: rooms.add(s, seen, *_told(form), by=me().id))


@bp.post("/places/<uuid:place_id>/rooms/<uuid:room_id>")
@open_to(SIGNED_IN)
def change_room(place_id: UUID, room_id: UUID) -> ResponseReturnValue:
    """Rename a room, or count its seats anew."""
    form = RoomForm.read()
    done = _("The room is changed.")
    return _do(place_id, form, done, lambda s, seen: rooms.change(s, seen, room_id, *_told(form), by=me().id))


@bp.post("/places/<uuid:place_id>/rooms/<uuid:room_id>/remove")
@open_to(SIGNED_IN)
def remove_room(place_id: UUID, room_id: UUID) -> ResponseReturnValue:
    """Remove a room in which nothing is planned."""
    form, done = ActForm.read(), _("The room is removed.")
    return _do(place_id, form, done, lambda s, seen: rooms.remove(s, seen, room_id, by=me().id))


def _told(form: RoomForm) -> tuple[str, int | None]:
    return said(form.room), form.seats.data


def _do(place_id: UUID, form: ActForm, done: str, doing: Doing) -> ResponseReturnValue:
    """Do one act on a place's rooms and lead back to its form, or show there what needs another look."""
    with db.reading() as session:
        seen = access.changeable(session, me(), place_id)
        if not form.validate():
            return _refused(session, seen, form), 422
    try:
        with acting(me().id, form.act_id) as act:
            where = act.answer(back_to_edit(place_id))
            doing(act.session, access.changeable(act.session, me(), place_id, acting=True))
    except Invalid as error:
        form.refuse(error)
        with db.reading() as session:
            return _refused(session, access.changeable(session, me(), place_id), form), 422
    flash(done, "ok")
    return redirect(where)


def _refused(session: Session, seen: Seen, form: ActForm) -> str:
    return edit_page(session, seen, room_form=form if isinstance(form, RoomForm) else None)
