"""The formats of a report: how each is called, how it is written, and whether it is made while the reader waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, Final

from classcode.i18n import N_
from tracking import pdf
from tracking.indicators.exports import delimited, document, ods, sheets, xlsx
from tracking.indicators.exports.cells import Book
from tracking.indicators.exports.sheets import Naming
from tracking.indicators.report import Report

Tell = Callable[[float], None]
Write = Callable[[Naming, BinaryIO, Tell], None]
Writer = Callable[[Book, BinaryIO], None]


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: its words on a button, the end of its name, its media type, what writes it."""

    words: str
    extension: str
    kind: str
    write: Write


def _sheets(writer: Writer) -> Write:
    return lambda naming, out, tell: writer(sheets.book(naming).watched(tell), out)


def _lines(writer: Writer, *, in_words: bool) -> Write:
    return lambda naming, out, tell: writer(sheets.lines(naming, in_words=in_words).watched(tell), out)


FORMATS: Final = {
    "xlsx": Format(
        N_("Excel workbook (XLSX)"),
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _sheets(xlsx.write),
    ),
    "ods": Format(
        N_("OpenDocument workbook (ODS)"),
        "ods",
        "application/vnd.oasis.opendocument.spreadsheet",
        _sheets(ods.write),
    ),
    "csv-fr": Format(
        N_("CSV for spreadsheets in French or Dutch"),
        "csv",
        "text/csv; charset=utf-8",
        _lines(delimited.write_french, in_words=True),
    ),
    "csv": Format(
        N_("CSV for other software"),
        "csv",
        "text/csv; charset=utf-8",
        _lines(delimited.write_plain, in_words=False),
    ),
    "pdf": Format(
        N_("Report to print (PDF)"),
        "pdf",
        "application/pdf",
        lambda naming, out, _tell: document.write(naming, out),
    ),
}
SLOW: Final = frozenset({"pdf"})
"""Formats that take seconds to make, and so are always ordered."""


def offered() -> dict[str, Format]:
    """Return the formats that this installation can make."""
    return {name: one for name, one in FORMATS.items() if name != "pdf" or pdf.available()}


def silent(_share: float) -> None:
    """Tell nobody how far it is."""


def made(fmt: str, naming: Naming) -> bytes:
    """Return the whole file of a report that is small."""
    out = BytesIO()
    FORMATS[fmt].write(naming, out, silent)
    return out.getvalue()


def file_name(report: Report, fmt: str) -> str:
    """Return the name of the file: what it is, and its first and last day."""
    asked = report.asked.period
    return f"classcode-indicators-{asked.first}-{asked.last}.{FORMATS[fmt].extension}"
