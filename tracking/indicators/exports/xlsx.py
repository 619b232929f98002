"""A book as an Office Open XML workbook, written row by row: memory does not grow with the rows. Pure."""

from __future__ import annotations

from typing import Any, BinaryIO, Final

from tracking.indicators.exports.cells import NUMBERS, Book, Cell, Kind, Sheet

FORMATS: Final = {
    Kind.TEXT: {"text_wrap": True, "valign": "top"},
    Kind.HEAD: {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    Kind.NUMBER: {"num_format": "#,##0", "valign": "top"},
    Kind.HOURS: {"num_format": "#,##0.0", "valign": "top"},
    Kind.PERCENT: {"num_format": "0.00 %", "valign": "top"},
    Kind.HIDDEN: {"italic": True, "align": "right", "valign": "top"},
    Kind.NONE: {"align": "right", "valign": "top"},
}
# No text becomes a formula, a number or a link, whatever it starts with.
OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(book: Book, out: BinaryIO) -> None:
    """Write a workbook with typed cells and frozen heads."""
    import xlsxwriter  # 5 MB that a process needs only once somebody wants a spreadsheet

    with xlsxwriter.Workbook(out, OPTIONS) as made:
        made.set_properties({"title": book.title, "created": book.as_of.replace(tzinfo=None)})
        formats = {kind: made.add_format(look) for kind, look in FORMATS.items()}
        for sheet in book.sheets:
            _write_sheet(made.add_worksheet(sheet.name), sheet, formats)


def _write_sheet(page: Any, sheet: Sheet, formats: dict[Kind, Any]) -> None:
    for column in range(len(sheet.widths)):
        page.set_column(column, column, sheet.width(column))
    page.set_column(len(sheet.widths), 200, sheet.widths[-1])
    page.freeze_panes(sheet.frozen, 1)
    for number, row in enumerate(sheet.rows):
        for column, cell in enumerate(row):
            _write_cell(page, (number, column), cell, formats[cell.kind])


def _write_cell(page: Any, at: tuple[int, int], cell: Cell, look: Any) -> None:
    if cell.kind in NUMBERS:
        page.write_number(*at, cell.value, look)
    else:
        page.write_string(*at, cell.text, look)
