"""The pages of saved views: keeping, opening, naming, letting go, and the link that stops a mail without signing in."""

from __future__ import annotations

import html
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from classcode import db
from classcode.people.models import Person, Role, RoleGrant
from classcode.people.rules.profile import grant
from tests.make import Make
from tests.tracking.indicators.told import Story
from tests.tracking.indicators.views.conftest import Keep
from tracking.indicators.views import rules
from tracking.indicators.views.models import SavedView

Login = Callable[[FlaskClient, Person], FlaskClient]
ASKED = {"period": "fr:2025-2026", "region": "FR-BRE", "gender": "not-asked"}


@pytest.fixture
def here(client: FlaskClient, login: Login, dora: Person) -> FlaskClient:
    return login(client, dora)


def post(client: FlaskClient, action: str, **fields: str) -> TestResponse:
    return client.post(f"/indicators/views/{action}", data={"act": str(uuid4()), "lang": "en"} | fields)


def test_a_filter_is_kept_and_leads_back_to_its_page(here: FlaskClient) -> None:
    answer = post(here, "save", page="map", called="Bretagne", figure="trained", **ASKED)
    where = urlsplit(answer.location)
    asked = {name: values[0] for name, values in parse_qs(where.query).items()}
    assert where.path == "/en/indicators/map" and asked == ASKED | {"figure": "trained"}
    page = html.unescape(here.get("/en/indicators/views/").text)
    assert f'href="{answer.location}"' in page and "Bretagne</a>" in page
    for told in ("Map", "Region: Brittany", "Gender: Not asked", "School year 2025-2026"):
        assert told in page


@pytest.mark.parametrize("page", ["overview", "figures", "paths", "map"])
def test_every_page_of_figures_can_be_kept(page: str, story: Story, here: FlaskClient) -> None:
    for _someone in range(40):
        story.joins(story.person("FR-BRE"))
    story.session.commit()
    answer = post(here, "save", page=page, called="Bretagne", region="FR-BRE", period="fr:2025-2026")
    assert answer.status_code == 302
    answer = here.get(answer.location)
    assert answer.status_code == 200
    assert f'<input type="hidden" name="page" value="{page}">' in answer.text


def test_without_a_period_a_view_moves_with_the_school_year(here: FlaskClient) -> None:
    post(here, "save", page="figures", called="Bretagne", region="FR-BRE")
    assert "This school year" in here.get("/en/indicators/views/").text


def test_a_refused_name_keeps_what_was_chosen(here: FlaskClient) -> None:
    answer = post(here, "save", page="map", called="  ", figure="trained", **ASKED)
    assert answer.status_code == 422 and 'aria-invalid="true"' in answer.text
    for name, value in (ASKED | {"figure": "trained"}).items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in answer.text


def test_a_filter_that_cannot_be_is_not_kept(here: FlaskClient, session: Session) -> None:
    assert post(here, "save", page="figures", called="X", region="FR-XXX").status_code == 422
    assert post(here, "save", page="nothing", called="X").status_code == 400
    assert post(here, "save", page="figures", called="X", role="lead").status_code == 400
    assert session.scalar(select(SavedView.id)) is None


def test_the_view_of_another_lead_is_not_there(
    here: FlaskClient, client: FlaskClient, login: Login, eva: Person, keep: Keep, dora: Person
) -> None:
    view_id = keep(dora)
    login(client, eva)
    for answer in (
        client.get(f"/en/indicators/views/{view_id}"),
        client.get(f"/en/indicators/views/{view_id}/go"),
        post(client, f"{view_id}/rename", called="Autre"),
        post(client, f"{view_id}/delete"),
        post(client, f"{view_id}/monthly", wanted="yes"),
    ):
        assert answer.status_code == 404
    assert "Ma région" not in client.get("/en/indicators/views/").text


def test_its_plain_link_shows_another_lead_what_she_may_see(
    client: FlaskClient, login: Login, eva: Person, keep: Keep, dora: Person
) -> None:
    view_id = keep(dora, asked="period=fr%3A2025-2026")
    link = login(client, dora).get(f"/en/indicators/views/{view_id}/go").location
    page = login(client, eva).get(link)
    assert page.status_code == 200 and '<option value="">Brittany</option>' in page.text


