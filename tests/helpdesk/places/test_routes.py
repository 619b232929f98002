"""The pages on which places are named, changed and decided about: guards, forms, refusals, conflicts."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from classcode import db
from classcode.people.models import Person
from classcode.territory.models import Place
from tests.helpdesk.places.conftest import posted
from tests.make import Make

Login = Callable[[FlaskClient, Person], FlaskClient]


def post(client: FlaskClient, where: str, /, **fields: object) -> tuple[int, str, str]:
    answer = client.post(where, data={"act": str(uuid4()), "lang": "fr"} | fields)
    return answer.status_code, answer.get_data(as_text=True), answer.headers.get("Location", "")


def kept() -> Place:
    """Return the one place as it stands, read by itself: a session that stays open would hold writers up."""
    with db.reading() as session:
        return session.scalars(select(Place).options(selectinload(Place.rooms))).one()


def test_a_form_that_is_sent_names_a_place_and_leads_to_it(
    client: FlaskClient, login: Login, session: Session, ada: Person
) -> None:
    status, _read, where = post(
        login(client, ada), "/places", **posted(capacity="14", opening_hours="Le mardi.")
    )
    made = kept()
    assert status == 302 and where.endswith(f"/fr/places/{made.id}")
    assert (made.capacity, made.proposed_by_id, made.accepted_at) == (14, ada.id, None)
    read = client.get(where).get_data(as_text=True)
    assert "Pas encore dans l’annuaire" in read
    assert made.name in client.get("/fr/places/").get_data(as_text=True)  # hers, above the list


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": "Chez Louise"}, "name"),
        ({"public": ""}, "public"),
        ({"commune": ""}, "commune"),
        ({"commune": "Zzyzx"}, "commune"),
        ({"capacity": "many"}, "capacity"),
        ({"lat": "x", "lon": "y"}, "lat"),
    ],
)
def test_a_refused_form_says_where_and_keeps_what_was_written(
    client: FlaskClient, login: Login, session: Session, bruno: Person, changed: dict[str, str], field: str
) -> None:
    status, read, _where = post(
        login(client, bruno), "/places", **posted(equipment="Dix ordinateurs.", **changed)
    )
    assert status == 422
    assert f'href="#{field}"' in read and "Dix ordinateurs." in read
    assert session.scalars(select(Place)).all() == []


def test_who_has_no_account_is_asked_to_sign_in(client: FlaskClient, make: Make, session: Session) -> None:
    place = make.place()
    session.commit()
    for address in ("/fr/places/new", f"/fr/places/{place.id}/change", "/fr/desk/places/"):
        assert client.get(address).status_code == 302


@pytest.mark.parametrize("who", ["ada", "chloe", "walter"])
def test_nobody_of_elsewhere_finds_the_ways_to_change_a_place(
    app: Flask, login: Login, make: Make, session: Session, ada: Person, chloe: Person, who: str
) -> None:
    place = make.place()
    person = {"ada": ada, "chloe": chloe, "walter": make.lead("walter", "FR-OCC")}[who]
    client = login(app.test_client(), person)
    assert client.get(f"/fr/places/{place.id}/change").status_code == 404
    room = uuid4()
    posts = (
        "change",
        "rooms",
        f"rooms/{room}",
        f"rooms/{room}/remove",
        "accept",
        "send-back",
        "hide",
        "show",
        "keep",
    )
    for action in posts:
        fields = (
            posted(version="1") if action == "change" else {"reason": "?"} if action == "send-back" else {}
        )
        fields = {"room": "Salle"} if action in {"rooms", f"rooms/{room}"} else fields
        assert post(client, f"/places/{place.id}/{action}", **fields)[0] in {403, 404}, action
    place = kept()
    assert (place.version, place.hidden_at) == (1, None)


def test_two_who_change_a_place_at_once_are_told_the_difference(
    app: Flask, login: Login, session: Session, make: Make, bruno: Person
) -> None:
    place = make.place()
    lead = make.lead("denise", "FR-BRE")
    hers, his = login(app.test_client(), lead), login(app.test_client(), bruno)
    plain = posted(name=place.name, address=place.address, capacity="12", version="1")
    address = f"/places/{place.id}/change"
    assert post(his, address, **plain, transport="Métro A.", equipment="Dix ordinateurs.")[0] == 302
    status, read, _where = post(hers, address, **plain, transport="Bus 5.")
    assert status == 409
    assert "Métro A." in read and "Bruno" in read and "Bus 5." in read
    assert 'name="version" value="2"' in read
    both = plain | {"version": "2"}
    assert post(hers, address, **both, transport="Bus 5.", equipment="Dix ordinateurs.")[0] == 302
    place = kept()
    assert (place.transport, place.equipment, place.version) == ("Bus 5.", "Dix ordinateurs.", 3)


def test_rooms_are_added_changed_and_removed(
    client: FlaskClient, login: Login, session: Session, make: Make, bruno: Person
) -> None:
    place = make.place()
    login(client, bruno)
    assert post(client, f"/places/{place.id}/rooms", room="Salle bleue", seats="20")[0] == 302
    place = kept()
    room = place.rooms[0]
    assert (room.name, place.capacity) == ("Salle bleue", 20)
    status, read, _where = post(client, f"/places/{place.id}/rooms", room="Salle bleue", seats="8")
    assert status == 422 and "déjà une salle de ce nom" in read
    address = f"/places/{place.id}/rooms/{room.id}"
    assert post(client, address, room="Salle rouge", seats="10")[0] == 302
    assert post(client, f"{address}/remove")[0] == 302
    place = kept()
    assert place.rooms == []


def test_what_was_named_is_accepted_or_sent_back_by_the_region(
    app: Flask, login: Login, session: Session, ada: Person, bruno: Person
) -> None:
    hers, his = login(app.test_client(), ada), login(app.test_client(), bruno)
    post(hers, "/places", **posted())
    made = kept()
    assert made.name in his.get("/fr/desk/places/").get_data(as_text=True)
    status, read, _where = post(his, f"/places/{made.id}/send-back", reason="")
    assert status == 422 and 'href="#reason"' in read
    assert post(his, f"/places/{made.id}/send-back", reason="Quelle entrée ?")[0] == 302
    assert "Quelle entrée ?" in hers.get(f"/fr/places/{made.id}").get_data(as_text=True)
    assert post(his, f"/places/{made.id}/accept")[0] == 302
    nobody = app.test_client()
    assert nobody.get(f"/fr/places/{made.id}").status_code == 200
    assert post(his, f"/places/{made.id}/accept")[0] == 409


def test_anybody_reports_a_place_and_its_lead_hides_it(
    app: Flask, login: Login, session: Session, make: Make
) -> None:
    place = make.place()
    lead, nobody = login(app.test_client(), make.lead("denise", "FR-BRE")), app.test_client()
    assert post(nobody, f"/places/{place.id}/report")[0] == 302
    assert place.name in lead.get("/fr/desk/places/").get_data(as_text=True)
    assert post(lead, f"/places/{place.id}/hide")[0] == 302
    assert nobody.get(f"/fr/places/{place.id}").status_code == 404
    assert post(lead, f"/places/{place.id}/show")[0] == 302
    assert nobody.get(f"/fr/places/{place.id}").status_code == 200


def test_an_unknown_place_is_unknown(client: FlaskClient) -> None:
    assert client.get(f"/fr/places/{UUID(int=1)}").status_code == 404
    assert post(client, f"/places/{UUID(int=1)}/report")[0] == 404
