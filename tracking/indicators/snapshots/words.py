"""What the pages of publications say: states, reasons for differences, places of cells, periods, formats."""

from __future__ import annotations

from typing import Final

from babel import dates

from classcode import i18n
from classcode.i18n import N_
from classcode.i18n import gettext as _
from tracking.indicators import words
from tracking.indicators.disclosure import Place
from tracking.indicators.exports.formats import FORMATS
from tracking.indicators.periods import Period
from tracking.indicators.snapshots import spans
from tracking.indicators.snapshots.comparing import Reason
from tracking.indicators.snapshots.files import JSON
from tracking.indicators.tally import MONTH, REGION

REASONS: Final = {
    Reason.PERIOD: N_("The two speak of different periods."),
    Reason.STATEMENTS: N_("New data: the record of learning went on, or something in it was taken back."),
    Reason.FACTS: N_("New data: people declared something about themselves, or took it back."),
    Reason.DECLARED: N_("New data: figures, classes or births were declared, corrected or withdrawn."),
    Reason.DIRECTORY: N_("New data: places or schools were added, or steps with schools completed."),
    Reason.ERASURE: N_("Erasure: people asked for all about them to be erased in between."),
    Reason.DEFINITION: N_("New definition: the figure means something else since."),
    Reason.WORDS: N_("The definition was worded better; it means the same."),
    Reason.QUERY: N_("Another version of the software counted."),
    Reason.CONTENT: N_("The courses, or the rules that complete them, changed."),
    Reason.THRESHOLD: N_("Another threshold decides what is shown."),
    Reason.HIDDEN: N_("Shown in one and not in the other, so that nobody can be found."),
    Reason.ADDED: N_("Only one of the two has this figure."),
    Reason.UNKNOWN: N_("Nothing that was frozen with the two explains it."),
}
DOCUMENT: Final = N_("The whole document (JSON)")


def period(asked: Period) -> str:
    """Name a period: a school year, a calendar year, a month."""
    if spans.kind(asked) is spans.Kind.YEAR:
        return _("Calendar year %(year)s", year=asked.first.year)
    if spans.kind(asked) is spans.Kind.MONTH:
        told = dates.format_skeleton("yMMMM", asked.first, locale=i18n.language())
        return told[:1].upper() + told[1:]
    return words.period(asked)


def file(fmt: str) -> str:
    """Name a format."""
    return _(DOCUMENT) if fmt == JSON else _(FORMATS[fmt].words)


def place(where: Place, region_names: dict[str, str]) -> str:
    """Name a cell by its place: the total, a region, a month, or both."""
    told = dict(where)
    named = [words.region(told[REGION], region_names)] if REGION in told else []
    if MONTH in told:
        named.append(words.month(told[MONTH] or ""))
    return ", ".join(named) or _("Total")
