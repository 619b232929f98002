"""Figures along the months, beside the same months of the year before, as the charts draw them. Decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from classcode import i18n
from classcode.i18n import gettext as _
from tracking.indicators import words
from tracking.indicators.beside import Beside
from tracking.indicators.definition import Definition, Unit
from tracking.indicators.disclosure import Shown

MAIN: Final = ("registered", "participating", "trained", "met", "questions", "pupils-reached")
"""The figures whose months stand on the overview."""
HUNDREDTHS: Final = 100
"""Shares are drawn in percent, so that the numbers along the chart are whole."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its values (None leaves a gap) and the same in words (None: not shown)."""

    label: str
    values: tuple[float | None, ...]
    words: tuple[str | None, ...]
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """The months of one figure; `breaks` are where its meaning changed: the index of a month, and what to say."""

    id: str
    title: str
    unit: str
    labels: tuple[str, ...]
    lines: tuple[Line, ...]
    breaks: tuple[tuple[int, str], ...]


def chart(both: Beside, indicator_id: str) -> Chart | None:
    """Return the lines of a figure; None for fewer than two months, for steps, and where no month tells anything."""
    definition, figure = both.figure(indicator_id)
    rows = figure.by_month
    if len(rows) < 2 or definition.unit is Unit.STEP or figure.lacks is not None:
        return None
    now = _line(definition, _("This period"), [shown for _key, shown in rows])
    earlier = _line(definition, _("The year before"), both.months_before(indicator_id), earlier=True)
    lines = tuple(line for line in (now, earlier) if any(value is not None for value in line.values))
    if not lines:
        return None
    return Chart(
        indicator_id,
        definition.label.called(i18n.language()),
        words.unit(definition) or "%",
        tuple(words.month(key or "") for key, _shown in rows),
        (now, *(line for line in lines if line.earlier)),
        tuple(_breaks(both, indicator_id, [key or "" for key, _shown in rows])),
    )


def charts(both: Beside) -> list[Chart]:
    """Return the lines of the main figures that have any."""
    drawn = [chart(both, id_) for id_ in MAIN]
    return [one for one in drawn if one is not None]


def _line(definition: Definition, label: str, shown: list[Shown | None], *, earlier: bool = False) -> Line:
    return Line(
        label,
        tuple(None if one is None else drawn(definition, one) for one in shown),
        tuple("-" if one is None else words.value(definition, one) for one in shown),
        earlier,
    )


def drawn(definition: Definition, shown: Shown) -> float | None:
    """Return the height at which a value is drawn; None for a gap."""
    if shown.value is None:
        return None
    return shown.value * HUNDREDTHS if definition.unit is Unit.SHARE else shown.value


def _breaks(both: Beside, indicator_id: str, months: list[str]) -> list[tuple[int, str]]:
    days = both.now.breaks.get(indicator_id, ())
    return [(months.index(f"{day:%Y-%m}"), _broken(day)) for day in days if f"{day:%Y-%m}" in months]


def _broken(day: date) -> str:
    return _(
        "On %(day)s this figure came to mean something else: before and after are not one series.",
        day=i18n.day(day),
    )
