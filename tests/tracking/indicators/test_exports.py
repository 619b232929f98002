"""The files hold what the page shows and no more, and other software reads them back equal."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from classcode import clock, i18n
from tests.tracking.indicators.told import NOW, SPRING, Story
from tracking.indicators import exports
from tracking.indicators.definition import ORDER
from tracking.indicators.filters import Filter
from tracking.indicators.report import Report, report


@pytest.fixture
def made(story: Story) -> Report:
    """Fourteen people of Bretagne and three of Occitanie joined, the three in May."""
    for number in range(14):
        story.joins(story.person("FR-BRE"), number)
    for _ in range(3):
        story.joins(story.person("FR-OCC"), 70)
    with clock.at(NOW), i18n.reader("en"):
        return report(story.session, Filter(SPRING), 5, "en")


def lines(made: Report) -> list[dict[str, str]]:
    with i18n.reader("en"):
        content = exports.as_csv(made)
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def workbook(made: Report) -> openpyxl.Workbook:
    with i18n.reader("en"):
        return openpyxl.load_workbook(io.BytesIO(exports.as_xlsx(made)))


def test_csv_says_value_state_period_version_and_date_on_each_line(made: Report) -> None:
    first = lines(made)[0]
    assert (first["figure"], first["by"], first["value"], first["state"]) == (
        "registered",
        "total",
        "17",
        "shown",
    )
    assert (first["period_from"], first["period_to"]) == ("2026-03-01", "2026-05-31")
    assert (first["definition_version"], first["data_as_of"]) == ("1", "2026-06-30T12:00:00+00:00")


def test_csv_starts_with_a_byte_order_mark_and_ends_lines_as_spreadsheets_do(made: Report) -> None:
    content = exports.as_csv(made)
    assert content.startswith(b"\xef\xbb\xbf") and b"\r\n" in content


def test_csv_leaves_hidden_values_empty_and_says_why(made: Report) -> None:
    by_region = {
        line["name"]: line
        for line in lines(made)
        if line["figure"] == "registered" and line["by"] == "region"
    }
    assert {name: (line["value"], line["state"]) for name, line in by_region.items()} == {
        "Brittany": ("", "not shown"),
        "Occitania": ("", "not shown"),
    }


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@SUM(A1)", "\tx", "\rx"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(text: str) -> None:
    assert exports.harmless(text) == f"'{text}"


def test_other_cells_are_left_as_they_are() -> None:
    assert exports.harmless("Auvergne-Rhône-Alpes") == "Auvergne-Rhône-Alpes"


def test_the_workbook_has_its_four_sheets_with_a_frozen_header(made: Report) -> None:
    book = workbook(made)
    assert book.sheetnames == ["Figures", "By region", "By month", "Definitions"]
    assert [sheet.freeze_panes for sheet in book] == ["B8", "B2", "B2", "B2"]


def test_the_workbook_and_the_csv_hold_equal_values(made: Report) -> None:
    sheet = workbook(made)["By month"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    months = [line for line in lines(made) if line["by"] == "month"]
    for line in months:
        row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == line["name"])
        value = row[columns[line["label"]] - 1].value
        told = {"not shown": "not shown", "nothing to divide": "-"}.get(line["state"])
        assert value == (told or pytest.approx(float(line["value"])))


def test_the_workbook_tells_period_date_rule_and_every_definition(made: Report) -> None:
    book = workbook(made)
    about = {row[0].value: row[1].value for row in book["Figures"].iter_rows(max_row=5)}
    assert about["Period"] == "from Sunday, 1 March 2026 to Sunday, 31 May 2026"
    assert about["Rule"] == "Counts of people under 5 are not shown"
    told = [row[0].value for row in book["Definitions"].iter_rows(min_row=2)]
    assert tuple(told) == ORDER


def test_no_text_of_the_workbook_is_a_formula(made: Report) -> None:
    cells = [cell for sheet in workbook(made) for row in sheet.iter_rows() for cell in row]
    assert cells and not [cell for cell in cells if cell.data_type == "f"]


def test_the_file_is_named_after_its_period(made: Report) -> None:
    assert exports.file_name(made, "csv") == "classcode-indicators-2026-03-01-2026-05-31.csv"
