"""The figures of a view in sentences: what a month came to, the one before, and the school year so far.

Everything comes from reports that were disclosed as live pages are. That one figure is more than another is said only
where the changes that protect people leave no doubt of it (`comparing`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from classcode import i18n
from classcode.i18n import N_
from classcode.i18n import gettext as _
from tracking.indicators import words
from tracking.indicators.beside import Beside
from tracking.indicators.comparing import Compared, Trend, compared
from tracking.indicators.definition import Definition
from tracking.indicators.disclosure import Disclosed, Shown
from tracking.indicators.map import rows
from tracking.indicators.report import Report

MOST: Final = 12
"""Figures in one mail; the page shows all."""
DIFFERENCES: Final = {
    Trend.MORE: N_("That is more than %(when)s (%(before)s)."),
    Trend.FEWER: N_("That is less than %(when)s (%(before)s)."),
    Trend.SAME: N_("That is about as much as %(when)s (%(before)s)."),
    Trend.BESIDE: N_("To compare, %(when)s: %(before)s."),
}
"""What is said of a figure beside an earlier one; of the other trends nothing is."""


@dataclass(frozen=True, slots=True)
class Told:
    """The reports of a mail: the month, the month before, and the school year beside the one before."""

    month: Report
    month_before: Report
    year: Beside


def paragraphs(told: Told, ids: Iterable[str]) -> list[str]:
    """Return a paragraph for each figure that shows something in the month or the year, at most `MOST`."""
    pairs = [_found(told.month, id_) for id_ in ids]
    shown = [(one, figure) for one, figure in pairs if figure.total.value or _year(told, one).now.value]
    return [_paragraph(told, definition, figure) for definition, figure in shown[:MOST]]


def by_region(report: Report, indicator_id: str, offered: Mapping[str, str]) -> str | None:
    """Return a paragraph with the regions that show something of a figure, the largest first; None without one."""
    definition, _figure = _found(report, indicator_id)
    found = rows.ordered(rows.rows(report, indicator_id, offered), rows.Sort.VALUE)
    told = [_("%(region)s: %(value)s", region=row.name, value=row.told) for row in found if row.value][:MOST]
    if not told:
        return None
    head = _("%(figure)s, by region", figure=definition.label.called(i18n.language()))
    return "\n".join([head, *told])


def _found(report: Report, indicator_id: str) -> tuple[Definition, Disclosed]:
    return next(pair for pair in report.figures if pair[0].id == indicator_id)


def _year(told: Told, definition: Definition) -> Compared:
    return told.year.compared(definition.id)


def _paragraph(told: Told, definition: Definition, figure: Disclosed) -> str:
    before = _found(told.month_before, definition.id)[1].total
    month = compared(figure.total, before, definition.disclosure, told.month.k)
    year = _year(told, definition)
    return "\n".join(
        [
            definition.label.called(i18n.language()),
            _("In %(month)s: %(value)s.", month=_month(told.month), value=_value(definition, month.now))
            + _difference(definition, month, _("in %(month)s", month=_month(told.month_before))),
            _("School year so far: %(value)s.", value=_value(definition, year.now))
            + _difference(definition, year, _("on the same days of the year before")),
        ]
    )


def _month(report: Report) -> str:
    return words.period(report.asked.period)


def _value(definition: Definition, shown: Shown) -> str:
    value, unit = words.value(definition, shown), words.unit(definition)
    if value is None:
        return _("not shown")
    return f"{value} {unit}" if unit and value != "-" else value


def _difference(definition: Definition, both: Compared, when: str) -> str:
    """Say in words how two figures stand to each other; nothing where one of them is not shown."""
    said = DIFFERENCES.get(both.trend)
    if said is None or both.before is None:
        return ""
    return " " + _(said, when=when, before=words.value(definition, both.before))
