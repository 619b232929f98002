"""The attacks themselves, for as many views as asked: each returns what was recovered, which must be nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise, product

import numpy as np

from tests.tracking.indicators.attack.attacker import PERTURBED, K, Shows, Solver, differences
from tests.tracking.indicators.attack.programme import (
    DAYS,
    DIMENSIONS,
    View,
    months_of,
    programme,
    random_pair,
    random_view,
)
from tracking.indicators.disclosure import Perturbed, disclose
from tracking.indicators.disclosure.noise import Strength, noise_of
from tracking.indicators.tally import Cell, Figure

MOST = Strength(K).most


@dataclass
class Found:
    """How many counts under k were attacked, and those that she knows for certain, told in words."""

    attacked: int = 0
    recovered: list[str] = field(default_factory=list)

    def judge(self, true: int, possible: tuple[float, float], what: object) -> None:
        """Note one count under k with the least and the most that it can be."""
        least, most = possible
        assert least <= true <= most, f"the attacker reasons wrongly: {what}: {true} in {possible}"
        self.attacked += 1
        if least == most:
            self.recovered.append(f"{what}: {true}")


def pairs(many: int, chance: random.Random, shows: Shows = PERTURBED) -> Found:
    """Subtract one view from another, many times; the counts themselves are attacked as well."""
    found, whole = Found(), programme()
    for _ in range(many):
        views = random_pair(chance)
        wide, narrow = (whole.cell(view) for view in views)
        told = shows.show(wide), shows.show(narrow)
        for cell, shown, view in zip((wide, narrow), told, views, strict=True):
            if cell.rests.people < K:
                found.judge(cell.rests.people, shows.range_of(shown), view)
        between = wide.rests.people - narrow.rests.people
        if between < K:
            found.judge(between, differences(*told, shows), views)
    return found


def systems(many: int, chance: random.Random, shows: Shows = PERTURBED) -> Found:
    """Solve for all that the totals and rows of two views tell together, of the people between them."""
    found = Found()
    while found.attacked < many:
        wide, narrow = random_pair(chance)
        between = programme().cell(wide).rests.people - programme().cell(narrow).rests.people
        if between >= K:
            continue
        views = [row for view in (wide, narrow) for row in (view, *months_of(view), *rows_of(view, "region"))]
        groups = Groups(views)
        solver = groups.solver(shows)
        found.judge(between, solver.range_of(groups.column(wide) - groups.column(narrow)), (wide, narrow))
    return found


def rows_of(view: View, dimension: str) -> list[View]:
    """Return the view of each row of a table; none where the view has one value of it already."""
    if dimension in view.chosen:
        return []
    return [view.narrowed(dimension, value) for value in DIMENSIONS[dimension]]


class Groups:
    """The smallest groups of people that some views of one milestone tell apart, by days and by dimensions."""

    def __init__(self, views: Sequence[View]) -> None:
        self.views = views
        edges = sorted({view.first for view in views} | {view.last + 1 for view in views})
        used = sorted({name for view in views for name in view.chosen})
        values = [sorted({view.chosen[name] for view in views if name in view.chosen}) for name in used]
        self.spans = list(pairwise(edges))
        rest = [
            [*some, None] if len(some) < len(DIMENSIONS[name]) else some
            for name, some in zip(used, values, strict=True)
        ]
        self.all = [
            (span, dict(zip(used, some, strict=True))) for span in self.spans for some in product(*rest)
        ]

    def column(self, view: View) -> np.ndarray:
        """Return which groups a view counts, as 0 and 1."""
        return np.array(
            [
                float(
                    view.first <= first and last <= view.last + 1
                    and all(who[name] == value for name, value in view.chosen.items())
                )
                for (first, last), who in self.all
            ]
        )  # fmt: skip

    def solver(self, shows: Shows) -> Solver:
        """Return what all views together tell."""
        told = [(self.column(view), shows.show(programme().cell(view))) for view in self.views]
        return Solver(len(self.all), told, shows)


def partitions(shows: Shows, *, targets: int, chance: random.Random) -> Found:
    """Solve for all that a whole, its rows by three dimensions, by each two and by all three tell together."""
    whole = View("trained", 0, DAYS - 1)
    names = ("region", "gender", "setting")
    views = [whole]
    for name in names:
        views += [row for view in views for row in rows_of(view, name)]
    groups = Groups(views)
    solver, found = groups.solver(shows), Found()
    few = [view for view in views if programme().cell(view).rests.people < K]
    for view in chance.sample(few, min(targets, len(few))):
        found.judge(programme().cell(view).rests.people, solver.range_of(groups.column(view)), view)
    return found


def certain(wide: int, narrow: int) -> float:
    """Return the chance that two views of so many people, one in the other, leave only one answer for the rest."""
    return sum(
        chance * other_chance
        for shown, chance in _chances(wide).items()
        for other, other_chance in _chances(narrow).items()
        if shown != other and len(set(differences(shown or None, other or None))) == 1
    )


def formats(many: int, chance: random.Random) -> list[str]:
    """Ask for the same people in several ways; return where two ways show different figures."""
    wrong = []
    for _ in range(many):
        view, name = random_view(chance), chance.choice(sorted(DIMENSIONS))
        if name in view.chosen:
            continue
        table = disclose([programme().figure(view, name)], Perturbed(K))[0]
        for value, (_, shown) in zip(DIMENSIONS[name], table.rows[name], strict=True):
            alone = disclose([Figure(view.kind, programme().cell(view.narrowed(name, value)))], Perturbed(K))[
                0
            ].total
            if shown != alone:
                wrong.append(f"{view}, {name} {value}: {shown} as a row, {alone} alone")
        for month, (key, shown) in zip(months_of(view), table.by_month, strict=True):
            if shown != disclose([Figure(view.kind, programme().cell(month))], Perturbed(K))[0].total:
                wrong.append(f"{view}, {key}: another figure as a row than alone")
    return wrong


def first_days(day: int) -> tuple[int, int, int]:
    """Ask for all periods that end on a day and on the day before; return the least, the most and the true number."""
    last = View("registered", day, day, {"region": "FR-ARA"})
    least, most = 0, KNOWS_NOTHING
    for first in range(day):
        told = [
            PERTURBED.show(programme().cell(replace(last, first=first, last=end))) for end in (day, day - 1)
        ]
        low, high = differences(told[0], told[1])
        least, most = max(least, low), min(most, high)
    return least, most, programme().cell(last).rests.people


KNOWS_NOTHING = 10**6


def amounts(many: int, chance: random.Random) -> list[str]:
    """Subtract hours from hours where one person is between two views; return whose hours are told too narrowly.

    The attacker even knows how many people each view holds, or that it is fewer than k. Too narrow is
    within half of the truth on either side (the p % rule with p = 50; Hundepool et al., Statistical Disclosure
    Control, Wiley 2012, section 4.2).
    """
    wrong = []
    for views in _one_between(many, chance):
        (least, most), (low, high) = (_hours(view) for view in views)
        who = programme().people(views[0]) & ~programme().people(views[1])
        true = float(programme().hours[who].sum())
        assert least - high <= true <= most - low
        if least - high > true / 2 or most - low < true * 3 / 2:
            wrong.append(f"{views}: {true} hours, between {least - high} and {most - low}")
    return wrong


def _one_between(many: int, chance: random.Random) -> Iterator[tuple[View, View]]:
    while many:
        views = random_pair(chance)
        wide, narrow = (programme().hours_of(view) for view in views)
        shown = [_shown(cell) for cell in (wide, narrow)]
        if wide.rests.people - narrow.rests.people == 1 and None not in shown:
            many -= 1
            yield views


def _shown(cell: Cell) -> float | None:
    return disclose([Figure("hours-online", cell)], Perturbed(K))[0].total.value


def _hours(view: View) -> tuple[float, float]:
    """Return the least and the most hours behind a shown amount of so many people."""
    cell = programme().hours_of(view)
    shown, people = _shown(cell) or 0, PERTURBED.show(programme().cell(view)) or 0
    few, many = (1, K - 1) if cell.rests.people < K else (cell.rests.people, cell.rests.people)
    return (shown - 1 / 2) / max(K, people + MOST) * few, (shown + 1 / 2) / max(K, people - MOST) * many


def guessed(many: int, chance: random.Random) -> float:
    """Return how often the likeliest difference is the true one, where one to k - 1 people are between two views."""
    right = tried = 0
    while tried < many:
        wide, narrow = (programme().cell(view) for view in random_pair(chance))
        true = wide.rests.people - narrow.rests.people
        if 0 < true < K:
            tried += 1
            right += _likeliest(PERTURBED.show(wide), PERTURBED.show(narrow)) == true
    return right / tried


def _likeliest(wide: float | None, narrow: float | None) -> int:
    least, most = PERTURBED.range_of(narrow)
    at_least = 0 if wide == narrow else 1
    scores = {
        more: sum(_chance(n + more, wide) * _chance(n, narrow) for n in range(least, most + 1))
        for more in range(at_least, 3 * K)
    }
    return max(scores, key=lambda more: scores[more])


@cache
def _chances(people: int) -> dict[int, float]:
    noise = noise_of(people, K)
    return {people + change: chance for change, chance in zip(noise.changes, noise.chances, strict=True)}


def _chance(people: int, shown: float | None) -> float:
    return _chances(people).get(int(shown or 0), 0.0)


def averaged(many: int, people: int, chance: random.Random, rounds: int = 300) -> float:
    """Return how often the mean difference of many pairs of views, none like another, is nearest to the true one."""
    noise = noise_of(10 * K, K)
    right = 0
    for _ in range(rounds):
        total = sum(
            people + noise.drawn(chance.getrandbits(32)) - noise.drawn(chance.getrandbits(32))
            for _ in range(many)
        )
        right += round(total / many) == people
    return right / rounds


@dataclass
class Loss:
    """What accuracy perturbation costs, over the cells of many views."""

    cells: int = 0
    hidden: int = 0
    hidden_enough: int = 0
    """Of these, cells on k people or more."""
    changed: int = 0
    largest: float = 0.0
    """Relative change of a shown count over 100."""

    def __str__(self) -> str:
        return (
            f"{self.cells} cells: {self.hidden / self.cells:.1%} fewer than {K} ({self.hidden_enough / self.cells:.2%} "
            f"although there were {K} or more), {self.changed / self.cells:.1%} changed; largest relative change of a "
            f"count over 100: {self.largest:.1%}"
        )


def loss(many: int, chance: random.Random) -> Loss:
    """Compare what is shown with what is true."""
    found = Loss()
    for _ in range(many):
        figure = programme().figure(random_view(chance), "region")
        shown = disclose([figure], Perturbed(K))[0]
        cells = [figure.total, *(cell for rows in figure.rows.values() for _, cell in rows)]
        values = [shown.total.value, *(one.value for rows in shown.rows.values() for _, one in rows)]
        for cell, value in zip(cells, values, strict=True):
            true = cell.rests.people
            found.cells += 1
            found.hidden += value is None
            found.hidden_enough += value is None and true >= K
            found.changed += value is not None and value != true
            if true > 100 and value is not None:
                found.largest = max(found.largest, abs(value - true) / true)
    return found