def test_a_view_of_a_region_that_is_no_longer_hers_is_told_so_and_not_opened(
    make: Make, client: FlaskClient, login: Login, keep: Keep
) -> None:
    lead = make.lead("zoe", "FR-BRE")
    view_id = keep(lead, asked="region=FR-BRE")
    make.session.execute(delete(RoleGrant).where(RoleGrant.person_id == lead.id))
    grant(make.session, lead.id, Role.LEAD, "FR-OCC")
    page = login(client, lead).get("/en/indicators/views/").text
    assert "a region that you do not lead any more" in page and "region=FR-BRE" not in page
    answer = client.get(f"/en/indicators/views/{view_id}/go")
    assert answer.location == f"/en/indicators/views/{view_id}"
    page = client.get(answer.location).text
    assert "Open this view" not in page and "Send me this each month" not in page


def test_a_view_is_renamed_mailed_and_deleted(
    here: FlaskClient, session: Session, keep: Keep, dora: Person
) -> None:
    view_id = keep(dora)
    assert post(here, f"{view_id}/rename", called="Bilan").status_code == 302
    assert "<h1>Bilan</h1>" in here.get(f"/en/indicators/views/{view_id}").text
    assert post(here, f"{view_id}/rename", called="").status_code == 422
    post(here, f"{view_id}/monthly", wanted="yes")
    assert "by mail each month" in here.get("/en/indicators/views/").text
    post(here, f"{view_id}/monthly", wanted="no")
    assert "by mail each month" not in here.get("/en/indicators/views/").text
    assert post(here, f"{view_id}/monthly", wanted="perhaps").status_code == 400
    post(here, f"{view_id}/delete")
    assert "No view is saved yet" in here.get("/en/indicators/views/").text


def test_the_link_of_a_mail_stops_it_without_signing_in(
    client: FlaskClient, session: Session, keep: Keep, dora: Person
) -> None:
    view_id = keep(dora, mailed=True)
    mail_id = rules.order(session, view_id, "2026-06")
    assert mail_id is not None
    rules.close(session, mail_id, "secret")
    session.commit()
    page = client.get("/en/indicators/views/stop/secret")
    assert (
        page.status_code == 200 and "Ma région" in page.text and page.headers["Cache-Control"] == "no-store"
    )
    assert mailed(view_id)  # opening the page changes nothing
    assert post(client, "stop", token="secret").location == "/en/indicators/views/stopped"
    assert not mailed(view_id)
    assert client.get("/en/indicators/views/stopped").status_code == 200
    assert client.get("/en/indicators/views/stop/unknown").status_code == 410
    assert post(client, "stop", token="unknown").status_code == 410


def test_the_button_of_a_mail_program_stops_it_by_one_post_that_needs_no_page_of_ours(
    app: Flask, client: FlaskClient, session: Session, keep: Keep, dora: Person
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    view_id = keep(dora, mailed=True)
    mail_id = rules.order(session, view_id, "2026-06")
    assert mail_id is not None
    rules.close(session, mail_id, "secret")
    session.commit()
    address, click = "/indicators/views/stop/secret", {"List-Unsubscribe": "One-Click"}
    looked = client.get(address)
    assert looked.status_code == 302 and looked.location.endswith("/indicators/views/stop/secret")
    assert client.post(address, data={"wanted": "no"}).status_code == 400
    assert mailed(view_id)  # looking, and any other post, changes nothing
    for _again in range(2):
        assert client.post(address, data=click).status_code == 204
        assert not mailed(view_id)
    parts = "multipart/form-data"
    assert client.post(address, data=click, content_type=parts).status_code == 204
    assert client.post("/indicators/views/stop/unknown", data=click).status_code == 410


def mailed(view_id: object) -> bool:
    with db.reading() as reading:
        return reading.get_one(SavedView, view_id).mailed_since is not None
