"""The pages of availability: guard, form and answer of each, and the sentences that say what follows."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from classcode import clock, db
from classcode.people.models import Facilitator, Person, Role
from classcode.people.rules.profile import grant
from helpdesk.availability.rules.offering import offer_of, stamp
from helpdesk.models import Absence, DeskPolicy, WaterLink
from helpdesk.tickets.rules.asking import open_ticket
from tests.helpdesk.tickets.conftest import question
from tests.make import Make

Login = Callable[[FlaskClient, Person], FlaskClient]


def post(client: FlaskClient, where: str, **fields: object) -> TestResponse:
    return client.post(where, data={"act": str(uuid4()), "lang": "fr"} | fields)


def kept(person: Person) -> Facilitator:
    with db.reading() as session:
        row = session.get_one(Facilitator, person.id)
        session.expunge(row)
        return row


def offered(person: Person, **changed: object) -> dict[str, object]:
    row = kept(person)
    return {
        "was": stamp(offer_of(row)),
        "languages": row.languages,
        "expertise": row.expertise,
        "themes": [],
        "area_km": "50",
        "capacity": "",
        "school_system": "",
        "presentation": "",
    } | changed


@pytest.mark.parametrize("where", ["/fr/desk/me", "/fr/desk/settings"])
def test_a_learner_does_not_come_in(client: FlaskClient, login: Login, ada: Person, where: str) -> None:
    assert login(client, ada).get(where).status_code == 403


def test_the_page_tells_what_follows(client: FlaskClient, login: Login, bruno: Person) -> None:
    page = login(client, bruno).get("/en/desk/me").text
    assert "at most 3 questions at once" in page
    assert "end of your next slot" in page


def test_what_i_offer_is_kept_and_a_second_window_is_told(
    client: FlaskClient, login: Login, bruno: Person
) -> None:
    login(client, bruno)
    first = offered(bruno, area_km="70", off_in_holidays="yes")
    assert post(client, "/desk/me/offer", **first).status_code == 302
    assert (kept(bruno).area_km, kept(bruno).capacity, kept(bruno).off_in_holidays) == (70, None, True)
    again = post(client, "/desk/me/offer", **(first | {"area_km": "20"}))
    assert again.status_code == 409 and 'value="20"' in again.text
    assert kept(bruno).area_km == 70


@pytest.mark.parametrize(("field", "value"), [("area_km", "far"), ("area_km", "999"), ("languages", "xx")])
def test_a_wrong_field_comes_back_with_its_words(
    client: FlaskClient, login: Login, bruno: Person, field: str, value: str
) -> None:
    login(client, bruno)
    page = post(client, "/desk/me/offer", **offered(bruno, **{field: value}))
    assert page.status_code == 422 and f'id="{field}-error"' in page.text


def test_slots_are_added_changed_and_removed_each_by_one_act(
    client: FlaskClient, login: Login, session: Session, bruno: Person
) -> None:
    session.get_one(Facilitator, bruno.id).slots = []
    login(client, bruno)
    act = str(uuid4())
    tuesday = {"weekday": "1", "start": "19:00", "end": "21:00"}
    for _twice in range(2):
        assert post(client, "/desk/me/slots/add", act=act, **tuesday).status_code == 302
    assert kept(bruno).slots == [{"weekday": 1, "start": "19:00", "end": "21:00"}]
    later = {"slot": "1-19:00-21:00", "weekday": "1", "start": "20:00", "end": "22:00"}
    assert post(client, "/desk/me/slots/change", **later).status_code == 302
    assert post(client, "/desk/me/slots/change", **later).status_code == 404, "it was changed meanwhile"
    assert post(client, "/desk/me/slots/remove", slot="1-20:00-22:00").status_code == 302
    assert kept(bruno).slots == []


def test_whoever_has_the_role_and_no_row_yet_begins_with_an_empty_page(
    client: FlaskClient, login: Login, session: Session, make: Make
) -> None:
    noor = make.person("noor", commune="FR-35238")
    grant(session, noor.id, Role.FACILITATOR, "FR-BRE")
    page = login(client, noor).get("/en/desk/me").text
    assert "asks you nothing until" in page
    was = re.search(r'name="was" value="(\w+)"', page)
    assert was
    fields = {"was": was[1], "languages": ["fr"], "area_km": "30", "capacity": "", "school_system": ""}
    assert post(client, "/desk/me/offer", presentation="", **fields).status_code == 302
    assert kept(noor).area_km == 30


def test_a_slot_over_another_is_refused_with_words_beside_it(
    client: FlaskClient, login: Login, bruno: Person
) -> None:
    login(client, bruno)
    page = post(client, "/desk/me/slots/add", weekday="1", start="20:00", end="22:00")
    assert page.status_code == 422 and 'id="slot-new-start-error"' in page.text
    changed = {"slot": "1-19:00-21:00", "weekday": "2", "start": "20:00", "end": "22:00"}
    page = post(client, "/desk/me/slots/change", **changed)
    assert page.status_code == 422 and 'id="slot-1-19:00-21:00-start-error"' in page.text


def test_an_absence_lends_what_waits_and_coming_back_returns_it(
    client: FlaskClient, login: Login, session: Session, make: Make, ada: Person, bruno: Person
) -> None:
    anne = make.facilitator("anne", region="FR-BRE", commune="FR-35238")
    session.get_one(Facilitator, bruno.id).since = clock.now()
    ticket = open_ticket(session, ada.id, question(), act_id=uuid4())
    holder, other = (bruno, anne) if ticket.facilitator_id == bruno.id else (anne, bruno)
    login(client, holder)
    today = clock.local(clock.now(), "Europe/Paris").date()
    days = {"starts_on": today.isoformat(), "ends_on": (today + timedelta(days=6)).isoformat()}
    answer = post(client, "/desk/me/absences/declare", substitute=str(other.id), **days)
    assert answer.status_code == 302
    assert f"{other.name} has one of your questions meanwhile." in client.get("/en/desk/me").text
    with db.reading() as reading:
        absence = reading.scalars(select(Absence)).one()
    assert post(client, f"/desk/me/absences/{absence.id}/end").status_code == 302
    assert "has one of your questions" not in client.get("/en/desk/me").text


def test_an_absence_of_somebody_else_is_unknown(
    client: FlaskClient, login: Login, session: Session, bruno: Person, chloe: Person
) -> None:
    today = clock.now().date()
    absence = Absence(
        id=uuid4(), facilitator_id=bruno.id, starts_on=today, ends_on=today, declared_at=clock.now()
    )
    session.add(absence)
    login(client, chloe)
    assert post(client, f"/desk/me/absences/{absence.id}/end").status_code == 404


@pytest.mark.parametrize("field", ["starts_on", "ends_on"])
def test_an_absence_without_its_days_is_refused(
    client: FlaskClient, login: Login, bruno: Person, field: str
) -> None:
    login(client, bruno)
    days = {"starts_on": "2031-05-03", "ends_on": "2031-05-09"} | {field: ""}
    page = post(client, "/desk/me/absences/declare", substitute="", **days)
    assert page.status_code == 422 and f'id="{field}-error"' in page.text


def test_a_lead_sees_what_would_follow_and_then_promises(
    client: FlaskClient, login: Login, make: Make, session: Session, ada: Person, bruno: Person
) -> None:
    open_ticket(session, ada.id, question(), act_id=uuid4())
    login(client, make.lead("denise", "FR-BRE"))
    page = client.get("/en/desk/settings?answer_days=1&resolve_days=10").text
    assert "One answer would be promised sooner" in page
    assert client.get("/en/desk/settings?region=FR-OCC").status_code == 404
    fields = {"region": "FR-BRE", "was": "3-14-False", "answer_days": "1", "resolve_days": "10"}
    assert post(client, "/desk/settings/promise", **fields).status_code == 302
    assert post(client, "/desk/settings/promise", **fields).status_code == 422, "it changed meanwhile"
    assert post(client, "/desk/settings/promise", **(fields | {"region": "FR-OCC"})).status_code == 404
    assert post(client, "/desk/settings/promise", **(fields | {"region": ""})).status_code == 404
    with db.reading() as reading:
        policy = reading.scalars(select(DeskPolicy)).one()
    assert (policy.region_code, policy.answer_days, policy.resolve_days) == ("FR-BRE", 1, 10)


def test_a_lead_of_all_regions_promises_for_all(client: FlaskClient, login: Login, make: Make) -> None:
    login(client, make.lead("denise"))
    assert client.get("/en/desk/settings?region=").status_code == 200
    fields = {"region": "", "was": "3-14-False", "answer_days": "0", "resolve_days": "10"}
    assert post(client, "/desk/settings/promise", **fields).status_code == 422
    assert post(client, "/desk/settings/promise", **(fields | {"answer_days": "2"})).status_code == 302


def test_a_lead_links_her_region_over_water_and_takes_the_link_back(
    client: FlaskClient, login: Login, make: Make, chloe: Person
) -> None:
    login(client, make.lead("denise", "FR-OCC"))
    assert post(client, "/desk/settings/links/add", region="FR-OCC", other="FR-20R").status_code == 302
    assert post(client, "/desk/settings/links/add", region="FR-BRE", other="FR-20R").status_code == 404
    wrong = post(client, "/desk/settings/links/add", region="FR-OCC", other="FR-BRE")
    assert wrong.status_code == 422 and 'id="other-error"' in wrong.text
    gone = {"region": "FR-OCC", "one": "FR-20R", "two": "FR-OCC"}
    assert post(client, "/desk/settings/links/remove", **(gone | {"two": "FR-BRE"})).status_code == 404
    assert post(client, "/desk/settings/links/remove", **gone).status_code == 302
    with db.reading() as reading:
        assert reading.scalars(select(WaterLink)).all() == []
