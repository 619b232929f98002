"""Files that take long: ordered, made by a job, fetched by their owner alone, and gone after thirty days."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from classcode import clock, files, queues
from classcode.people.models import Person, RoleGrant
from classcode.people.rules import limits
from tests.make import Make
from tests.tracking.indicators.exports.reading import unpacked, words_of_pdf
from tests.tracking.indicators.told import MARCH, NOW, Story
from tracking import pdf
from tracking.declared_figures.rules import Told, enter
from tracking.indicators.exports import jobs, keeping
from tracking.indicators.exports.models import ExportOrder, OrderState

Login = Callable[[FlaskClient, Person], FlaskClient]
YEAR = {"period": "fr:2025-2026"}
DAY = timedelta(days=1)


@pytest.fixture
def dora(make: Make) -> Person:
    return make.lead("dora")


@pytest.fixture
def lead(dora: Person, client: FlaskClient, login: Login) -> FlaskClient:
    return login(client, dora)


def posted(**more: str) -> dict[str, str]:
    return {"act": str(uuid4()), "lang": "en", "fmt": "xlsx"} | YEAR | more


def ordered(client: FlaskClient, **more: str) -> TestResponse:
    with clock.at(NOW):
        return client.post("/indicators/exports/order", data=posted(**more))


def only(session: Session) -> ExportOrder:
    """Return the one order as it stands, and let go of the database, which a job may want to write."""
    session.expire_all()
    order = session.scalars(select(ExportOrder)).one()
    session.expunge(order)
    session.commit()
    return order


def fetched(client: FlaskClient, order_id: UUID, days: float = 0) -> TestResponse:
    with clock.at(NOW + days * DAY):
        return client.get(f"/en/indicators/files/{order_id}", buffered=True)


@pytest.fixture
def at_work(story: Story) -> Callable[[], None]:
    """Run what is due, as a worker would."""
    for _ in range(14):
        story.joins(story.person("FR-BRE"), 3)
    story.session.commit()

    def work() -> None:
        with clock.at(NOW):
            queues.drain()

    return work


def test_an_ordered_file_is_made_by_a_job_and_fetched_by_its_owner(
    lead: FlaskClient, story: Story, at_work: Callable[[], None]
) -> None:
    answer = ordered(lead, every="y")
    assert (answer.status_code, answer.location) == (302, "/en/indicators/files/")
    with clock.at(NOW):
        assert "0 % made" in lead.get(answer.location).text.replace("\u00a0", " ")
    at_work()
    order = only(story.session)
    assert (order.state, order.progress) == (OrderState.MADE, 100)
    file = fetched(lead, order.id)
    assert file.status_code == 200 and file.headers["Cache-Control"] == "no-store"
    assert "classcode-indicators-2025-09-01-2026-08-31.xlsx" in file.headers["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(file.data))
    assert {"By region", "By month", "Gender", "Country"} <= set(book.sheetnames)


def test_the_page_of_files_offers_the_file_once_it_is_ready(
    lead: FlaskClient, story: Story, at_work: Callable[[], None]
) -> None:
    ordered(lead)
    at_work()
    with clock.at(NOW):
        page = lead.get("/en/indicators/files/").text
    assert f'href="/en/indicators/files/{only(story.session).id}"' in page and "Look again" not in page


def test_an_order_waits_on_its_page_and_cannot_be_fetched_yet(lead: FlaskClient, story: Story) -> None:
    ordered(lead)
    with clock.at(NOW):
        assert "Look again" in lead.get("/en/indicators/files/").text
    assert fetched(lead, only(story.session).id).status_code == 404


def test_nobody_else_gets_a_file_not_even_another_lead(
    app: Flask,
    lead: FlaskClient,
    story: Story,
    make: Make,
    login: Login,
    ada: Person,
    at_work: Callable[[], None],
) -> None:
    others = [(login(app.test_client(), make.lead("zoe")), 404), (login(app.test_client(), ada), 403)]
    story.session.commit()
    ordered(lead)
    at_work()
    order_id = only(story.session).id
    for other, status in others:
        assert fetched(other, order_id).status_code == status


def test_a_lead_who_may_see_less_than_then_no_longer_gets_the_file(
    lead: FlaskClient, dora: Person, story: Story, at_work: Callable[[], None]
) -> None:
    ordered(lead)
    at_work()
    story.session.execute(
        update(RoleGrant).where(RoleGrant.person_id == dora.id).values(region_code="FR-BRE")
    )
    story.session.commit()
    assert fetched(lead, only(story.session).id).status_code == 404


def test_what_a_lead_ordered_before_she_lost_her_role_is_not_made(
    lead: FlaskClient, dora: Person, story: Story, at_work: Callable[[], None]
) -> None:
    ordered(lead)
    story.session.query(RoleGrant).where(RoleGrant.person_id == dora.id).delete()
    story.session.commit()
    at_work()
    assert only(story.session).state == OrderState.FAILED


def test_a_file_holds_the_regions_of_a_lead_alone(
    client: FlaskClient, story: Story, make: Make, login: Login, at_work: Callable[[], None]
) -> None:
    for _ in range(20):
        story.joins(story.person("FR-OCC"), 3)
    ordered(login(client, make.lead("eva", "FR-BRE")))
    at_work()
    content = fetched(client, only(story.session).id).data
    sheet = openpyxl.load_workbook(io.BytesIO(content))["By region"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["Brittany"]


def test_a_link_ends_after_thirty_days_and_the_file_goes_with_it(
    lead: FlaskClient, story: Story, at_work: Callable[[], None]
) -> None:
    ordered(lead)
    at_work()
    order = only(story.session)
    assert order.sha2 is not None
    path = keeping.path_of(order.sha2)
    assert fetched(lead, order.id, days=29.9).status_code == 200
    assert fetched(lead, order.id, days=30).status_code == 404
    jobs.forget("a day")
    assert path.exists()
    with clock.at(NOW + 31 * DAY + 10_000 * DAY):
        jobs.forget("a day")
    assert not path.exists() and story.session.scalars(select(ExportOrder)).all() == []


def test_a_file_is_made_once_though_its_job_runs_twice(
    lead: FlaskClient, story: Story, at_work: Callable[[], None], config: object
) -> None:
    ordered(lead)
    at_work()
    first = only(story.session)
    made = (first.sha2, first.size)
    jobs.maker(config)(str(first.id))  # type: ignore[arg-type]
    again = only(story.session)
    assert (again.sha2, again.size) == made
    assert len(list(Path(files.room(keeping.ROOM)).glob("??/*"))) == 1


def test_progress_only_goes_forward(story: Story, lead: FlaskClient) -> None:
    from tracking.indicators.exports.rules import note_progress

    ordered(lead)
    order_id = only(story.session).id
    for percent in (50, 40):
        note_progress(story.session, order_id, percent)
    story.session.commit()
    assert only(story.session).progress == 50


@pytest.mark.slow
def test_a_paper_is_ordered_and_made_in_the_language_of_the_page(
    lead: FlaskClient, story: Story, at_work: Callable[[], None]
) -> None:
    assert pdf.available(), "the PDF extra or Pango is missing: run scripts/setup --test"
    ordered(lead, fmt="pdf", lang="nl")
    at_work()
    inside = unpacked(fetched(lead, only(story.session).id).data)
    for mark in (b"/MarkInfo", b"/StructTreeRoot", b"/Lang (nl)", b"pdfuaid:part"):
        assert mark in inside


@pytest.mark.slow
def test_a_paper_that_was_ordered_tells_the_actions_of_its_filter(
    lead: FlaskClient, dora: Person, story: Story, at_work: Callable[[], None]
) -> None:
    told = {"kind": "action-progress", "value": 1, "dated_on": MARCH.date(), "source": "Committee"}
    with clock.at(NOW):
        for about, region in (("Everywhere", None), ("In Brittany", "FR-BRE"), ("In Occitania", "FR-OCC")):
            enter(story.session, Told(about=about, region_code=region, **told), by=dora.id)
    story.session.commit()
    ordered(lead, fmt="pdf", region="FR-BRE")
    at_work()
    words = words_of_pdf(fetched(lead, only(story.session).id).data)
    assert "In Brittany" in words and "In Occitania" not in words and "Everywhere" not in words


def test_without_the_extra_no_paper_is_offered_and_an_order_is_refused(
    lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_printer", lambda: None)
    assert 'value="pdf"' not in lead.get("/en/indicators/figures/").text
    assert ordered(lead, fmt="pdf").status_code == 501


def test_an_order_in_an_unknown_format_or_of_an_unknown_filter_is_refused(
    lead: FlaskClient, story: Story
) -> None:
    assert ordered(lead, fmt="exe").status_code == 400
    assert ordered(lead, region="FR-XXX").status_code == 422
    assert story.session.scalars(select(ExportOrder)).all() == []


def test_orders_count_towards_the_limit_of_exports(
    lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "EXPORT", limits.Limit("export", 2, 60))
    assert [ordered(lead).status_code for _ in range(3)] == [302, 302, 429]


def test_an_order_and_a_fetched_file_leave_a_line_each(
    lead: FlaskClient, story: Story, at_work: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", "tracking.indicators.exports.noting"):
        ordered(lead)
        at_work()
        fetched(lead, only(story.session).id)
    told = [record.getMessage() for record in caplog.records if "indicators" in record.getMessage()]
    assert ["exported" in told[0], "fetched" in told[1]] == [True, True]
