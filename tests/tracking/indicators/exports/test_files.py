"""Each format keeps its own promises: signs, types, frozen heads, definitions, and no formula whatever a name says."""

from __future__ import annotations

import csv
import io
import re
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, BinaryIO
from xml.etree import ElementTree
from zipfile import ZipFile

import openpyxl
import pytest

from classcode import i18n
from tests.tracking.indicators.exports.conftest import FORMULAS, everything, with_label
from tracking.indicators.definition import ORDER
from tracking.indicators.exports import delimited, formats, ods, xlsx
from tracking.indicators.exports.cells import Book, Cell, Kind, Sheet, head, number, text
from tracking.indicators.exports.sheets import Naming, about, sheet_name

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CONFIG = "{urn:oasis:names:tc:opendocument:xmlns:config:1.0}"


def made(fmt: str, naming: Naming, lang: str = "en") -> bytes:
    with i18n.reader(lang):
        return formats.made(fmt, naming)


def content_of(file: bytes, name: str = "content.xml") -> ElementTree.Element:
    with ZipFile(io.BytesIO(file)) as opened:
        return ElementTree.fromstring(opened.read(name))  # noqa: S314 - our own file


def lines(naming: Naming) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made("csv", naming).decode(), newline="")))


# CSV.


def test_the_plain_csv_says_value_state_period_version_and_date_on_each_line(naming: Naming) -> None:
    first, (definition, figure) = lines(naming)[0], naming.report.figures[0]
    assert figure.total.value is not None
    told = (first["figure"], first["by"], first["value"], first["state"], first["rule"])
    assert told == ("registered", "total", f"{figure.total.value:g}", "shown", "perturbed")
    assert (first["period_from"], first["period_to"]) == ("2026-03-01", "2026-05-31")
    assert first["definition_version"] == str(definition.version)
    assert first["data_as_of"] == "2026-06-30T12:00:00+00:00"


def test_the_plain_csv_leaves_hidden_values_empty_and_says_why(naming: Naming) -> None:
    told = {line["figure"]: (line["value"], line["state"]) for line in lines(naming) if line["by"] == "total"}
    hidden = [figure.id for _definition, figure in naming.report.figures if figure.total.hidden]
    assert "trained" in hidden
    assert {told[id_] for id_ in hidden} == {("", "not shown")}
    assert told["self-efficacy"] == ("", "no source yet")


def test_the_french_csv_has_semicolons_decimal_commas_a_mark_crlf_and_quoted_texts() -> None:
    file = made("csv-fr", everything(), "fr")
    assert file.startswith(b"\xef\xbb\xbf") and not re.search(rb"[^\r]\n", file)
    line = next(line for line in file.decode("utf-8-sig").splitlines() if line.startswith('"girls-share"'))
    assert line.split(";")[7] == "0,4023"
    assert all(re.fullmatch(r'"[^"]*"|[\d,]*', field) for field in line.split(";"))


def test_the_heads_of_the_french_csv_are_in_the_language_of_the_reader() -> None:
    heads = {
        lang: made("csv-fr", everything(), lang).decode("utf-8-sig").splitlines()[0] for lang in ("fr", "nl")
    }
    assert '"Valeur"' in heads["fr"] and '"Waarde"' in heads["nl"]


def test_the_plain_csv_is_utf_8_without_a_mark_and_ends_lines_by_crlf() -> None:
    file = made("csv", everything("Île-de-France, « l’une »"))
    assert file.startswith(b"figure,") and not re.search(rb"[^\r]\n", file)
    assert '"Île-de-France, « l’une »"' in file.decode()


@pytest.mark.parametrize("signs", FORMULAS)
def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(signs: str) -> None:
    assert delimited.harmless(signs) == f"'{signs}"


def test_other_texts_are_left_as_they_are() -> None:
    assert delimited.harmless("Auvergne-Rhône-Alpes") == "Auvergne-Rhône-Alpes"


@pytest.mark.parametrize("signs", FORMULAS)
@pytest.mark.parametrize(("fmt", "between"), [("csv", ","), ("csv-fr", ";")])
def test_no_field_of_a_csv_begins_like_a_formula(fmt: str, between: str, signs: str) -> None:
    file = made(fmt, with_label(everything(signs), signs)).decode("utf-8-sig")
    fields = [
        field for line in csv.reader(io.StringIO(file, newline=""), delimiter=between) for field in line
    ]
    assert f"'{signs}" in fields
    assert not [field for field in fields if field.lstrip().startswith(("=", "+", "-", "@", "＝"))]


