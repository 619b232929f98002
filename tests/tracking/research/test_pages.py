"""The pages of studies and of agreeing: for whom, what they say, and that each button does what it says."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from classcode import clock
from classcode.people.models import Person
from tests.make import Make
from tests.tracking.indicators.told import NOW
from tests.tracking.research.world import DAY, World, act
from tracking.research import consent
from tracking.research.models import ResearchFile, ResearchStudy
from tracking.research.states import StudyState

Login = Callable[[FlaskClient, Person], FlaskClient]
ASKED: dict[str, Any] = {
    "title": "Étude",
    "responsible": "Dr Ana",
    "purpose": "Comprendre",
    "agreement": "Convention 12",
    "starts_on": "2026-01-01",
    "ends_on": "2026-06-30",
    "closes_on": "2026-12-31",
    "variables": ["gender", "weeks"],
    "k": "11",
    "may_leave_out": "5",
}


class Site:
    """The site as one person sees it, at the end of June."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, where: str, days: float = 0) -> Any:
        with clock.at(NOW + days * DAY):
            return self.client.get(where, buffered=True)

    def post(self, where: str, **fields: Any) -> Any:
        with clock.at(NOW):
            return self.client.post(where, data={"act": act(), "lang": "en", **fields})


@pytest.fixture
def enter(app: Flask, world: World, login: Login) -> Callable[[Person], Site]:
    """Let somebody come to the site."""

    def entered(person: Person) -> Site:
        site = Site(login(app.test_client(), person))
        world.session.commit()
        return site

    return entered


Enter = Callable[[Person], Site]


def only(world: World) -> ResearchStudy:
    """Return the one study as it stands, and let go of the database."""
    fresh = select(ResearchStudy).execution_options(populate_existing=True)
    study = world.session.scalars(fresh).one()
    world.session.expunge(study)
    world.session.commit()
    return study


def test_a_study_is_asked_for_agreed_exported_and_ended_on_its_pages(world: World, enter: Enter) -> None:
    world.learners(12, gender="f")
    lead, officer = enter(world.lead), enter(world.officer)
    asked = lead.post("/research/ask", **ASKED)
    study = only(world)
    assert (asked.status_code, asked.location) == (302, f"/en/research/{study.id}")
    page = officer.get(f"/en/research/{study.id}").text
    assert "Dr Ana" in page and "Decide on this study" in page
    answer = officer.post(f"/research/{study.id}/decide", decision="yes", reason="In order")
    assert answer.status_code == 302 and only(world).state == StudyState.AGREED
    assert lead.post(f"/research/{study.id}/export").location == f"/en/research/{study.id}#files"
    row = world.session.scalars(select(ResearchFile)).one()
    file_id = row.id
    world.make_now(row)
    page = lead.get(f"/en/research/{study.id}").text
    assert "12 people, at most 0 left out" in page.replace("\u00a0", " ")
    assert f'href="/en/research/files/{file_id}"' in page
    fetched = lead.get(f"/en/research/files/{file_id}")
    assert fetched.headers["Cache-Control"] == "no-store"
    with ZipFile(io.BytesIO(fetched.data)) as opened:
        assert "learners.csv" in opened.namelist()
    assert lead.post(f"/research/{study.id}/end").status_code == 302
    assert lead.get(f"/en/research/files/{file_id}").status_code == 404
    assert "The key was destroyed" in officer.get(f"/en/research/{study.id}").text


def a_file(world: World) -> UUID:
    """Let a file of a study be made."""
    world.learners(5)
    return world.made(world.agreed()).id


def test_nobody_else_gets_a_file(world: World, enter: Enter, make: Make, ada: Person) -> None:
    file_id = a_file(world)
    others = ((make.lead("zoe"), 404), (world.officer, 403), (ada, 403))
    for other, status in others:
        assert enter(other).get(f"/en/research/files/{file_id}").status_code == status


def test_a_link_ends_after_seven_days(world: World, enter: Enter) -> None:
    file_id = a_file(world)
    lead = enter(world.lead)
    found = [lead.get(f"/en/research/files/{file_id}", days).status_code for days in (6.9, 7)]
    assert found == [200, 404]


def test_a_lead_of_one_region_reads_and_asks_nothing(world: World, enter: Enter, make: Make) -> None:
    study = world.agreed()
    eva = enter(make.lead("eva", "FR-BRE"))
    assert eva.get(f"/en/research/{study.id}").status_code == 200
    assert "Ask for a study" not in eva.get("/en/research/").text
    assert eva.get("/en/research/ask").status_code == 403
    assert eva.post("/research/ask", **ASKED).status_code == 403
    assert eva.post(f"/research/{study.id}/export").status_code == 403
    assert eva.post(f"/research/{study.id}/end").status_code == 404


