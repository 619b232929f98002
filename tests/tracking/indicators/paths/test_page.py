"""The page of paths and waits, its files and its answer to programs: who may, what is shown, that all are equal."""

from __future__ import annotations

import csv
import html
import json
import logging
import re
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from classcode import clock, i18n
from classcode.people.models import Person
from classcode.territory import systems
from tests.make import Make
from tests.tracking.indicators.rows import Rows
from tests.tracking.indicators.told import NOW
from tracking.indicators.api.paths import PathsAnswer
from tracking.indicators.exports.document import in_words
from tracking.indicators.filters import Filter
from tracking.indicators.paths.drawings import Drawing, drawings
from tracking.indicators.paths.files import table
from tracking.indicators.paths.shapes import CURVES
from tracking.indicators.paths.view import Paths, paths
from tracking.indicators.periods import school_year

Login = Callable[[FlaskClient, Person], FlaskClient]
YEAR = {"period": "fr:2025-2026"}
ADDRESS = "/en/indicators/paths"
BRE, OCC = "FR-BRE", "FR-OCC"


@pytest.fixture
def lead(make: Make, client: FlaskClient, login: Login) -> FlaskClient:
    return login(client, make.lead("dora"))


@pytest.fixture
def programme(rows: Rows) -> Rows:
    """Sixty people of Bretagne who went on to different steps, and thirty questions."""
    for number in range(60):
        who = rows.someone(region=BRE)
        rows.reaches(who, "registered", number % 80)
        for kind, each in (("started", 2), ("engaged", 3), ("met", 4), ("trained", 3)):
            if number % each:
                rows.reaches(who, kind, number % 80 + 5 * each)
        if number % 2:
            rows.asks(who, number, waited=None if number % 5 == 0 else 60 * number)
    rows.session.commit()
    return rows


def posted(**more: str) -> dict[str, str]:
    return {"act": str(uuid4()), "lang": "en", "fmt": "csv", "reach": "trained"} | YEAR | more


def shown(rows: Rows, **more: Any) -> Paths:
    """Return what the page shows, as another process would."""
    asked = Filter(period=school_year(systems.system("fr"), NOW.date()))
    with clock.at(NOW):
        seen = paths(rows.session, asked, 11, "en", **more)
    rows.session.rollback()  # ends the transaction, for whoever writes next
    return seen


def got(client: FlaskClient, address: str = ADDRESS, **query: str) -> str:
    with clock.at(NOW):
        answer = client.get(address, query_string=YEAR | query)
    assert answer.status_code == 200, answer.text
    return answer.text


def twin(page: str, drawing: Drawing) -> list[list[str]]:
    """Read the rows of a drawing's table off the page."""
    at = page.index(f'<caption class="unseen">{html.escape(drawing.title, quote=False)}</caption>')
    body = page[page.index("<tbody>", at) : page.index("</tbody>", at)]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in body.split("<tr>")[1:]]
    return [[html.unescape(cell) for cell in row] for row in cells]


@pytest.mark.parametrize("address", [ADDRESS, "/indicators/paths/export"])
def test_a_learner_and_a_facilitator_may_neither_see_nor_take_it(
    address: str, client: FlaskClient, login: Login, ada: Person, bruno: Person
) -> None:
    for person in (ada, bruno):
        login(client, person)
        answer = client.post(address, data=posted()) if "export" in address else client.get(address)
        assert answer.status_code == 403


@pytest.mark.parametrize("lang", ["fr", "en", "nl"])
def test_an_empty_programme_has_its_page_and_says_how_paths_come(lang: str, lead: FlaskClient) -> None:
    answer = lead.get(f"/{lang}/indicators/paths")
    assert answer.status_code == 200 and 'class="empty"' in answer.text
    assert '<figure class="chart' not in answer.text


def test_the_page_draws_five_drawings_with_their_tables_and_what_they_rest_on(
    programme: Rows, lead: FlaskClient
) -> None:
    page = got(lead)
    for drawing in drawings(shown(programme)):
        assert f'<figure class="chart path-chart" id="{drawing.id}">' in page
    assert page.count('<details class="twin rests">') == 5 and page.count("Who is left out") == 5


def test_every_share_of_the_funnel_names_those_it_divides(programme: Rows, lead: FlaskClient) -> None:
    page = html.unescape(got(lead))
    for before, step in zip(shown(programme).funnel, shown(programme).funnel[1:], strict=False):
        assert step.of_before is not None
        if step.of_before.over:
            part, whole = map(i18n.number, step.of_before.over)
            assert f"{part} of {whole} who " in page
            assert whole == i18n.number(before.people.value or 0)


def test_the_curves_follow_the_milestone_that_was_chosen(programme: Rows, lead: FlaskClient) -> None:
    for reach in CURVES:
        page = got(lead, reach=reach)
        assert f'<option value="{reach}" selected>' in page
        assert twin(page, drawings(shown(programme, reach=reach))[1])
    answer = lead.get(ADDRESS, query_string=YEAR | {"reach": "certified"})
    assert answer.status_code == 422 and answer.text.count("This answer is not in the list") == 2


@pytest.mark.parametrize("query", [{"period": "never"}, {"region": "FR-XXX"}])
def test_a_filter_that_cannot_be_is_refused_beside_its_field(
    query: dict[str, str], lead: FlaskClient
) -> None:
    answer = lead.get(ADDRESS, query_string=query)
    assert answer.status_code == 422 and 'aria-invalid="true"' in answer.text


