"""LibreOffice reads the spreadsheets of indicators back as any other reader does. It runs where LibreOffice is there.

Debian's `libreoffice-calc-nogui` is 90 MB, so that the set-up of the tests does not ask for it; `make test` reads the
same files by openpyxl and calamine.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import python_calamine

from classcode import i18n
from tests.tracking.indicators.exports import reading
from tests.tracking.indicators.exports.conftest import FORMULAS, everything, with_label
from tracking.indicators.exports import delimited, formats

pytestmark = pytest.mark.proof
# Fields apart by commas, quoted, UTF-8, from the first line; values as they are kept; every sheet a file of its own.
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"


@pytest.fixture(scope="module")
def office() -> str:
    """The program, where there is one: SOFFICE names it, or it is found by its name."""
    found = os.environ.get("SOFFICE") or shutil.which("soffice")
    if not found:
        pytest.skip("no LibreOffice on this machine (Debian: libreoffice-calc-nogui)")
    return found


def convert(office: str, file: Path, kind: str, *more: str) -> None:
    """Let LibreOffice open a file and write it again beside it, as another kind."""
    home = f"-env:UserInstallation=file://{file.parent}/profile"
    command = [
        office,
        home,
        "--headless",
        *more,
        "--convert-to",
        kind,
        "--outdir",
        str(file.parent),
        str(file),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def sheets(office: str, file: Path) -> dict[str, list[list[str]]]:
    """Let LibreOffice open a file and write each of its sheets as CSV; return them by name."""
    convert(office, file, AS_CSV)
    written = sorted(file.parent.glob(f"{file.stem}-*.csv"))
    return {
        path.stem.removeprefix(f"{file.stem}-"): list(
            csv.reader(io.StringIO(path.read_text("utf-8"), newline=""))
        )
        for path in written
    }


def values(tables: dict[str, list[list[str]]]) -> reading.Values:
    """Return the cells of the sheets, numbers as numbers."""
    typed = {name: [[_number(cell) for cell in row] for row in rows] for name, rows in tables.items()}
    return reading.sheets(typed)


def _number(cell: str) -> float | str:
    try:
        return round(float(cell[:-1]) / 100, 4) if cell.endswith("%") else float(cell)
    except ValueError:
        return cell


@pytest.mark.parametrize("fmt", ["ods", "xlsx"])
def test_libreoffice_reads_the_same_cells_as_calamine(fmt: str, office: str, tmp_path: Path) -> None:
    with i18n.reader("en"):
        content = formats.made(fmt, everything())
    file = tmp_path / f"figures.{fmt}"
    file.write_bytes(content)
    assert values(sheets(office, file)) == reading.calamine(content)


@pytest.mark.parametrize("signs", FORMULAS)
@pytest.mark.parametrize("fmt", ["ods", "xlsx"])
def test_libreoffice_computes_no_text_of_a_workbook(
    fmt: str, signs: str, office: str, tmp_path: Path
) -> None:
    file = hostile(tmp_path, fmt, signs)
    assert _close(signs) in {
        _close(cell) for rows in sheets(office, file).values() for row in rows for cell in row
    }


@pytest.mark.parametrize("signs", FORMULAS)
@pytest.mark.parametrize(("fmt", "between"), [("csv", ","), ("csv-fr", ";")])
def test_libreoffice_computes_no_text_of_a_csv(
    fmt: str, between: str, signs: str, office: str, tmp_path: Path
) -> None:
    file = hostile(tmp_path, fmt, signs)
    convert(office, file, "ods", f"--infilter=Text - txt - csv (StarCalc):{ord(between)},34,76,1")
    book = python_calamine.CalamineWorkbook.from_path(str(file.with_suffix(".ods")))
    rows = book.get_sheet_by_index(0).to_python()
    assert _close(delimited.harmless(signs)) in {_close(str(cell)) for row in rows for cell in row}


def hostile(folder: Path, fmt: str, signs: str) -> Path:
    """Write a file in which a figure and a region are called by these signs."""
    with i18n.reader("en"):
        content = formats.made(fmt, with_label(everything(signs), signs))
    file = folder / f"hostile.{formats.FORMATS[fmt].extension}"
    file.write_bytes(content)
    return file


def _close(text: str) -> str:
    """Return a text without its spaces and ends of lines."""
    return re.sub(r"\s", "", text)
