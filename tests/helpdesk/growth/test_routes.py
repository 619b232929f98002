"""The pages of growth: both sides of the way, who may open what, and what a role's change does to sessions."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from classcode import db
from classcode.auth.models import WebSession
from classcode.people.models import Facilitator, Person
from helpdesk.growth.models import FacilitatorPath
from helpdesk.growth.rules import applying, inviting
from helpdesk.growth.steps import PathState
from tests.helpdesk.growth.conftest import Enter, learn, wish
from tests.make import Make

Login = Callable[[FlaskClient, Person], FlaskClient]


def post(client: FlaskClient, where: str, **fields: object) -> TestResponse:
    return client.post(where, data={"act": str(uuid4()), "lang": "fr"} | fields)


def form(**changed: object) -> dict[str, object]:
    return {
        "motivation": "I like to explain.",
        "background": "",
        "region": "FR-BRE",
        "languages": ["fr"],
        "weekday_1": "1",
        "start_1": "19:00",
        "end_1": "21:00",
        "weekday_2": "",
        "start_2": "",
        "end_2": "",
        "weekday_3": "",
        "start_3": "",
        "end_3": "",
        "charter": "yes",
    } | changed


def only_path() -> FacilitatorPath:
    with db.reading() as session:
        path = session.scalars(select(FacilitatorPath)).one()
        session.expunge(path)
        return path


def sessions_of(person: Person) -> int:
    with db.reading() as session:
        mine = select(WebSession.token_hash).where(WebSession.person_id == person.id)
        return len(session.scalars(mine).all())


@pytest.mark.parametrize("language", ["fr", "en", "nl"])
def test_the_charter_is_open_to_anybody(client: FlaskClient, language: str) -> None:
    assert client.get(f"/{language}/help/charter").status_code == 200


@pytest.mark.parametrize("where", ["/fr/help/join", "/fr/help/join/apply", "/fr/desk/people"])
def test_without_an_account_each_page_leads_to_the_log_in(client: FlaskClient, where: str) -> None:
    assert "/login" in client.get(where).headers["Location"]


def test_a_learner_sees_each_criterion_with_her_figure(
    client: FlaskClient, login: Login, session: Session, ada: Person
) -> None:
    learn(session, ada, days=3, finished=False, helped=2)
    page = login(client, ada).get("/en/help/join").text
    assert "you: 3 of 5" in page and "you: 1 of 1" in page and "you: 0 of 1" in page
    assert "by a public answer of yours · you: 2 of 1 · met" in page
    assert "/help/join/apply" in page, "the other door stands beside it"


def test_an_invited_learner_says_no_with_one_button(
    client: FlaskClient, login: Login, session: Session, ada: Person
) -> None:
    learn(session, ada)
    inviting.invite(session, ada.id)
    assert "No, thank you" in login(client, ada).get("/en/help/join").text
    assert post(client, "/help/join/withdraw").status_code == 302
    assert only_path().state == PathState.WITHDRAWN
    assert client.get("/en/help/join").status_code == 200


def test_by_the_record_no_motivation_is_asked(
    client: FlaskClient, login: Login, session: Session, ada: Person
) -> None:
    learn(session, ada)
    page = login(client, ada).get("/fr/help/join/apply").text
    assert 'name="motivation"' not in page and 'name="charter"' in page
    assert post(client, "/help/join/apply", **form(motivation="")).status_code == 302
    assert only_path().state == PathState.APPLIED
    assert client.get("/fr/help/join").status_code == 200
    assert client.get("/fr/help/join/apply").status_code == 409


@pytest.mark.parametrize(
    ("field", "value", "at"),
    [
        ("motivation", "", "motivation"),
        ("region", "", "region"),
        ("languages", [], "languages"),
        ("charter", "", "charter"),
        ("start_1", "", "start_1"),
        ("end_1", "19:10", "end_1"),
        ("start_1", "x", "start_1"),
    ],
)
def test_a_wrong_field_comes_back_with_its_words(
    client: FlaskClient, login: Login, lena: Person, field: str, value: object, at: str
) -> None:
    login(client, lena)
    fields = form(**{field: value})
    if field == "charter":
        del fields["charter"]
    page = post(client, "/help/join/apply", **fields)
    assert page.status_code == 422 and f'id="{at}-error"' in page.text


def test_a_second_slot_over_the_first_is_refused_at_its_own_row(
    client: FlaskClient, login: Login, lena: Person
) -> None:
    login(client, lena)
    page = post(client, "/help/join/apply", **form(weekday_2="1", start_2="20:00", end_2="22:00"))
    assert page.status_code == 422 and 'id="start_2-error"' in page.text


def test_a_lead_reads_an_application_and_lets_somebody_in(
    app: Flask, login: Login, session: Session, lena: Person, denise: Person, bruno: Person
) -> None:
    hers, leads = app.test_client(), app.test_client()
    post(login(hers, lena), "/help/join/apply", **form())
    path = only_path()
    login(leads, denise)
    assert f"/fr/desk/people/{path.id}/" in leads.get("/fr/desk/people").text
    assert "I like to explain." in leads.get(f"/fr/desk/people/{path.id}/").text
    assert post(leads, f"/desk/people/{path.id}/approve", mentor="nobody").status_code == 422
    assert sessions_of(lena) == 1
    assert post(leads, f"/desk/people/{path.id}/approve", mentor=str(bruno.id)).status_code == 302
    assert sessions_of(lena) == 0, "her role changed: she logs in anew"
    assert "Bruno" in login(hers, lena).get("/fr/help/join").text
    assert hers.get("/fr/desk/me").status_code == 200
    assert leads.get(f"/fr/desk/people/{path.id}/").status_code == 200
    assert post(leads, f"/desk/people/{path.id}/refuse", reason="No.").status_code == 409


def test_a_refusal_needs_a_reason_and_shows_it(
    app: Flask, login: Login, lena: Person, denise: Person
) -> None:
    hers, leads = app.test_client(), app.test_client()
    post(login(hers, lena), "/help/join/apply", **form())
    path = only_path()
    login(leads, denise)
    assert post(leads, f"/desk/people/{path.id}/refuse", reason="").status_code == 422
    assert post(leads, f"/desk/people/{path.id}/refuse", reason="Too far away.").status_code == 302
    page = hers.get("/fr/help/join").text
    assert "Too far away." in page and "/help/join/apply" not in page


@pytest.mark.parametrize("act", ["approve", "refuse", "mentor"])
def test_nobody_else_decides(
    app: Flask, login: Login, session: Session, make: Make, lena: Person, denise: Person, act: str
) -> None:
    path = applying.apply(session, lena.id, wish())
    where = f"/desk/people/{path.id}/{act}"
    field = {"reason": "No."} if act == "refuse" else {"mentor": ""}
    for who in (make.lead("emile", "FR-OCC"), make.administrator()):
        client = login(app.test_client(), who)
        assert post(client, where, **field).status_code == 404
        assert client.get(f"/fr{where.removesuffix(act)}").status_code == 404
    assert post(login(app.test_client(), lena), where, **field).status_code == 403
    assert only_path().state == PathState.APPLIED


def test_a_lead_does_not_decide_about_herself(
    client: FlaskClient, login: Login, session: Session, denise: Person
) -> None:
    path = applying.apply(session, denise.id, wish())
    login(client, denise)
    assert post(client, f"/desk/people/{path.id}/approve", mentor="").status_code == 404
    assert str(path.id) not in client.get("/fr/desk/people").text


def test_where_a_region_has_no_lead_others_stand_in(
    client: FlaskClient, login: Login, session: Session, make: Make, lena: Person
) -> None:
    path = applying.apply(session, lena.id, wish())
    login(client, make.administrator())
    assert post(client, f"/desk/people/{path.id}/approve", mentor="").status_code == 302


def test_an_invitation_that_was_not_answered_is_counted_and_not_named(
    client: FlaskClient, login: Login, session: Session, ada: Person, denise: Person
) -> None:
    learn(session, ada)
    inviting.invite(session, ada.id)
    page = login(client, denise).get("/en/desk/people").text
    assert "1 person was invited" in page and "Ada" not in page
    assert client.get(f"/en/desk/people/{only_path_id(session)}/").status_code == 404


def only_path_id(session: Session) -> UUID:
    return session.scalars(select(FacilitatorPath.id)).one()


def test_a_mentor_is_chosen_later(
    client: FlaskClient, login: Login, lena: Person, bruno: Person, denise: Person, enter: Enter
) -> None:
    path = enter(lena)
    login(client, denise)
    assert post(client, f"/desk/people/{path.id}/mentor", mentor="").status_code == 422
    assert post(client, f"/desk/people/{path.id}/mentor", mentor=str(bruno.id)).status_code == 302
    assert only_path().mentor_id == bruno.id
    assert "at the side of Lena" in login(client, bruno).get("/en/desk/me").text


def test_stepping_back_is_one_button_and_a_new_session(
    app: Flask, login: Login, lena: Person, enter: Enter
) -> None:
    enter(lena)
    here, elsewhere = login(app.test_client(), lena), login(app.test_client(), lena)
    assert "/help/join/step-back" in here.get("/fr/help/join").text
    act = str(uuid4())
    assert post(here, "/help/join/step-back", act=act).status_code == 302
    assert here.get("/fr/desk/me").status_code == 403
    assert here.get("/fr/help/join").status_code == 200, "this browser stays signed in"
    assert elsewhere.get("/fr/help/join").status_code == 302, "the others do not"
    with db.reading() as session:
        assert session.get_one(Facilitator, lena.id).slots == []


def test_who_stepped_back_finds_her_former_answers_in_the_form(
    client: FlaskClient, login: Login, lena: Person, enter: Enter
) -> None:
    enter(lena)
    post(login(client, lena), "/help/join/step-back")
    page = client.get("/en/help/join/apply").text
    assert 'value="19:00"' in page and 'name="motivation"' not in page
