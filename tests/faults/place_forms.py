"""The forms of places: naming and changing one, its rooms, and what the region decides about it."""

from __future__ import annotations

from uuid import UUID

from classcode.people.models import Person, Role
from classcode.people.rules.profile import grant
from classcode.territory.models import Place, Room
from tests.faults.conftest import Scene
from tests.faults.forms import Fields, Form, form

LIBRARY: Fields = {"name": "Médiathèque", "kind": "library", "commune": "Rennes", "public": "yes"}


@form("places.create")
def name_a_place(scene: Scene) -> Form:
    return Form(scene.ada, "/places", LIBRARY)


@form("places.change")
def change_a_place(scene: Scene) -> Form:
    fields = {"name": scene.place.name, "version": "1", "transport": "Bus 5."}
    return Form(scene.bruno, f"/places/{scene.place.id}/change", {**LIBRARY, **fields})


@form("places.add_room")
def add_a_room(scene: Scene) -> Form:
    return Form(scene.bruno, f"/places/{scene.place.id}/rooms", {"room": "Salle bleue", "seats": "20"})


@form("places.change_room")
def change_a_room(scene: Scene) -> Form:
    fields = {"room": "Salle rouge", "seats": "9"}
    return Form(scene.bruno, f"/places/{scene.place.id}/rooms/{a_room(scene)}", fields)


@form("places.remove_room")
def remove_a_room(scene: Scene) -> Form:
    return Form(scene.bruno, f"/places/{scene.place.id}/rooms/{a_room(scene)}/remove", {})


def a_room(scene: Scene) -> UUID:
    """Give the place a room."""
    room = Room(name="Salle bleue", capacity=8)
    scene.place.rooms.append(room)
    scene.session.flush()
    return room.id


def waits(scene: Scene) -> Place:
    """Let the place wait to be accepted, as Ada named it."""
    scene.place.proposed_by_id, scene.place.accepted_at = scene.ada.id, None
    scene.session.flush()
    return scene.place


@form("places.accept")
def accept_a_place(scene: Scene) -> Form:
    return Form(scene.bruno, f"/places/{waits(scene).id}/accept", {})


@form("places.send_back")
def send_a_place_back(scene: Scene) -> Form:
    return Form(scene.bruno, f"/places/{waits(scene).id}/send-back", {"reason": "Quelle entrée ?"})


@form("places.report")
def report_a_place(scene: Scene) -> Form:
    return Form(scene.ada, f"/places/{scene.place.id}/report", {})


def leading(scene: Scene) -> Person:
    """Let Bruno lead his region too."""
    grant(scene.session, scene.bruno.id, Role.LEAD, "FR-BRE")
    return scene.bruno


@form("places.hide")
def hide_a_place(scene: Scene) -> Form:
    return Form(leading(scene), f"/places/{scene.place.id}/hide", {})


@form("places.show_again")
def show_a_place_again(scene: Scene) -> Form:
    where = f"/places/{scene.place.id}"
    return Form(leading(scene), f"{where}/show", {}, ((f"{where}/hide", {}),))


@form("places.keep")
def leave_a_place_as_it_is(scene: Scene) -> Form:
    where = f"/places/{scene.place.id}"
    return Form(leading(scene), f"{where}/keep", {}, ((f"{where}/report", {}),))
