"""Whatever is put into a field of a place, or behind the question mark of its pages, breaks no page."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from classcode.people.models import Person, Role
from classcode.people.rules.profile import grant
from classcode.territory.models import Room
from tests.helpdesk.places.conftest import posted
from tests.helpdesk.test_bad_input import BAD
from tests.make import Make

Login = Callable[[FlaskClient, Person], FlaskClient]
FIELDS = (
    "name", "kind", "commune", "commune_code", "address", "lat", "lon", "capacity", "room", "accessibility",
    "transport", "equipment", "opening_hours", "access_notes", "public", "version",
)  # fmt: skip
PAGES = ("places/", "agenda/", "agenda.ics", "agenda.atom")


@pytest.fixture
def lead(app: Flask, login: Login, session: Session, bruno: Person) -> FlaskClient:
    """A browser of somebody who may do everything with a place of Bretagne."""
    grant(session, bruno.id, Role.LEAD, "FR-BRE")
    return login(app.test_client(), bruno)


@pytest.mark.parametrize("field", FIELDS)
def test_no_field_of_a_place_breaks_its_pages(
    lead: FlaskClient, make: Make, session: Session, field: str
) -> None:
    place = make.place()
    session.commit()
    for bad in BAD:
        for address in ("/places", f"/places/{place.id}/change"):
            fields = posted(version="1", name=f"Salle {uuid4()}") | {field: bad, "act": str(uuid4())}
            answer = lead.post(address, data=fields)
            assert answer.status_code < 500, (address, bad[:20])


def test_no_field_of_a_room_or_a_reason_breaks_a_page(
    lead: FlaskClient, make: Make, session: Session
) -> None:
    place = make.place()
    place.rooms.append(Room(name="Salle bleue", capacity=8))
    session.commit()
    where = f"/places/{place.id}"
    addresses = (f"{where}/rooms", f"{where}/rooms/{place.rooms[0].id}", f"{where}/rooms/{uuid4()}")
    for bad in BAD:
        for address in addresses:
            for fields in ({"room": bad, "seats": "8"}, {"room": "Salle", "seats": bad}):
                assert lead.post(address, data=fields | {"act": str(uuid4())}).status_code < 500, bad[:20]
        back = lead.post(f"{where}/send-back", data={"reason": bad, "act": str(uuid4())})
        assert back.status_code < 500, bad[:20]


@pytest.mark.parametrize("page", PAGES)
def test_nothing_behind_a_question_mark_breaks_a_page(client: FlaskClient, make: Make, page: str) -> None:
    make.place()
    make.session.commit()
    for bad in (*BAD, "FR-BRE\0", "-1", "0", "99999999", "FR-35238", "35000 Rennes", "%", "Saint"):
        for name in ("region", "near", "q", "page"):
            answer = client.get(f"/fr/{page}", query_string={name: bad})
            assert answer.status_code < 500, (page, name, bad[:20])


def test_an_unknown_field_is_refused(lead: FlaskClient, session: Session, make: Make) -> None:
    for field in ("accepted_at", "state", "hidden_at", "proposed_by_id", "id"):
        answer = lead.post("/places", data=posted() | {field: "x", "act": str(uuid4())})
        assert answer.status_code == 400
