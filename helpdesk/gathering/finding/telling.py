"""From groups to suggestions: each with its place, who leads, dates, and the reasons of all three."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import starmap
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from helpdesk.gathering.finding.crowd import NOBODY, Crowd
from helpdesk.gathering.finding.grouping import Groups
from helpdesk.gathering.finding.hosting import Ranked, Sought, Team
from helpdesk.gathering.finding.places import Places
from helpdesk.gathering.finding.values import Gathered, OtherPlace, Suggestion

Array = NDArray[Any]


class Batch(NamedTuple):
    """Groups of one language, gathered by theme or by week."""

    language: str
    by_theme: bool
    groups: Groups


class _Whole(NamedTuple):
    """A batch with all that was found out about it at once."""

    batch: Batch
    begins: list[int]
    people: list[Gathered]
    themes: list[str | None]
    places: list[int]
    others: Sequence[tuple[OtherPlace, ...]]
    ranked: Ranked


class Telling:
    """Puts suggestions together, one batch after the other: what one takes, the next does not get."""

    def __init__(self, crowd: Crowd, there: Places, team: Team) -> None:
        self.crowd, self.there, self.team = crowd, there, team
        numbers = {one.id: at for at, one in enumerate(team.hosts)}
        self._hosts = np.array([numbers.get(one, NOBODY) for one in crowd.holders] + [NOBODY], np.int64)
        self._homes = there.homes(crowd.points)
        self._theme = {theme: at for at, theme in enumerate(crowd.themes)}

    def told(self, batch: Batch) -> Iterator[Suggestion]:
        """Yield the suggestions of a batch; the largest groups choose first."""
        groups = batch.groups
        begins = np.searchsorted(groups.group, np.arange(len(groups.place) + 1))
        sizes = np.diff(begins)
        compared = self.there.compare(groups, self._homes, self.crowd.spot[groups.rows])
        columns = self.there.settle(compared, groups, sizes)
        people = self._people(groups, compared.each, np.array(columns, np.int64)[groups.group])
        starts = begins.tolist()
        themes = [_theme(people[starts[one] : starts[one + 1]]) for one in range(len(sizes))]
        places = compared.number[np.arange(len(sizes)), columns]
        ranked = self.team.rank(self._sought(batch, places, begins[:-1], themes))
        others = self.there.others(compared, columns, sizes)
        whole = _Whole(batch, starts, people, themes, places.tolist(), others, ranked)
        for group in np.argsort(-sizes, kind="stable").tolist():
            one = self._one(whole, group)
            if one.dates.chosen:  # in the middle of a summer there is no evening to suggest
                yield one

    def _sought(self, batch: Batch, places: Array, first: Array, themes: Sequence[str | None]) -> Sought:
        rows, group = batch.groups.rows, batch.groups.group
        held = np.stack([group, self._hosts[self.crowd.held_by[rows]]], axis=1)
        return Sought(
            language=batch.language,
            place=places,
            module=self.crowd.module[rows[first]],
            theme=np.array([self._theme[one] for one in themes], np.int64),
            held=held[held[:, 1] != NOBODY],
        )

    def _people(self, groups: Groups, each: Array, column: Array) -> list[Gathered]:
        crowd, rows = self.crowd, groups.rows
        km = np.round(each[np.arange(len(rows)), column] * self.there.rules.detour, 1)
        ids = map(crowd.ids.__getitem__, rows.tolist())
        themes = map(crowd.themes.__getitem__, crowd.theme[rows].tolist())
        holders = map([*crowd.holders, None].__getitem__, crowd.held_by[rows].tolist())
        return list(
            starmap(Gathered, zip(ids, km.tolist(), crowd.week[rows].tolist(), themes, holders, strict=True))
        )

    def _one(self, whole: _Whole, group: int) -> Suggestion:
        people = tuple(whole.people[whole.begins[group] : whole.begins[group + 1]])
        at = whole.places[group]
        place, led = self.there.places[at], self.team.find(whole.ranked, group, at)
        return Suggestion(
            module=self.crowd.modules[self.crowd.module[whole.batch.groups.rows[whole.begins[group]]]],
            week=0 if whole.batch.by_theme else people[0].week,
            theme=whole.themes[group],
            language=whole.batch.language,
            region=place.region,
            people=people,
            place=place.id,
            seats=place.seats_known,
            other_places=whole.others[group],
            facilitator=led.chosen,
            not_chosen=led.others,
            dates=led.dates,
        )


def _theme(people: Sequence[Gathered]) -> str | None:
    """Return what most of those who ask are asking about, if at least two ask the same."""
    asked = Counter([one.theme for one in people if one.theme])
    theme, count = min(asked.items(), key=lambda one: (-one[1], one[0]), default=(None, 0))
    return theme if count > 1 else None
