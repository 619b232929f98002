"""Reading each format back by software that is not ours, into one and the same shape: figure, dimension, row, value.

A value is a number, "not shown" or "-"; numbers of a PDF are read from its words, in the signs of their language.
"""

from __future__ import annotations

import csv
import io
import re
import subprocess
import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
import openpyxl
import python_calamine

from tests import servers
from tracking.indicators.api import answer as shapes
from tracking.indicators.exports.sheets import Naming

Value = float | str
Values = dict[tuple[str, str, str], Value]
"""By figure's label, dimension's words ("" for the total) and row's words."""
EMPTY = {
    "not shown": "not shown",
    "nothing to divide": "-",
    "no source yet": "-",
    "not told for this choice": "-",
}
AXES = {"region": "By region", "month": "By month", "country": "Country"}


def plain(content: bytes) -> Values:
    """Read the CSV for programs."""
    return _lines(csv.DictReader(io.StringIO(content.decode(), newline="")), float)


def french(content: bytes) -> Values:
    """Read the CSV for spreadsheets in French; its heads are those of the language."""
    told = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    next(told)
    keys = ("figure", "label", "unit", "version", "by", "key", "name", "value", "state")
    lines = (dict(zip(keys, line, strict=False)) for line in told)
    return _lines(lines, lambda signs: float(signs.replace(",", ".")))


def _lines(lines: Iterable[Mapping[str, str]], number: Callable[[str], float]) -> Values:
    return {
        (line["label"], AXES.get(line["by"], ""), line["name"]): _number(line["value"], number)
        if line["state"] == "shown"
        else EMPTY[line["state"]]
        for line in lines
    }


def _number(signs: str, number: Callable[[str], float]) -> Value:
    """Return a number; a step of progress is a word."""
    return number(signs) if signs[:1].isdigit() else signs


def sheets(tables: Mapping[str, list[list[Any]]]) -> Values:
    """Bring the sheets of a workbook into the common shape."""
    figures = tables["Figures"]
    top = next(at for at, row in enumerate(figures) if row[0] == "Figure")
    found: Values = {(row[0], "", ""): row[1] for row in figures[top + 1 :]}
    for axis in set(tables) & set(AXES.values()):
        heads, *rows = tables[axis]
        found |= {
            (label, axis, row[0]): value
            for row in rows
            for label, value in zip(heads[1:], row[1:], strict=True)
        }
    return found


def xlsx(content: bytes) -> Values:
    """Read the XLSX by openpyxl."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return sheets({page.title: [list(row) for row in page.iter_rows(values_only=True)] for page in book})


def calamine(content: bytes) -> Values:
    """Read the XLSX or the ODS by calamine."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return sheets({name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names})


def answer(content: bytes) -> Values:
    """Read the JSON, strictly by its declared shape."""
    told = msgspec.json.decode(content, type=shapes.Answer, strict=True)
    found: Values = {}
    for figure in told.figures:
        found[figure.label, "", ""] = _value(figure, figure.total)
        for axis, rows in figure.rows.items():
            found |= {(figure.label, AXES[axis], row.name): _value(figure, row.value) for row in rows}
    return found


def _value(figure: shapes.Figure, value: shapes.Value) -> Value:
    if value.value is None or figure.definition.unit == "step":
        return value.words
    return value.value


def words_of_pdf(content: bytes) -> str:
    """Return the text of a PDF in the order in which it is read, by pdftotext."""
    done = subprocess.run(
        [str(servers.POPPLER.path()), "-raw", "-enc", "UTF-8", "-", "-"],
        input=content,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


def unpacked(file: bytes) -> bytes:
    """Return all that lies in the streams of a PDF file, unpacked."""
    parts = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", file, re.DOTALL)
    return b"".join(zlib.decompressobj().decompress(part) if part[:1] == b"x" else part for part in parts)


def expected(naming: Naming) -> Values:
    """Return what every format must hold, straight from the disclosed report."""
    found: Values = {}
    for definition, figure in naming.report.figures:
        label = definition.label.called("en")
        told = [("", "", figure.total)]
        told += [
            (AXES[axis], naming.called(axis, key), shown)
            for axis, rows in figure.rows.items()
            for key, shown in rows
        ]
        for axis, name, shown in told:
            value: Value = "not shown" if shown.hidden else "-"
            found[label, axis, name] = value if shown.value is None else round(shown.value, 4)
    return found
