"""One question as the reports see it: how long until the first answer and the end, what became of the promise. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from helpdesk.reports.figures import End, Spell
from helpdesk.tickets.promise import Clock
from helpdesk.tickets.states import OPEN, State

SETTLED: Final = frozenset({State.RESOLVED, State.CLOSED})
_HOUR: Final = timedelta(hours=1)


class Promise(StrEnum):
    """What became of the promise of a first answer."""

    KEPT = "kept"
    MISSED = "missed"
    NOT_DUE = "not-due"
    LIFTED = "lifted"
    """The question ended in time without an answer: withdrawn, or settled by who asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the database tells of one question; `changes` are the words of the trail by which it changed hands."""

    learner: UUID
    holder: UUID | None
    region: str
    language: str
    source: str
    state: State
    opened_at: datetime
    first_answered_at: datetime | None
    ended_at: datetime | None
    clock: Clock
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """What was promised from `since` on, in a region (None: everywhere)."""

    region: str | None
    since: datetime
    answer: timedelta


@dataclass(frozen=True, slots=True)
class Policies:
    """All promises that were ever made, and the configured one where there is none."""

    known: Sequence[Policy]
    otherwise: timedelta

    def at(self, region: str, moment: datetime) -> timedelta:
        """Return the promise in force: the region's own latest, else the latest for all, else the configured one."""
        for wanted in (region, None):
            made = [one for one in self.known if one.region == wanted and one.since <= moment]
            if made:
                return max(made, key=lambda one: one.since).answer
        return self.otherwise

    def first_due(self, region: str, opened_at: datetime, until: datetime) -> datetime:
        """Return by when a first answer was promised: a policy made while it waited can only have brought it nearer."""
        since = [one.since for one in self.known if one.region in {region, None}]
        moments = [opened_at, *(moment for moment in since if opened_at < moment <= until)]
        return opened_at + min(self.at(region, moment) for moment in moments)


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its two times and its promise."""

    facts: Facts
    first: Spell
    settled: Spell
    promise: Promise


def measured(facts: Iterable[Facts], policies: Policies, now: datetime) -> list[Question]:
    """Measure questions at one moment."""
    return [_measure(one, policies, now) for one in facts]


def _measure(one: Facts, policies: Policies, now: datetime) -> Question:
    first = _first(one, now)
    until = one.opened_at + timedelta(hours=first.hours)
    due = policies.first_due(one.region, one.opened_at, until)
    return Question(one, first, _settled(one, now), _promise(first.end, until, due))


def _first(one: Facts, now: datetime) -> Spell:
    """Return the wait until the first answer, as the learner lived it: nights and Sundays are part of it."""
    if one.first_answered_at:
        return Spell(_hours(one.first_answered_at - one.opened_at), End.CAME)
    if one.state in OPEN:
        return Spell(_hours(now - one.opened_at), End.WAITING)
    return Spell(_hours((one.ended_at or now) - one.opened_at), End.WITHOUT)


def _settled(one: Facts, now: datetime) -> Spell:
    """Return the desk's time until it was settled: what passed while the learner was waited for is not in it."""
    used = _hours(one.clock.used_by(now))
    if one.state in SETTLED:
        return Spell(used, End.CAME)
    return Spell(used, End.WAITING if one.state in OPEN else End.WITHOUT)


def _promise(end: End, until: datetime, due: datetime) -> Promise:
    if until > due:
        return Promise.MISSED
    return {End.CAME: Promise.KEPT, End.WAITING: Promise.NOT_DUE, End.WITHOUT: Promise.LIFTED}[end]


def _hours(passed: timedelta) -> float:
    return max(passed, timedelta()) / _HOUR
