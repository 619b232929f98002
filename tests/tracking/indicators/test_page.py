"""The pages of all figures and of one, and their exports: who may, what it shows, what it refuses."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from classcode import clock
from classcode.people.models import Person
from classcode.people.rules import limits
from tests.make import Make
from tests.tracking.indicators.told import NOW, Story
from tracking.indicators import choices
from tracking.indicators.choices import Known
from tracking.indicators.definition import definitions, every_version
from tracking.indicators.report import report

Login = Callable[[FlaskClient, Person], FlaskClient]
YEAR = {"period": "fr:2025-2026"}


@pytest.fixture
def lead(make: Make, client: FlaskClient, login: Login) -> FlaskClient:
    return login(client, make.lead("dora"))


def posted(**more: str) -> dict[str, str]:
    return {"act": str(uuid4()), "lang": "en", "fmt": "csv"} | YEAR | more


def tell(story: Story) -> None:
    for number in range(40):
        story.joins(story.person("FR-BRE"), number)
    for _ in range(4):
        story.joins(story.person("FR-OCC"), 5)
    story.session.commit()


def told(story: Story, allowed: frozenset[str] | None = None) -> str:
    """Return how many registered people the page tells, as the same report in another process would."""
    year = choices.read(YEAR, Known({}, {}, allowed, NOW.date()))
    with clock.at(NOW):
        registered = report(story.session, year, 11, "en").figures[0][1]
    assert registered.total.value is not None
    return f'<p class="value">{registered.total.value:.0f} <span>people</span></p>'


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
    answer = lead.get(f"/{lang}/indicators/figures/")
    assert answer.status_code == 200
    assert '<p class="value">-</p>' in answer.text and 'class="empty"' in answer.text
    assert '<figure class="chart">' not in answer.text


def test_the_page_shows_all_figures_and_leads_to_each_definition(story: Story, lead: FlaskClient) -> None:
    tell(story)
    with clock.at(NOW):
        page = lead.get("/en/indicators/figures/", query_string=YEAR).text
    assert told(story) in page
    for one in definitions():
        assert f'href="/en/indicators/figures/{one.id}?period=fr:2025-2026"' in page, one.id


def test_a_figure_has_its_definition_every_version_and_its_rows(story: Story, lead: FlaskClient) -> None:
    tell(story)
    with clock.at(NOW):
        page = lead.get("/en/indicators/figures/registered", query_string=YEAR).text
    assert told(story) in page
    for one in every_version():
        assert (one.id != "registered") or html.escape(one.formula.en, quote=False) in page
    assert page.count('<figure class="chart">') == 2 and "Counts of people are slightly changed" in page


def test_the_page_of_a_figure_says_the_one_without_which_it_is_never_shown(
    story: Story, lead: FlaskClient
) -> None:
    tell(story)
    with clock.at(NOW):
        page = lead.get("/en/indicators/figures/enrolments", query_string=YEAR).text
    assert re.search(r"Read it with: People registered: \d+ people\.", page)


def test_every_figure_has_a_page_in_every_language(lead: FlaskClient) -> None:
    for one in definitions():
        for lang in ("fr", "en", "nl"):
            answer = lead.get(f"/{lang}/indicators/figures/{one.id}")
            assert answer.status_code == 200 and one.label.called(lang) in html.unescape(answer.text)
    assert lead.get("/fr/indicators/figures/nothing").status_code == 404


def test_a_figure_of_a_filter_that_cannot_be_leads_to_the_form_that_says_why(lead: FlaskClient) -> None:
    answer = lead.get("/en/indicators/figures/registered?period=never", follow_redirects=True)
    assert answer.status_code == 422 and "This period is not known" in answer.text


def test_no_count_of_a_small_region_is_on_the_page_of_a_figure(story: Story, lead: FlaskClient) -> None:
    tell(story)
    with clock.at(NOW):
        page = lead.get("/en/indicators/figures/registered", query_string=YEAR).text
    table = page[page.index("<h2>By region</h2>") : page.index("<h2>By month</h2>")]
    numbers = {int(one) for one in re.findall(r">(\d+)<", table)}
    assert numbers and not numbers & set(range(1, 11))


def test_the_form_says_every_choice_of_a_shared_link(story: Story, lead: FlaskClient) -> None:
    tell(story)
    asked = {"gender": "not-asked", "commune_type": "rural", "setting": "initial-training"}
    page = lead.get("/en/indicators/figures/", query_string=YEAR | asked).text
    assert all(f'<option value="{value}" selected>' in page for value in asked.values())


def test_a_lead_of_one_region_sees_that_region_alone(
    story: Story, make: Make, client: FlaskClient, login: Login
) -> None:
    tell(story)
    login(client, make.lead("eva", "FR-BRE"))
    with clock.at(NOW):
        page = client.get("/en/indicators/figures/", query_string=YEAR).text
    assert told(story, frozenset({"FR-BRE"})) in page
    assert "Brittany" in page and "Occitania" not in page


def test_a_lead_of_one_region_reads_its_name_where_another_reads_all_regions(
    make: Make, client: FlaskClient, login: Login
) -> None:
    page = login(client, make.lead("denise", "FR-BRE")).get("/en/indicators/figures/").get_data(as_text=True)
    assert '<option value="">Brittany</option>' in page
    assert "All regions" not in page


def test_a_lead_of_one_region_who_asks_for_another_is_told_so(
    make: Make, client: FlaskClient, login: Login
) -> None:
    login(client, make.lead("eva", "FR-BRE"))
    answer = client.get("/en/indicators/figures/?region=FR-OCC")
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
    answer = lead.get(f"/en/indicators/figures/?{query}")
    assert answer.status_code == 422
    assert answer.text.count(told) == 2 and 'aria-invalid="true"' in answer.text


def test_free_dates_stay_in_the_form_and_in_every_export(lead: FlaskClient) -> None:
    page = lead.get("/en/indicators/figures/?period=dates&from=2026-03-01&to=2026-03-31").text
    forms = re.findall(r'<form method="post" action="/indicators/export.*?</form>', page, re.DOTALL)
    assert len(forms) == 5  # a file of each format at once, and one that is ordered
    assert all('name="from" value="2026-03-01"' in form for form in forms)
    assert '<input id="from" name="from" type="date" value="2026-03-01"' in page


def test_the_export_is_a_file_named_after_the_period(story: Story, lead: FlaskClient) -> None:
    tell(story)
    kinds = {"csv": "text/csv", "csv-fr": "text/csv", "xlsx": "spreadsheetml", "ods": "opendocument"}
    for fmt, kind in kinds.items():
        answer = lead.post("/indicators/export", data=posted(fmt=fmt))
        assert answer.status_code == 200 and kind in answer.headers["Content-Type"]
        assert answer.headers["Content-Disposition"] == (
            f'attachment; filename="classcode-indicators-2025-09-01-2026-08-31.{fmt.partition("-")[0]}"'
        )


def test_an_export_leaves_a_line_with_time_actor_and_filter(
    lead: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "tracking.indicators.exports.noting"), clock.at(NOW):
        lead.post("/indicators/export", data=posted())
    assert "2026-06-30T12:00:00+00:00" in caplog.text and "csv" in caplog.text and "region all" in caplog.text


def test_an_export_in_an_unknown_format_or_with_an_unknown_field_is_refused(lead: FlaskClient) -> None:
    for fmt in ("exe", "pdf"):  # a PDF takes seconds: it is ordered
        assert lead.post("/indicators/export", data=posted(fmt=fmt)).status_code == 400
    assert lead.post("/indicators/export", data=posted(role="lead")).status_code == 400


def test_too_many_exports_are_refused_for_a_while(lead: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "EXPORT", limits.Limit("export", 2, 60))
    assert [lead.post("/indicators/export", data=posted()).status_code for _ in range(3)] == [200, 200, 429]


def test_a_figure_without_a_source_says_what_will_be_here_and_not_that_it_is_exact(
    story: Story, lead: FlaskClient
) -> None:
    tell(story)
    for page in ("figures/self-efficacy", "figures/"):
        with clock.at(NOW):
            shown = html.unescape(lead.get(f"/en/indicators/{page}", query_string=YEAR).text)
        assert "Here you will read how able people feel" in shown
        assert "Exact and whole" not in shown