# Workbooks.


def test_the_workbook_has_its_sheets_with_frozen_heads(naming: Naming) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", naming)))
    assert book.sheetnames == ["Figures", "By region", "By month", "Country", "Definitions"]
    assert [sheet.freeze_panes for sheet in book] == ["B8", "B2", "B2", "B2", "B2"]


def test_the_workbook_tells_period_criteria_date_rule_and_every_definition() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", everything())))
    told = {row[0].value: row[1].value for row in book["Figures"].iter_rows(max_row=6)}
    assert told["Period"] == "from Sunday, 1 March 2026 to Sunday, 31 May 2026"
    assert (told["Gender"], told["Region"]) == ("Not asked", "All regions")
    assert "always in the same way" in told["Rule"] and "under 11" in told["Rule"]
    assert tuple(row[0].value for row in book["Definitions"].iter_rows(min_row=2)) == ORDER


def test_numbers_percentages_and_hours_are_typed_in_the_workbook() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(made("xlsx", everything())))["Figures"]
    found = {row[0].value: row[1] for row in sheet.iter_rows(min_row=9)}
    assert found["Share of girls"].number_format == "0.00 %" and found["Share of girls"].data_type == "n"
    assert found["Hours online (sum)"].number_format == "#,##0.0"
    assert found["People registered"].number_format == "#,##0"


@pytest.mark.parametrize("signs", FORMULAS)
def test_no_text_of_the_workbook_is_a_formula_or_a_link(signs: str) -> None:
    file = made("xlsx", with_label(everything(signs), signs))
    cells = [
        cell
        for sheet in openpyxl.load_workbook(io.BytesIO(file))
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert cells and not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]


# OpenDocument.


def test_the_ods_names_its_type_first_and_unpacked() -> None:
    with ZipFile(io.BytesIO(made("ods", everything()))) as opened:
        first = opened.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", 0)
        listed = ElementTree.fromstring(opened.read("META-INF/manifest.xml"))  # noqa: S314 - our own file
        assert opened.testzip() is None
        names = {entry.get(f"{entry.tag.partition('}')[0]}}}full-path") for entry in listed}
        assert names == {"/"} | set(opened.namelist()) - {"mimetype", "META-INF/manifest.xml"}


def test_every_part_of_the_ods_is_well_formed_and_every_style_it_uses_is_there() -> None:
    file = made("ods", everything())
    for part in ("content.xml", "styles.xml", "meta.xml", "settings.xml"):
        content_of(file, part)
    whole = content_of(file)
    style = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
    declared = {one.get(f"{style}name") for one in whole.iter(f"{style}style")}
    used = {one.get(f"{TABLE}style-name") for one in whole.iter() if one.get(f"{TABLE}style-name")}
    assert used <= declared and {str(kind) for kind in Kind} <= declared


def test_numbers_percentages_and_texts_are_typed_in_the_ods() -> None:
    rows = content_of(made("ods", everything())).iter(f"{TABLE}table-row")
    found = {"".join(row[0].itertext()): row[1] for row in rows if len(row) > 1}
    value = f"{OFFICE}value"
    share, people = found["Share of girls"], found["People registered"]
    assert (share.get(f"{OFFICE}value-type"), share.get(value)) == ("percentage", "0.4023")
    assert (people.get(f"{OFFICE}value-type"), people.get(value)) == ("float", "4222")
    assert found["Period"].get(f"{OFFICE}value-type") == "string"


def test_the_heads_of_each_sheet_of_the_ods_are_frozen_at_their_rows() -> None:
    file = made("ods", everything())
    item = f"{CONFIG}config-item"
    entries = [
        one
        for one in content_of(file, "settings.xml").iter(f"{CONFIG}config-item-map-entry")
        if one.get(f"{CONFIG}name")
    ]
    frozen = {
        one.get(f"{CONFIG}name"): {part.get(f"{CONFIG}name"): part.text for part in one.iter(item)}
        for one in entries
    }
    tables = content_of(file).iter(f"{TABLE}table")
    heads = {
        one.get(f"{TABLE}name"): len(list(one.iterfind(f"{TABLE}table-header-rows/*"))) for one in tables
    }
    assert {name: int(told["VerticalSplitPosition"] or 0) for name, told in frozen.items()} == heads
    assert {told["VerticalSplitMode"] for told in frozen.values()} == {"2"}


