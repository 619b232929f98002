"""A book as an OpenDocument spreadsheet (ODF 1.3, ISO/IEC 26300), written row by row into its zip. Pure.

Content goes out as it is made, so that memory does not grow with the rows. What never changes stands in `ods_parts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import islice
from typing import BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from tracking.indicators.exports import ods_parts as parts
from tracking.indicators.exports.cells import NUMBERS, Book, Cell, Kind, Row, Sheet

_AT_ONCE: Final = 500
"""Rows that are put together before they are packed."""
_QUICK: Final = 1
"""How hard the content is packed: the hardest takes five times as long and saves a quarter."""
_SIGN: Final = 0.2
"""The width of a sign in centimetres, about."""
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SPACES: Final = re.compile(r"^ | {2,}|[\t\r\n]")
_FLOAT: Final = '<table:table-cell table:style-name="{0}" office:value-type="{1}" office:value="{2}"/>'
_TYPES: Final = {Kind.NUMBER: "float", Kind.HOURS: "float", Kind.PERCENT: "percentage"}


def write(book: Book, out: BinaryIO) -> None:
    """Write a spreadsheet with typed cells and frozen heads."""
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=_QUICK) as made:
        made.writestr(ZipInfo("mimetype"), parts.MIME_TYPE, ZIP_STORED)  # first and plain, ODF part 2, 3.3
        made.writestr("META-INF/manifest.xml", parts.MANIFEST)
        made.writestr("meta.xml", parts.META.format(title=escape(book.title), at=_instant(book)))
        made.writestr("styles.xml", parts.STYLES.format(language=escape(book.language)))
        made.writestr("settings.xml", _settings(book.sheets))
        with made.open("content.xml", "w", force_zip64=True) as content:
            for piece in _content(book):
                content.write(piece.encode())


def _instant(book: Book) -> str:
    return book.as_of.isoformat(timespec="seconds")


def _settings(sheets: Iterable[Sheet]) -> str:
    frozen = (parts.FROZEN.format(name=escape(one.name), rows=one.frozen) for one in sheets)
    return parts.SETTINGS.format(tables="".join(frozen))


def _content(book: Book) -> Iterator[str]:
    widths = sorted({width for sheet in book.sheets for width in sheet.widths})
    looks = "".join(parts.WIDTH.format(signs=one, cm=round(one * _SIGN, 2)) for one in widths)
    yield parts.CONTENT_BEGINS.format(widths=looks)
    for sheet in book.sheets:
        yield parts.TABLE_BEGINS.format(name=escape(sheet.name))
        yield from (parts.COLUMN.format(signs=width) for width in sheet.widths)
        yield parts.COLUMNS_LEFT.format(signs=sheet.widths[-1])
        yield from _rows(iter(sheet.rows), sheet.frozen)
        yield parts.TABLE_ENDS
    yield parts.CONTENT_ENDS


def _rows(rows: Iterator[Row], frozen: int) -> Iterator[str]:
    """Yield the rows, those that stay in sight as the table's heading."""
    yield "<table:table-header-rows>"
    yield from map(_row, islice(rows, frozen))
    yield "</table:table-header-rows>"
    while told := "".join(map(_row, islice(rows, _AT_ONCE))):
        yield told


def _row(row: Row) -> str:
    return f"<table:table-row>{''.join(map(_cell, row)) or '<table:table-cell/>'}</table:table-row>"


def _cell(cell: Cell) -> str:
    if cell.kind in NUMBERS:
        return _FLOAT.format(cell.kind, _TYPES[cell.kind], f"{cell.value:.15g}")
    start = f'<table:table-cell table:style-name="{cell.kind}" office:value-type="string">'
    return f"{start}<text:p>{_told(cell.text)}</text:p></table:table-cell>"


def _told(words: str) -> str:
    """Return a text for a paragraph; spaces that XML would swallow, and ends of lines, have elements of their own."""
    safe = escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", words), quote=False)
    return _SPACES.sub(_space, safe)


def _space(found: re.Match[str]) -> str:
    signs = found.group()
    if signs == "\t":
        return "<text:tab/>"
    if signs.strip(" ") == "":
        return f'<text:s text:c="{len(signs)}"/>'
    return "<text:line-break/>"
