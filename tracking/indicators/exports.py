"""A report as a file: CSV for other software, XLSX for people. Both hold what the page shows, and no more.

CSV: UTF-8 with a byte order mark, commas, points in numbers, CRLF, one line per value. A value that may not be shown
is empty and its state says why. Cells that a spreadsheet would run are made harmless (ASVS 5.0, 1.2.10).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any, Final

from classcode import i18n
from classcode.i18n import gettext as _
from tracking.indicators import words
from tracking.indicators.definition import WORDS, Definition
from tracking.indicators.disclosure import Disclosed, Shown
from tracking.indicators.report import Report

RUN_BY_SPREADSHEETS: Final = ("=", "+", "-", "@", "\t", "\r")
COLUMNS: Final = (
    "figure",
    "label",
    "unit",
    "definition_version",
    "by",
    "key",
    "name",
    "value",
    "state",
    "period_from",
    "period_to",
    "region",
    "module",
    "data_as_of",
)


def file_name(report: Report, extension: str) -> str:
    """Return the name of the file: what it is, and its first and last day."""
    return f"classcode-indicators-{report.asked.period.first}-{report.asked.period.last}.{extension}"


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(RUN_BY_SPREADSHEETS) else text


def as_csv(report: Report) -> bytes:
    """Write the report as CSV."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for line in _lines(report):
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in line])
    return out.getvalue().encode("utf-8-sig")


def _lines(report: Report) -> Iterator[list[object]]:
    asked = report.asked
    about = [asked.period.first, asked.period.last, asked.region or "", asked.module or ""]
    about.append(report.as_of.isoformat(timespec="seconds"))
    for definition, figure in report.figures:
        label = definition.label.called(i18n.language())
        what = [definition.id, label, definition.unit.value, definition.version]
        for by, key, name, shown in _cells(report, figure):
            yield [*what, by, key, name, *_value_and_state(shown), *about]


def _cells(report: Report, figure: Disclosed) -> Iterator[tuple[str, str, str, Shown]]:
    yield "total", "", "", figure.total
    for code, shown in figure.by_region:
        yield "region", code or "", words.region(code, report.region_names), shown
    for month, shown in figure.by_month:
        yield "month", month, words.month(month), shown


def _value_and_state(shown: Shown) -> tuple[object, str]:
    if shown.hidden:
        return "", "not shown"
    if shown.value is None:
        return "", "nothing to divide"
    return round(shown.value, 4), "shown"


def as_xlsx(report: Report) -> bytes:
    """Write the report as a workbook: figures, by region, by month, definitions."""
    out = io.BytesIO()
    # No text becomes a formula or a link, whatever it starts with.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    import xlsxwriter  # 5 MB that a process needs only once somebody wants a spreadsheet

    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": _("Indicators"), "created": report.as_of.replace(tzinfo=None)})
        sheets = _Sheets(book, report)
        sheets.figures()
        sheets.by_region()
        sheets.by_month()
        sheets.definitions()
    return out.getvalue()


class _Sheets:
    """The sheets of one workbook, each with a frozen header."""

    def __init__(self, book: Any, report: Report) -> None:
        self.book, self.report = book, report
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.numbers = {"share": book.add_format({"num_format": "0 %"})}
        self.numbers["hours"] = book.add_format({"num_format": "#,##0.0"})
        self.plain = book.add_format({"num_format": "#,##0"})

    def figures(self) -> None:
        """One line per figure, under what was asked and when."""
        sheet = self.book.add_worksheet(_("Figures"))
        for row, (told, text) in enumerate(self._about()):
            sheet.write_string(row, 0, told, self.head)
            sheet.write_string(row, 1, text)
        top = len(self._about()) + 1
        self._header(sheet, top, [_("Figure"), _("Value"), _("Unit"), _("Definition, version")])
        for row, (definition, figure) in enumerate(self.report.figures, top + 1):
            sheet.write_string(row, 0, definition.label.called(i18n.language()))
            self._value(sheet, (row, 1), definition, figure.total)
            sheet.write_string(row, 2, _(words.UNITS[definition.unit]))
            sheet.write_number(row, 3, definition.version)

    def _about(self) -> list[tuple[str, str]]:
        asked, names = self.report.asked, self.report.region_names
        every = words.every_region(asked.allowed, names)
        region = every if asked.region is None else words.region(asked.region, names)
        rule = _("Counts of people under %(k)s are not shown", k=self.report.k)
        return [
            (_("Period"), words.span(asked.period)),
            (_("Region"), region),
            (_("Module"), asked.module or _("All modules")),
            (_("Data as of"), i18n.moment(self.report.as_of, "Europe/Paris")),
            (_("Rule"), rule),
        ]

    def by_region(self) -> None:
        """One line per region, one column per figure."""
        names = self.report.region_names
        columns = [figure.by_region for _d, figure in self.report.figures]
        heads = [words.region(code, names) for code, _s in columns[0]]
        self._table((_("By region"), _("Region")), heads, columns)

    def by_month(self) -> None:
        """One line per month, one column per figure."""
        columns = [figure.by_month for _d, figure in self.report.figures]
        heads = [words.month(key) for key, _s in columns[0]]
        self._table((_("By month"), _("Month")), heads, columns)

    def _table(
        self, titles: tuple[str, str], heads: list[str], columns: Sequence[Sequence[tuple[Any, Shown]]]
    ) -> None:
        name, first = titles
        sheet = self.book.add_worksheet(name)
        labels = [definition.label.called(i18n.language()) for definition, _f in self.report.figures]
        self._header(sheet, 0, [first, *labels])
        for row, told in enumerate(heads, 1):
            sheet.write_string(row, 0, told)
            for column, ((definition, _f), cells) in enumerate(
                zip(self.report.figures, columns, strict=True), 1
            ):
                self._value(sheet, (row, column), definition, cells[row - 1][1])

    def definitions(self) -> None:
        """One line per definition, with its version and its words."""
        sheet = self.book.add_worksheet(_("Definitions"))
        fixed = ["id", _("Version"), _("In force since"), _("Unit"), _("Time zone"), _("Source")]
        told = [_(words.WORD_HEADS[key]) for key in WORDS]
        self._header(sheet, 0, fixed + told)
        for row, (definition, _figure) in enumerate(self.report.figures, 1):
            for column, text in enumerate(self._definition(definition)):
                sheet.write_string(row, column, text, self.wrap)

    def _definition(self, one: Definition) -> list[str]:
        language = i18n.language()
        fixed = [one.id, str(one.version), one.since.isoformat(), _(words.UNITS[one.unit]), one.time_zone]
        return [*fixed, _(words.SOURCES[one.source]), *(getattr(one, key).called(language) for key in WORDS)]

    def _header(self, sheet: Any, row: int, heads: list[str]) -> None:
        for column, text in enumerate(heads):
            sheet.write_string(row, column, text, self.head)
        sheet.set_column(0, len(heads) - 1, 22)
        sheet.freeze_panes(row + 1, 1)

    def _value(self, sheet: Any, at: tuple[int, int], definition: Definition, shown: Shown) -> None:
        if shown.hidden:
            sheet.write_string(*at, _("not shown"))
        elif shown.value is None:
            sheet.write_string(*at, "-")
        else:
            sheet.write_number(*at, round(shown.value, 4), self.numbers.get(definition.unit, self.plain))
