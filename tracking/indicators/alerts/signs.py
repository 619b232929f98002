"""The rules: what the figures of a place tell, and whether that opens an alert or only keeps one open. Pure.

Figures come disclosed: whatever is decided here follows from what anybody may see, so that no alert tells more than
its figures do. A count of people is 0 or at least k, a figure that may not be shown is None.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tracking.indicators.alerts import thresholds as at

EVERYWHERE: Final = ""
"""The place of an alert that is of no region alone."""


class Kind(StrEnum):
    """What an alert is about."""

    NO_FACILITATOR = "no-facilitator"
    WAITS = "waits"
    EMPTYING = "emptying"
    STOPS = "stops"
    FAILED = "failed"


Figures = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Sign:
    """Something to tell of a place: of what kind and which unit or question, in figures; `opens` an alert by itself."""

    kind: Kind
    region: str
    subject: str
    figures: Figures
    opens: bool

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells two alerts apart."""
        return self.kind, self.region, self.subject


@dataclass(frozen=True, slots=True)
class Team:
    """A region: people who asked and who joined of late, those over a longer time, and facilitators there."""

    region: str
    asked: int
    joined: int
    longer: int
    facilitators: int


@dataclass(frozen=True, slots=True)
class Wait:
    """The middle hours until a first answer, of late and before, and how many people asked in each span."""

    region: str
    lately: float | None
    before: float | None
    people: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Turnout:
    """Meetings of late and before: how many, times that somebody came, the share of no-shows, and the people."""

    region: str
    meetings: tuple[int, int]
    came: tuple[float | None, float | None]
    no_show: tuple[float | None, float | None]
    people: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Share:
    """Of a unit or question of a module: `part` of the `whole` people, both as shown."""

    region: str
    module: str
    subject: str
    part: int
    whole: int

    @property
    def value(self) -> float:
        """The share; nobody is none of them."""
        return self.part / self.whole if self.whole else 0.0


def without_facilitator(teams: Iterable[Team]) -> Iterator[Sign]:
    """Yield the regions where people ask or join and nobody facilitates."""
    for team in teams:
        if not team.facilitators and max(team.asked, team.joined, team.longer):
            figures = {"asked": team.asked, "joined": team.joined}
            opens = bool(team.asked or team.joined)
            yield Sign(Kind.NO_FACILITATOR, team.region, "", figures, opens)


def growing(waits: Iterable[Wait], k: int) -> Iterator[Sign]:
    """Yield the places where the middle wait has become much longer."""
    for wait in waits:
        if wait.lately is None or wait.before is None:
            continue
        longer, times = (
            wait.lately - wait.before,
            wait.lately / wait.before if wait.before else at.WAITS_TIMES,
        )
        people = min(wait.people)
        opens = longer >= at.WAITS_HOURS and times >= at.WAITS_TIMES and people >= at.SURE * k
        lasts = longer >= at.WAITS_HOURS_LASTS and times >= at.WAITS_TIMES_LASTS
        if opens or (lasts and people >= at.SURE_LASTS * k):
            figures = {"lately": wait.lately, "before": wait.before, "people": wait.people[0]}
            yield Sign(Kind.WAITS, wait.region, "", figures, opens)


def emptying(turnouts: Iterable[Turnout], k: int) -> Iterator[Sign]:
    """Yield the places where fewer come to a meeting, or more stay away without a word."""
    for one in turnouts:
        if min(one.meetings) < at.MEETINGS_LEAST:
            continue
        people = min(one.people)
        opens = _empties(one, at.CAME_SHARE, at.NO_SHOW_POINTS) and people >= at.SURE * k
        lasts = _empties(one, at.CAME_SHARE_LASTS, at.NO_SHOW_POINTS_LASTS) and people >= at.SURE_LASTS * k
        if opens or lasts:
            yield Sign(Kind.EMPTYING, one.region, "", _turnout(one), opens)


def each_time(one: Turnout) -> tuple[float | None, float | None]:
    """Return how many came to a meeting on average, of late and before."""
    lately, before = (
        came / meetings if came is not None and meetings else None
        for came, meetings in zip(one.came, one.meetings, strict=True)
    )
    return lately, before


def _empties(one: Turnout, share: float, points: float) -> bool:
    lately, before = each_time(one)
    fewer = lately is not None and before is not None and lately <= share * before
    now, then = one.no_show
    risen = now is not None and then is not None and now - then >= points and now >= at.NO_SHOW_LEAST
    return fewer or risen


def _turnout(one: Turnout) -> Figures:
    lately, before = each_time(one)
    told = {
        "came": lately,
        "came_before": before,
        "no_show": one.no_show[0],
        "no_show_before": one.no_show[1],
    }
    return {"meetings": one.meetings[0], **{name: value for name, value in told.items() if value is not None}}


def stopping(shares: Iterable[Share], k: int) -> Iterator[Sign]:
    """Yield the unit of each module at which most stop, and others at which many still do."""
    return _worst(Kind.STOPS, shares, k, (at.STOPS_SHARE, at.STOPS_SHARE_LASTS))


def failing(shares: Iterable[Share], k: int) -> Iterator[Sign]:
    """Yield the question of each module that is answered wrong most often, and others that still are."""
    return _worst(Kind.FAILED, shares, k, (at.FAILED_SHARE, at.FAILED_SHARE_LASTS))


def _worst(kind: Kind, shares: Iterable[Share], k: int, least: tuple[float, float]) -> Iterator[Sign]:
    by_module: dict[tuple[str, str], list[Share]] = defaultdict(list)
    for one in shares:
        # Nearly all of few, or all but a few, would tell of those few.
        if one.part and one.whole - one.part >= k and one.whole >= at.SURE_SHARE_LASTS * k:
            by_module[one.region, one.module].append(one)
    for some in by_module.values():
        sure = (one for one in some if one.whole >= at.SURE_SHARE * k)
        worst = max(sure, key=lambda one: (one.value, one.subject), default=None)
        for one in some:
            opens = one is worst and one.value >= least[0]
            if opens or one.value >= least[1]:
                figures = {"share": one.value, "part": one.part, "whole": one.whole}
                yield Sign(kind, one.region, one.subject, figures, opens)
