"""The page of the indicators and its exports: who may, what it shows, what it refuses."""

from __future__ import annotations

import logging
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from classcode import clock
from classcode.people.models import Person
from classcode.people.rules import limits
from tests.make import Make
from tests.tracking.indicators.told import NOW, Story

Login = Callable[[FlaskClient, Person], FlaskClient]
YEAR = {"period": "fr:2025-2026"}


@pytest.fixture
def lead(make: Make, client: FlaskClient, login: Login) -> FlaskClient:
    return login(client, make.lead("dora"))


def posted(**more: str) -> dict[str, str]:
    return {"act": str(uuid4()), "lang": "en", "fmt": "csv"} | YEAR | more


def tell(story: Story) -> None:
    for number in range(15):
        story.joins(story.person("FR-BRE"), number)
    for _ in range(4):
        story.joins(story.person("FR-OCC"), 5)
    story.session.commit()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_learner_and_a_facilitator_may_neither_see_nor_export(
    method: str, client: FlaskClient, login: Login, ada: Person, bruno: Person
) -> None:
    for person in (ada, bruno):
        login(client, person)
        answer = (
            client.get("/en/indicators/")
            if method == "get"
            else client.post("/indicators/export", data=posted())
        )
        assert answer.status_code == 403


def test_without_an_account_the_page_asks_to_log_in(client: FlaskClient) -> None:
    assert client.get("/en/indicators/").status_code == 302


@pytest.mark.parametrize("lang", ["fr", "en", "nl"])
def test_an_empty_programme_has_its_page_with_no_figure_and_says_how_they_come(
    lang: str, lead: FlaskClient
) -> None:
    answer = lead.get(f"/{lang}/indicators/")
    assert answer.status_code == 200
    assert '<p class="value">-</p>' in answer.text and 'class="empty"' in answer.text
    assert '<figure class="chart">' not in answer.text


def test_the_page_shows_figures_definitions_charts_and_tables(story: Story, lead: FlaskClient) -> None:
    tell(story)
    with clock.at(NOW):
        page = lead.get("/en/indicators/", query_string=YEAR).text
    assert '<p class="value">19 <span>people</span></p>' in page
    assert "Number of people whose first joining of a module falls in the period." in page
    assert page.count('<figure class="chart">') == 2 and 'id="by-region"' in page and 'id="by-month"' in page


def test_small_regions_are_not_shown_on_the_page_either(story: Story, lead: FlaskClient) -> None:
    tell(story)
    with clock.at(NOW):
        page = lead.get("/en/indicators/", query_string=YEAR).text
    table = page[page.index('id="by-region"') :]
    row = table[table.index("Occitania") : table.index("</tr>", table.index("Occitania"))]
    assert row.count("not shown") >= 1 and ">4<" not in row


def test_a_lead_of_one_region_sees_that_region_alone(
    story: Story, make: Make, client: FlaskClient, login: Login
) -> None:
    tell(story)
    login(client, make.lead("eva", "FR-BRE"))
    with clock.at(NOW):
        page = client.get("/en/indicators/", query_string=YEAR).text
    assert '<p class="value">15 <span>people</span></p>' in page
    assert "Brittany" in page and "Occitania" not in page


def test_a_lead_of_one_region_reads_its_name_where_another_reads_all_regions(
    make: Make, client: FlaskClient, login: Login
) -> None:
    page = login(client, make.lead("denise", "FR-BRE")).get("/en/indicators/").get_data(as_text=True)
    assert '<option value="">Brittany</option>' in page
    assert "All regions" not in page


def test_a_lead_of_one_region_who_asks_for_another_is_told_so(
    make: Make, client: FlaskClient, login: Login
) -> None:
    login(client, make.lead("eva", "FR-BRE"))
    answer = client.get("/en/indicators/?region=FR-OCC")
    assert answer.status_code == 422 and "not one of yours" in answer.text


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("period=never", "This period is not known"),
        ("period=dates&from=2026-05-01&to=2026-04-01", "The last day comes before the first."),
        ("region=FR-XXX", "This region is not known"),
        ("module=nothing", "Nobody has joined this module yet"),
    ],
)
def test_a_filter_that_cannot_be_is_refused_beside_its_field(
    query: str, told: str, lead: FlaskClient
) -> None:
    answer = lead.get(f"/en/indicators/?{query}")
    assert answer.status_code == 422
    assert answer.text.count(told) == 2 and 'aria-invalid="true"' in answer.text


def test_free_dates_stay_in_the_form_and_in_the_export(lead: FlaskClient) -> None:
    page = lead.get("/en/indicators/?period=dates&from=2026-03-01&to=2026-03-31").text
    assert page.count('value="2026-03-01"') == 3


def test_the_export_is_a_file_named_after_the_period(story: Story, lead: FlaskClient) -> None:
    tell(story)
    for fmt, kind in (("csv", "text/csv"), ("xlsx", "spreadsheetml")):
        answer = lead.post("/indicators/export", data=posted(fmt=fmt))
        assert answer.status_code == 200 and kind in answer.headers["Content-Type"]
        assert answer.headers["Content-Disposition"] == (
            f'attachment; filename="classcode-indicators-2025-09-01-2026-08-31.{fmt}"'
        )


def test_an_export_leaves_a_line_with_time_actor_and_filter(
    lead: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "tracking.indicators.routes"), clock.at(NOW):
        lead.post("/indicators/export", data=posted())
    assert "2026-06-30T12:00:00+00:00" in caplog.text and "csv" in caplog.text and "region all" in caplog.text


def test_an_export_in_an_unknown_format_or_with_an_unknown_field_is_refused(lead: FlaskClient) -> None:
    assert lead.post("/indicators/export", data=posted(fmt="exe")).status_code == 400
    assert lead.post("/indicators/export", data=posted(role="lead")).status_code == 400


def test_too_many_exports_are_refused_for_a_while(lead: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "EXPORT", limits.Limit("export", 2, 60))
    assert [lead.post("/indicators/export", data=posted()).status_code for _ in range(3)] == [200, 200, 429]
