"""What of a report may leave the page: the rules for small counts of the indicators (docs/indicators.md). Pure.

The page itself shows those who lead a region its small counts too: they open every one of these questions anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from helpdesk.reports.figures import LIMITS, QUANTILES, End, Spell, bands
from helpdesk.reports.questions import Promise, Question
from helpdesk.reports.report import CHANGES, Group, Report, people_of
from tracking.indicators.disclosure import hidden_in_sum


@dataclass(frozen=True, slots=True)
class Line:
    """One value that leaves: of which table and row, which figure, its unit; `hidden` says that it may not be told."""

    table: str
    key: str
    figure: str
    unit: str
    value: float | None
    hidden: bool = False


def lines(report: Report, k: int) -> Iterator[Line]:
    """Yield every value of a report as it may leave; without a question at all there is nobody to recognise."""
    whole = report.whole
    hide_all = 0 < whole.people < k
    yield from _hidden(_figures("all", whole, k), hide=hide_all)
    for table, groups in (("region", report.by_region), ("language", report.by_language)):
        masks = hidden_in_sum([group.people for group in groups], k)
        for group, hide in zip(groups, masks, strict=True):
            yield from _hidden(_figures(table, group, k), hide=hide or hide_all)
    for part in (_waits("first-answer", _first), _waits("settled", _settled), _sources, _states):
        yield from _hidden(part(whole, k), hide=hide_all)


def _hidden(some: Iterator[Line], *, hide: bool) -> Iterator[Line]:
    return (replace(line, value=None, hidden=True) if hide else line for line in some)


def _figures(table: str, group: Group, k: int) -> Iterator[Line]:
    told = partial(Line, table, group.key)
    yield told("asked", "questions", group.asked)
    yield told("people", "people", group.people)
    for name, drawn in (("first-answer", group.first_curve), ("settled", group.settled_curve)):
        for share in QUANTILES:
            yield told(f"{name}-p{round(100 * share)}", "hours", drawn.quantile(share))
    yield told("promise-kept", "share", group.kept_share, _gives_away(group.questions, k))
    for what in CHANGES:
        touched = [one for one in group.questions if what in one.facts.changes]
        yield told(what, "times", group.changes[what], people_of(touched) < k)
    few = len(group.loads) < k
    yield told("facilitators", "people", len(group.loads), few)
    yield told("load-inequality", "from 0 to 1", group.gini, few)


def _gives_away(questions: Sequence[Question], k: int) -> bool:
    """Tell whether a share of promises kept would tell what became of fewer than k people's."""
    sides = (
        [one for one in questions if one.promise is promise] for promise in (Promise.KEPT, Promise.MISSED)
    )
    return any(people_of(side) < k for side in sides)


def _waits(name: str, spell_of: Callable[[Question], Spell]) -> Callable[[Group, int], Iterator[Line]]:
    def told(group: Group, k: int) -> Iterator[Line]:
        return _parts(name, _by(group.questions, lambda one: band_of(spell_of(one))), k)

    return told


def _first(one: Question) -> Spell:
    return one.first


def _settled(one: Question) -> Spell:
    return one.settled


def band_of(spell: Spell) -> str:
    """Name the band of a spell: "up-to-24-hours", "over-336-hours", or how else it ended."""
    if spell.end is not End.CAME:
        return spell.end
    at = bands([spell]).index(1)
    return f"up-to-{LIMITS[at]:.0f}-hours" if at < len(LIMITS) else f"over-{LIMITS[-1]:.0f}-hours"


def _sources(group: Group, k: int) -> Iterator[Line]:
    return _parts("source", _by(group.questions, lambda one: one.facts.source), k)


def _states(group: Group, k: int) -> Iterator[Line]:
    return _parts("state", _by(group.questions, lambda one: one.facts.state), k)


def _by(questions: Sequence[Question], key_of: Callable[[Question], str]) -> Mapping[str, list[Question]]:
    found: dict[str, list[Question]] = {}
    for one in questions:
        found.setdefault(key_of(one), []).append(one)
    return found


def _parts(table: str, parts: Mapping[str, list[Question]], k: int) -> Iterator[Line]:
    """Yield the parts of a whole that is told: none under k people, and none that subtracting would give."""
    people = [people_of(some) for some in parts.values()]
    for (key, some), hide in zip(parts.items(), hidden_in_sum(people, k), strict=True):
        yield Line(table, key, "asked", "questions", None if hide else len(some), hide)
