"""The page of a report, shaped for its template: cards, bars, tables. Decides and hides nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from classcode import i18n
from classcode.i18n import gettext as _
from helpdesk.ratings.disclosing import Span
from helpdesk.reports import words
from helpdesk.reports.figures import LIMITS, QUANTILES, Curve, End, Spell, bands, ended
from helpdesk.reports.questions import Promise
from helpdesk.reports.report import Group
from helpdesk.tickets.states import State
from helpdesk.tickets.words import DESK_STATES
from tracking.indicators import words as indicator_words
from tracking.indicators.periods import Period, next_month

Bar = tuple[str, float, str]
Table = tuple[list[tuple[str, bool]], list[list[str]]]
TWO: Final = 2
"""Digits of an inequality."""


@dataclass(frozen=True, slots=True)
class Card:
    """One figure card."""

    label: str
    value: str
    meaning: str
    unit: str | None = None


def cards(whole: Group) -> list[Card]:
    """Return the figures that are read first."""
    return [_asked(whole), _answered(whole), _kept(whole), _settled(whole), _moved(whole), _shared(whole)]


def _asked(whole: Group) -> Card:
    meaning = _(
        "By %(people)s people; %(n)s still wait for a first answer.",
        people=i18n.number(whole.people),
        n=i18n.number(ended(whole.first)[End.WAITING]),
    )
    return Card(_("Questions asked"), i18n.number(whole.asked), meaning)


def _answered(whole: Group) -> Card:
    half, most = whole.first_curve.quantile(0.5), whole.first_curve.quantile(0.9)
    meaning = (
        _("Nine in ten within %(time)s. Those who still wait are counted.", time=words.lasted(most))
        if most is not None
        else _("Too many still wait to tell within what time nine in ten were answered.")
    )
    return Card(_("Half had a first answer within"), words.lasted(half), meaning)


def _kept(whole: Group) -> Card:
    counts = whole.promises
    meaning = _(
        "%(kept)s of %(judged)s; %(n)s are not due yet.",
        kept=i18n.number(counts[Promise.KEPT]),
        judged=i18n.number(counts[Promise.KEPT] + counts[Promise.MISSED]),
        n=i18n.number(counts[Promise.NOT_DUE]),
    )
    return Card(_("Promises kept"), i18n.percent(whole.kept_share), meaning)


def _settled(whole: Group) -> Card:
    half = words.lasted(whole.settled_curve.quantile(0.5))
    meaning = _("Of the desk’s own time: waiting for the learner does not count.")
    return Card(_("Half were settled within"), half, meaning)


def _moved(whole: Group) -> Card:
    times = sum(whole.changes.values())
    each = i18n.number(times / whole.asked, TWO) if whole.asked else "-"
    return Card(_("Changes of hands"), i18n.number(times), _("%(n)s for each question.", n=each))


def _shared(whole: Group) -> Card:
    meaning = _(
        "Among %(n)s facilitators: 0 is all alike, 1 is one who has everything.",
        n=i18n.number(len(whole.loads)),
    )
    return Card(_("Inequality of load"), inequality(whole.gini), meaning)


def inequality(value: float | None) -> str:
    """Write a Gini coefficient, a dash where there is nobody."""
    return "-" if value is None else i18n.number(value, TWO)


def histogram(spells: Sequence[Spell], otherwise: Mapping[End, str]) -> list[Bar]:
    """Return a bar for each band, then one for each other end."""
    counts = ended(spells)
    named = [(_(label), count) for label, count in zip(words.BANDS, bands(spells), strict=True)]
    return _bars([*named, *((_(label), counts[end]) for end, label in otherwise.items())])


def _bars(counted: Sequence[tuple[str, int]]) -> list[Bar]:
    return [(label, float(count), i18n.number(count)) for label, count in counted]


def _within(share: float) -> str:
    return _("%(share)s had it within", share=i18n.percent(share))


def _had(limit: float) -> str:
    return _("Had it within %(time)s", time=words.lasted(limit))


def distribution(*both: Curve) -> Table:
    """Return quantiles and shares by time, of the wait for an answer and of the time until the end."""
    rows = [[_within(share), *(words.lasted(one.quantile(share)) for one in both)] for share in QUANTILES]
    rows += [[_had(limit), *(i18n.percent(one.by(limit)) for one in both)] for limit in LIMITS]
    return [("", False), (_("First answer"), True), (_("Settled"), True)], rows


def changes(whole: Group) -> list[Bar]:
    """Return how often questions changed hands, by what happened."""
    return _bars([(_(words.CHANGES[what]), count) for what, count in whole.changes.items()])


def sources(whole: Group) -> list[Bar]:
    """Return how questions came in."""
    asked = [one.facts.source for one in whole.questions]
    return _bars([(_(label), asked.count(source)) for source, label in words.SOURCES.items()])


def states(whole: Group) -> list[Bar]:
    """Return where these questions stand now."""
    now = [one.facts.state for one in whole.questions]
    shown = [state for state in State if state is not State.MERGED]
    return _bars([(_(DESK_STATES[state][0]), now.count(state)) for state in shown])


def groups(title: str, parts: Sequence[Group], name_of: Callable[[str], str]) -> Table:
    """Return one row for each region or language, one column for each figure."""
    heads = [
        *(_("Questions"), _("Still waiting"), _("First answer, half within"), _("Nine in ten within")),
        *(_("Promises kept"), _("Settled, half within"), _("Changes of hands"), _("Facilitators")),
        _("Inequality of load"),
    ]
    rows = sorted([name_of(group.key), *_row(group)] for group in parts)
    return [(title, False), *((head, True) for head in heads)], rows


def _row(group: Group) -> list[str]:
    first = group.first_curve
    return [
        i18n.number(group.asked),
        i18n.number(ended(group.first)[End.WAITING]),
        words.lasted(first.quantile(0.5)),
        words.lasted(first.quantile(0.9)),
        i18n.percent(group.kept_share),
        words.lasted(group.settled_curve.quantile(0.5)),
        i18n.number(sum(group.changes.values())),
        i18n.number(len(group.loads)),
        inequality(group.gini),
    ]


def in_period(spans: Sequence[Span], period: Period) -> list[Span]:
    """Return the spans of satisfaction that a period touches."""
    return [one for one in spans if one.first <= period.last and next_month(one.last) > period.first]


def months(span: Span) -> str:
    """Name the months of a span: "mars 2026", or "mars 2026 - mai 2026"."""
    named = [indicator_words.month(_key(day)) for day in (span.first, span.last)]
    return named[0] if named[0] == named[1] else " - ".join(named)


def _key(day: date) -> str:
    return f"{day:%Y-%m}"


def satisfaction(spans: Sequence[Span], names: Mapping[str, str]) -> Table:
    """Return a row for each span: the mean never without how many answered, of how many."""
    columns = [
        *((_("Region"), False), (_("Asked in"), False), (_("Mean, from 1 to 5"), True)),
        *((_("Answers"), True), (_("People asked"), True), (_("Response rate"), True)),
    ]
    rows = [
        [
            *(names.get(one.region, one.region), months(one), i18n.number(one.mean, 1)),
            *(i18n.number(one.given), i18n.number(one.asked), i18n.percent(one.response_rate)),
        ]
        for one in spans
    ]
    return columns, rows