def test_a_lead_of_one_region_sees_its_paths_alone(
    programme: Rows, make: Make, client: FlaskClient, login: Login
) -> None:
    login(client, make.lead("eva", OCC))
    page = got(client)
    assert 'class="empty"' in page  # nobody registered there
    assert client.get(f"{ADDRESS}?region={BRE}").status_code == 422


def test_the_promised_time_stands_between_the_bins_that_it_parts(programme: Rows, lead: FlaskClient) -> None:
    page = got(lead)
    answers = page[page.index('id="first-answer"') : page.index('id="resolution-time"')]
    assert page.count('class="promised"') == 1 and "Promised: 3 days at most." in answers
    assert (
        answers.index("2 days to 3 days")
        < answers.index('class="promised"')
        < answers.index("3 days to 4 days")
    )


def test_a_small_page_is_enough(programme: Rows, lead: FlaskClient) -> None:
    assert len(got(lead).encode()) < 70_000


# All forms of one view are equal.


def test_page_workbooks_lines_and_the_interface_tell_the_same_values(
    programme: Rows, lead: FlaskClient
) -> None:
    page, made = got(lead), drawings(shown(programme))
    with clock.at(NOW), i18n.reader("en"):
        told = json.loads(lead.get("/api/indicators/paths", query_string=YEAR | {"lang": "en"}).data)
        lines = lead.post("/indicators/paths/export", data=posted()).get_data(as_text=True)
        book = load_workbook(BytesIO(lead.post("/indicators/paths/export", data=posted(fmt="xlsx")).data))
    read = {(one["drawing"], one["row"], one["measure"]): one for one in csv.DictReader(StringIO(lines))}
    assert len(read) == sum(1 for drawing in made for _cell in drawing.cells())
    for drawing, answered, sheet in zip(made, told["drawings"], book.worksheets, strict=True):
        with i18n.reader("en"):
            assert twin(page, drawing) == [[in_words(cell) for cell in row] for row in table(drawing)]
        values = {(row["key"], one["id"]): value for row in answered["rows"]
                  for one, value in zip(answered["measures"], row["values"], strict=True) if value}  # fmt: skip
        for row, column, one in drawing.cells():
            value = None if one.value is None else round(one.value, 4)
            line, json_value = read[drawing.id, row.key, column.key], values.pop((row.key, column.key))
            assert json_value["value"] == value and (float(line["value"]) if line["value"] else None) == value
            assert line["state"] == ("shown" if value is not None else "not shown")
        assert values == {}
        in_sheet = [list(row) for row in sheet.iter_rows(values_only=True)][-len(drawing.rows) :]
        assert in_sheet == [
            [cell.text if cell.value is None else cell.value for cell in row] for row in table(drawing)
        ]


def test_french_lines_have_the_signs_of_french_spreadsheets(programme: Rows, lead: FlaskClient) -> None:
    with clock.at(NOW):
        content = lead.post("/indicators/paths/export", data=posted(fmt="csv-fr", lang="fr")).data
    assert content.startswith(b"\xef\xbb\xbf") and b"\r\n" in content
    lines = list(csv.DictReader(StringIO(content.decode("utf-8-sig")), delimiter=";"))
    seen = shown(programme)
    assert lines[0]["Valeur"] == str(round(seen.funnel[0].people.value or 0))
    assert any("," in line["Valeur"] for line in lines)


@pytest.mark.parametrize("fmt", ["csv", "csv-fr", "xlsx", "ods"])
def test_each_format_is_a_file_named_after_the_period_and_leaves_a_line(
    fmt: str, programme: Rows, lead: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "tracking.indicators.exports.noting"), clock.at(NOW):
        answer = lead.post("/indicators/paths/export", data=posted(fmt=fmt))
    name = f"classcode-paths-2025-09-01-2026-08-31.{fmt.partition('-')[0]}"
    assert answer.status_code == 200 and name in answer.headers["Content-Disposition"]
    assert f"paths as {fmt}" in caplog.text


@pytest.mark.parametrize("lang", ["fr", "en", "nl"])
def test_a_workbook_has_a_sheet_for_each_drawing_in_every_language(
    lang: str, programme: Rows, lead: FlaskClient
) -> None:
    with clock.at(NOW):
        content = lead.post("/indicators/paths/export", data=posted(fmt="xlsx", lang=lang)).data
    assert len(set(load_workbook(BytesIO(content)).sheetnames)) == 5


def test_a_format_or_a_milestone_that_is_not_there_is_refused(lead: FlaskClient) -> None:
    assert lead.post("/indicators/paths/export", data=posted(fmt="pdf")).status_code == 400
    assert lead.post("/indicators/paths/export", data=posted(reach="certified")).status_code == 422


def test_no_count_under_k_is_in_any_form(programme: Rows, lead: FlaskClient) -> None:
    with clock.at(NOW):
        told = lead.get("/api/indicators/paths", query_string=YEAR)
    answer = msgspec.json.decode(told.data, type=PathsAnswer, strict=True)
    counts = [
        value.value
        for drawing in answer.drawings
        for row in drawing.rows
        for measure, value in zip(drawing.measures, row.values, strict=True)
        if value and value.value is not None and measure.unit == "people"
    ]
    assert counts and min(counts) >= 11
    assert answer.reach == "trained" and answer.rule.id == "perturbed"


@pytest.mark.parametrize(("query", "status"), [({"by": "gender"}, 400), ({"reach": "certified"}, 422)])
def test_what_the_interface_does_not_know_is_refused(
    query: dict[str, str], status: int, lead: FlaskClient
) -> None:
    answer = lead.get("/api/indicators/paths", query_string=YEAR | query)
    assert answer.status_code == status and json.loads(answer.data)["parameter"] == next(iter(query))