def test_another_lead_neither_exports_nor_ends_a_study(world: World, enter: Enter, make: Make) -> None:
    study = world.agreed()
    zoe = enter(make.lead("zoe"))
    assert zoe.post(f"/research/{study.id}/export").status_code == 404
    assert zoe.post(f"/research/{study.id}/end").status_code == 404


def test_only_who_asked_and_data_protection_read_how_many_people_a_file_holds(
    world: World, enter: Enter, make: Make
) -> None:
    world.learners(6)
    study = world.agreed()
    world.made(study)
    readers = ((world.lead, True), (world.officer, True), (make.lead("zoe"), False))
    for reader, reads in readers:
        page = enter(reader).get(f"/en/research/{study.id}").text
        assert ("How the latest file is protected" in page) is reads


def test_learners_see_no_study_page(world: World, enter: Enter, ada: Person) -> None:
    study = world.agreed()
    site = enter(ada)
    for where in ("/en/research/", f"/en/research/{study.id}", "/en/research/ask"):
        assert site.get(where).status_code == 403


def test_who_asked_and_is_of_data_protection_is_told_that_somebody_else_decides(
    world: World, enter: Enter
) -> None:
    from classcode.people.models import Role
    from classcode.people.rules.profile import grant

    grant(world.session, world.lead.id, Role.DATA_PROTECTION)
    study = world.asked()
    site = enter(world.lead)
    assert "Decide on this study" not in site.get(f"/en/research/{study.id}").text
    answer = site.post(f"/research/{study.id}/decide", decision="yes", reason="Mine")
    assert answer.status_code == 409 and only(world).state == StudyState.ASKED


@pytest.mark.parametrize(("decision", "reason"), [("", "Why"), ("yes", ""), ("maybe", "Why")])
def test_half_a_decision_comes_back_with_what_is_missing(
    world: World, enter: Enter, decision: str, reason: str
) -> None:
    study = world.asked()
    answer = enter(world.officer).post(f"/research/{study.id}/decide", decision=decision, reason=reason)
    assert answer.status_code == 422 and only(world).state == StudyState.ASKED


def test_a_wrong_study_comes_back_with_what_was_written(world: World, enter: Enter) -> None:
    answer = enter(world.lead).post("/research/ask", **{**ASKED, "ends_on": "2025-01-01", "k": "3"})
    assert answer.status_code == 422
    assert "The data cannot end before they begin." in answer.text and "Convention 12" in answer.text


def test_somebody_agrees_and_takes_it_back_in_one_click_each(world: World, enter: Enter) -> None:
    world.agreed()
    person = world.make.person()
    site = enter(person)
    page = site.get("/en/me/research").text
    assert "You do not agree" in page and "Dr Ana" in page and "Attempts and closed answers" in page
    assert 'href="/en/me/research"' in site.get("/en/me/").text
    for agrees, words in (("yes", "I no longer agree"), ("no", "I agree to research")):
        assert site.post("/me/research", agrees=agrees).status_code == 302
        assert words in site.get("/en/me/research").text
        assert consent.agrees(world.session, person.id) is (agrees == "yes")
        world.session.commit()
    assert site.post("/me/research", agrees="maybe").status_code == 400


def test_exports_are_logged(world: World, enter: Enter, capsys: pytest.CaptureFixture[str]) -> None:
    file_id = a_file(world)
    lead = enter(world.lead)
    lead.post(f"/research/{only(world).id}/export")
    lead.get(f"/en/research/files/{file_id}")
    told = "".join(capsys.readouterr())
    assert "research-ordered" in told and "research-fetched" in told and str(world.lead.id) in told


def test_an_unknown_study_or_file_is_not_found(world: World, enter: Enter) -> None:
    lead, officer = enter(world.lead), enter(world.officer)
    nothing = UUID(int=1)
    assert lead.get(f"/en/research/{nothing}").status_code == 404
    assert lead.get(f"/en/research/files/{nothing}").status_code == 404
    assert lead.post(f"/research/{nothing}/export").status_code == 404
    assert officer.post(f"/research/{nothing}/decide", decision="yes", reason="x").status_code == 404
    assert officer.post(f"/research/{nothing}/end").status_code == 404
