"""The attack on funnels and cohorts: somebody asks them beside the usual views, of all and of a part, and solves.

She asks the funnel of the year and of each month, the curves of each month's cohort, and the usual counts by month. She
also reads whether a share is shown, which tells whether those it leaves out are.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np

from tests.tracking.indicators.attack.attacker import PERTURBED, UNPERTURBED, K, Range, Shows, Solver
from tests.tracking.indicators.attack.programme import DAYS, DIMENSIONS, KEYS, KINDS, MONTH, programme
from tests.tracking.indicators.attack.running import Found
from tracking.indicators import tally
from tracking.indicators.disclosure import Perturbed, disclose_cells
from tracking.indicators.kinds import Disclosure
from tracking.indicators.paths.query.people import less
from tracking.indicators.tally import Cell, Count

MONTHS = DAYS // MONTH
NEVER = MONTHS
AT_LEAST_K = -1.0
"""What is read of a group that stays out of a share which is shown: that so many are in it."""
Group = tuple[int, int, int]
"""Who registered in a month, got as far as a kind (its number), and was trained in a month or never."""
Chosen = Callable[[Group], bool]


def _shown(cell: Cell) -> float | None:
    return disclose_cells([cell], Disclosure.PEOPLE, Perturbed(K))[0].value


def _known(shows: Shows) -> Callable[[float | None], Range]:
    return lambda shown: (1, 10**6) if shown == AT_LEAST_K else shows.range_of(shown)


LIVE = Shows(_shown, _known(PERTURBED))
BARE = Shows(UNPERTURBED.show, _known(UNPERTURBED))
"""As if every step and every month were exact, and hidden under k alone."""


@cache
def groups() -> list[Group]:
    """Return every group that can be: trained people were trained when they joined or later."""
    trained = len(KINDS) - 1
    found = [(joined, far, NEVER) for joined in range(MONTHS) for far in range(trained)]
    return found + [(joined, trained, at) for joined in range(MONTHS) for at in range(joined, MONTHS)]


@dataclass(frozen=True)
class Part:
    """Some of the people, as a column of yes and no: the whole, or one value of a dimension."""

    who: Any

    @cached_property
    def sums(self) -> tuple[Any, Any]:
        """Return how many are in each group, and the sum of their keys."""
        people, keys = np.zeros(len(groups()), dtype=int), np.zeros(len(groups()), dtype=int)
        np.add.at(people, _group_of_each()[self.who], 1)
        np.add.at(keys, _group_of_each()[self.who], programme().keys[self.who])
        return people, keys

    def count(self, chosen: Chosen) -> Count:
        """Count those of the chosen groups."""
        mine = np.array([chosen(group) for group in groups()])
        people, keys = (int(one[mine].sum()) for one in self.sums)
        return Count(people, keys % KEYS)


@cache
def _group_of_each() -> Any:
    """Return the number of each learner's group."""
    months = {kind: programme().days[kind] // MONTH for kind in KINDS}
    far = sum((programme().days[kind] >= 0).astype(int) for kind in KINDS) - 1
    trained = np.where(programme().days["trained"] >= 0, months["trained"], NEVER)
    number = {group: at for at, group in enumerate(groups())}
    each = zip(months["registered"].tolist(), far.tolist(), trained.tolist(), strict=True)
    return np.array([number[group] for group in each])


def cell(count: Count) -> Cell:
    """Return the cell of a count."""
    return Cell(count.people, count)


def views() -> Iterator[tuple[str, Chosen, Chosen | None]]:
    """Yield what she asks for: a name, whom it counts, and of a share those whom it divides."""
    for month in (None, *range(MONTHS)):
        for far in range(len(KINDS)):
            yield (
                f"{KINDS[far]} of month {month}",
                _reached(month, far),
                _reached(month, far - 1) if far else None,
            )
    for month in range(MONTHS):
        for at in range(month, MONTHS):
            yield f"trained by {at} of month {month}", _trained(month, at), _joined(month)
    for at in range(MONTHS):
        yield f"trained in month {at}", _trained_in(at), None


def _joined(month: int | None) -> Chosen:
    return lambda group: month is None or group[0] == month


def _reached(month: int | None, far: int) -> Chosen:
    return lambda group: _joined(month)(group) and group[1] >= far


def _trained_in(at: int) -> Chosen:
    return lambda group: group[2] == at


def _trained(month: int, at: int) -> Chosen:
    return lambda group: group[0] == month and group[2] <= at


class System:
    """All that she is shown of everybody and of a part, and what may be concluded from it together."""

    def __init__(self, wide: Part, narrow: Part, shows: Shows) -> None:
        self.shows, self.all = shows, groups()
        told: list[tuple[Any, float | None]] = []
        for part, width in ((wide, 2), (narrow, 1)):
            for _name, chosen, whole in views():
                told += self._told(part, width, chosen, whole)
        self.solver = Solver(2 * len(self.all), told, shows)

    def column(self, chosen: Chosen, width: int) -> Any:
        """Return which groups a view counts: of those in the part alone (1), or of everybody (2)."""
        mine = np.array([float(chosen(group)) for group in self.all])
        return np.concatenate([mine, mine if width == 2 else np.zeros(len(mine))])

    def _told(
        self, part: Part, width: int, chosen: Chosen, whole: Chosen | None
    ) -> Iterator[tuple[Any, float | None]]:
        counted = part.count(chosen)
        yield self.column(chosen, width), self.shows.show(cell(counted))
        if whole is None:
            return
        rest = less(part.count(whole), counted)
        share = tally.share(cell(counted), cell(part.count(whole)), cell(rest))
        if self.shows is LIVE and _share_is_shown(share):
            yield self.column(whole, width) - self.column(chosen, width), AT_LEAST_K


def _share_is_shown(share: Cell) -> bool:
    found = disclose_cells([share], Disclosure.RATE, Perturbed(K), of_people=True)[0]
    return found.value is not None


def attack(many: int, chance: random.Random, shows: Shows = LIVE) -> Found:
    """Solve for counts under k in a part, and between it and everybody, until so many were attacked."""
    found = Found()
    while found.attacked < many:
        name = chance.choice(sorted(DIMENSIONS))
        value = chance.randrange(len(DIMENSIONS[name]))
        wide = Part(np.ones(programme().size, dtype=bool))
        narrow = Part(programme().values[name] == value)
        system = System(wide, narrow, shows)
        for target, column, true in _few(system, narrow, chance):
            found.judge(true, system.solver.range_of(column), (name, value, target))
    return found


def _few(system: System, narrow: Part, chance: random.Random) -> list[tuple[str, Any, int]]:
    """Return some counts under k: of one view, and of those who reached one step and not the next."""
    few = []
    for view, chosen, whole in views():
        counted = narrow.count(chosen)
        columns = [(view, system.column(chosen, 1), counted.people)]
        if whole is not None:
            rest = less(narrow.count(whole), counted)
            columns.append((f"not {view}", system.column(whole, 1) - columns[0][1], rest.people))
        few += [one for one in columns if 0 < one[2] < K]
    return chance.sample(few, min(4, len(few)))