@pytest.mark.parametrize("signs", FORMULAS)
def test_no_text_of_the_ods_is_a_formula_or_a_link(signs: str) -> None:
    whole = content_of(made("ods", with_label(everything(signs), signs)))
    cells = list(whole.iter(f"{TABLE}table-cell"))
    assert cells and not [cell for cell in cells if cell.get(f"{TABLE}formula")]
    assert not list(whole.iter(f"{TEXT}a"))


def test_a_text_with_spaces_lines_and_signs_that_xml_cannot_hold_comes_back_readable() -> None:
    rows = ((head("x"), text(" a  <b>&\tc\nd\x00\x1f")),)
    out = io.BytesIO()
    ods.write(book(Sheet("S", rows, 1, 1)), out)
    _head, told = content_of(out.getvalue()).iter(f"{TABLE}table-cell")
    assert _signs(told[0]) == " a  <b>&\tc\nd\ufffd\ufffd"


def _signs(paragraph: ElementTree.Element) -> str:
    """Return what a reader of OpenDocument makes of a paragraph."""
    told = paragraph.text or ""
    for one in paragraph:
        spaces = " " * int(one.get(f"{TEXT}c", "1"))
        told += {f"{TEXT}s": spaces, f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}[one.tag]
        told += one.tail or ""
    return told


# All of them.


def book(*pages: Sheet) -> Book:
    return Book("Proof", "en", datetime(2026, 6, 30, tzinfo=UTC), pages)


def long(rows: int) -> Book:
    """Return a book of one long sheet, the rows of which are made as they are read."""

    def each() -> Any:
        yield tuple(head(f"Head {column}") for column in range(12))
        for at in range(rows):
            yield (head(f"Row {at}"), *(number(at * column) for column in range(10)), Cell(Kind.NONE, "-"))

    return book(Sheet("Long", each(), 1, rows + 1))


WRITERS: dict[str, Callable[[Book, BinaryIO], None]] = {
    "csv": delimited.write_plain,
    "csv-fr": delimited.write_french,
    "xlsx": xlsx.write,
    "ods": ods.write,
}


class Nowhere(io.RawIOBase):
    """A file that keeps nothing, and only counts."""

    def __init__(self) -> None:
        self.written = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.written += len(data)
        return len(data)


@pytest.mark.slow
@pytest.mark.parametrize("fmt", WRITERS)
def test_the_memory_of_a_writer_does_not_grow_with_the_rows(fmt: str) -> None:
    def peak(rows: int) -> int:
        tracemalloc.start()
        WRITERS[fmt](long(rows), Nowhere())  # type: ignore[arg-type]
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(100)  # what is imported and kept for ever
    assert peak(4_000) < peak(1_000) + 500_000


@pytest.mark.slow
def test_twenty_thousand_rows_of_the_ods_cost_no_more_than_those_of_the_workbook() -> None:
    seconds = {}
    for fmt in ("ods", "xlsx"):
        began = time.process_time()
        WRITERS[fmt](long(20_000), Nowhere())  # type: ignore[arg-type]
        seconds[fmt] = time.process_time() - began
    assert seconds["ods"] < seconds["xlsx"]


def test_a_watched_book_tells_how_far_it_was_read_up_to_the_end() -> None:
    told: list[float] = []
    WRITERS["csv"](long(999).watched(told.append), Nowhere())  # type: ignore[arg-type]
    assert told == sorted(told) and told[-1] == 1 and len(told) == 100


def test_the_name_of_a_sheet_fits_every_spreadsheet_program() -> None:
    assert sheet_name("Communauté linguistique de l’école") == "Communauté linguistique de l’éc"
    assert sheet_name("a/b [c]: 'd'") == "a b  c    d"


def test_the_file_is_named_after_its_period(naming: Naming) -> None:
    assert formats.file_name(naming.report, "csv") == "classcode-indicators-2026-03-01-2026-05-31.csv"


def test_what_was_asked_is_told_before_the_figures() -> None:
    with i18n.reader("fr"):
        heads = [one for one, _words in about(everything())]
    assert heads == ["Période", "Région", "Module", "Genre", "Données au", "Règle"]
