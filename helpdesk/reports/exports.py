"""A report as CSV for other software: UTF-8 with a byte order mark, one value a line, small counts hidden.

What may not be told is empty, and its state says so; what nobody can tell yet, since too many still wait, too.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from helpdesk.ratings.disclosing import Span
from helpdesk.reports.disclosing import Line, lines
from helpdesk.reports.queries import Asked
from helpdesk.reports.report import Report
from tracking.indicators.exports.delimited import harmless

COLUMNS: Final = (
    *("table", "key", "name", "figure", "unit", "value", "state"),
    *("period_from", "period_to", "language", "data_as_of"),
)


@dataclass(frozen=True, slots=True)
class Export:
    """What goes into a file: the report, satisfaction as it may be told, what was asked, when it was read, and k."""

    report: Report
    spans: Sequence[Span]
    asked: Asked
    as_of: datetime
    k: int
    names: Mapping[str, str]


def file_name(asked: Asked) -> str:
    """Return the name of the file: what it is, its first and last day."""
    return f"classcode-desk-{asked.period.first}-{asked.period.last}.csv"


def as_csv(export: Export) -> bytes:
    """Write the file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in (*_figures(export), *_satisfaction(export)):
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _about(export: Export) -> list[object]:
    period = export.asked.period
    as_of = export.as_of.isoformat(timespec="seconds")
    return [period.first, period.last, export.asked.language or "", as_of]


def _figures(export: Export) -> Iterator[list[object]]:
    for line in lines(export.report, export.k):
        name = export.names.get(line.key, line.key)
        yield [line.table, line.key, name, line.figure, line.unit, *_told(line), *_about(export)]


def _told(line: Line) -> tuple[object, str]:
    if line.hidden:
        return "", "not shown"
    if line.value is None:
        return "", "not known yet"
    return round(line.value, 4), "shown"


def _satisfaction(export: Export) -> Iterator[list[object]]:
    """Yield what may be told of satisfaction, with the months of each span in place of the period."""
    for one in export.spans:
        figures = (
            ("mean", "from 1 to 5", round(one.mean, 1)),
            ("answers", "people", one.given),
            ("asked", "people", one.asked),
        )
        about = [f"{one.first:%Y-%m}", f"{one.last:%Y-%m}", "", *_about(export)[-1:]]
        for figure, unit, value in figures:
            name = export.names.get(one.region, one.region)
            yield ["satisfaction", one.region, name, figure, unit, value, "shown", *about]
