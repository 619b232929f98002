"""The overview shaped for its template: one sentence, and the main figures beside the year before. Decides nothing.

Words follow rules: a direction is said only where `comparing` finds one, and never why something went up or down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from classcode import i18n
from classcode.i18n import N_
from classcode.i18n import gettext as _
from tracking.indicators import words
from tracking.indicators.beside import Beside
from tracking.indicators.comparing import Compared, Trend
from tracking.indicators.definition import Definition
from tracking.indicators.disclosure import Shown
from tracking.indicators.trends import drawn

MAIN: Final = ("registered", "participating", "trained", "met", "answered-in-time", "pupils-reached")
TRENDS: Final[Mapping[Trend, tuple[str, str]]] = {
    Trend.MORE: ("up", N_("More than the year before: %(before)s")),
    Trend.FEWER: ("down", N_("Less than the year before: %(before)s")),
    Trend.SAME: ("level", N_("About the same as the year before: %(before)s")),
    Trend.BESIDE: ("", N_("The year before: %(before)s")),
    Trend.NONE: ("", N_("The year before: %(before)s")),
    Trend.HIDDEN: ("", N_("The year before: %(before)s")),
}
"""The shape of the arrow, and the words beside it: neither says anything that the other does not."""
SO_FAR: Final[Mapping[Trend, str]] = {
    Trend.MORE: N_("More than on the same days of the year before: %(before)s"),
    Trend.FEWER: N_("Less than on the same days of the year before: %(before)s"),
    Trend.SAME: N_("About the same as on the same days of the year before: %(before)s"),
}
SAME_DAYS: Final = N_("The same days of the year before: %(before)s")
"""The words of a period that goes on: what it stands beside is no whole year, and no whole month."""
BOTH: Final = N_("%(registered)s people registered and %(participating)s took part")
FACTS: Final[Mapping[tuple[bool, bool], str]] = {
    (True, True): BOTH,
    (True, False): N_("%(registered)s people registered; too few took part to be counted here"),
    (False, True): N_("%(participating)s people took part; too few registered to be counted here"),
    (False, False): N_("Too few people registered or took part to be counted here"),
}
"""By whether those who registered, and those who took part, are shown."""
SAID: Final[Mapping[str, Mapping[Trend, str]]] = {
    "participating": {
        Trend.MORE: N_("more took part than over the same days of the year before"),
        Trend.FEWER: N_("fewer took part than over the same days of the year before"),
        Trend.SAME: N_("about as many took part as over the same days of the year before"),
    },
    "registered": {
        Trend.MORE: N_("more registered than over the same days of the year before"),
        Trend.FEWER: N_("fewer registered than over the same days of the year before"),
        Trend.SAME: N_("about as many registered as over the same days of the year before"),
    },
}
"""What is said of the first of the two whose direction is known."""
UNTOLD: Final[Mapping[Trend, str]] = {
    Trend.HIDDEN: N_("No comparison with the year before: one of the two periods has too few people."),
    Trend.NONE: N_("There is no year before to compare with yet."),
}


@dataclass(frozen=True, slots=True)
class Headline:
    """One large figure; value None is hidden. `shape` is the arrow, "" for none; `points` draw its months."""

    id: str
    label: str
    value: str | None
    unit: str | None
    shape: str
    trend: str
    beside: str
    points: tuple[float | None, ...]


def headlines(both: Beside) -> list[Headline]:
    """Return the main figures, each with what it stands beside and how it was the year before."""
    return [headline(both, id_) for id_ in MAIN]


def sentence(both: Beside) -> str:
    """Say in one sentence how it goes: how many registered and took part, and whether that is more than before."""
    shown = {id_: both.figure(id_)[1].total for id_ in SAID}
    told = {id_: i18n.number(one.value) if one.value else "" for id_, one in shown.items()}
    facts = _(FACTS[bool(told["registered"]), bool(told["participating"])], **told)
    trends = {id_: both.compared(id_).trend for id_ in SAID}
    said = [SAID[id_][trend] for id_, trend in trends.items() if trend in SAID[id_]]
    if said:
        return _("%(facts)s: %(compared)s.", facts=facts, compared=_(said[0]))
    untold = UNTOLD[Trend.HIDDEN] if Trend.HIDDEN in trends.values() else UNTOLD[Trend.NONE]
    return _("%(facts)s. %(untold)s", facts=facts, untold=_(untold))


def headline(both: Beside, indicator_id: str) -> Headline:
    """Return a figure beside the year before, and beside what it is never shown without."""
    definition, figure = both.figure(indicator_id)
    compared = both.compared(indicator_id)
    shape, told = TRENDS[compared.trend]
    if both.goes_on:
        told = SO_FAR.get(compared.trend, SAME_DAYS)
    value = "-" if both.now.empty else words.value(definition, figure.total)
    months = [drawn(definition, shown) for _key, shown in figure.by_month]
    return Headline(
        indicator_id,
        definition.label.called(i18n.language()),
        value,
        None if value in {None, "-"} else words.unit(definition),
        shape,
        _(told, before=_before(definition, compared)),
        _beside(both, definition),
        tuple(months) if sum(value is not None for value in months) > 1 else (),
    )


def _before(definition: Definition, compared: Compared) -> str:
    """Write the value of the year before with its unit: "-" for nothing below, "not shown" for too few people."""
    return "-" if compared.before is None else _in_words(definition, compared.before)


def _beside(both: Beside, definition: Definition) -> str:
    """Say the figure without which this one is never shown."""
    if definition.beside is None:
        return ""
    other, figure = both.figure(definition.beside)
    label = other.label.called(i18n.language())
    return _("%(figure)s: %(value)s", figure=label, value=_in_words(other, figure.total))


def _in_words(definition: Definition, shown: Shown) -> str:
    value = words.value(definition, shown)
    if value is None:
        return _("not shown")
    unit = None if value == "-" else words.unit(definition)
    return f"{value} {unit}" if unit else value
