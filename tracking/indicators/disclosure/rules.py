"""The one door by which figures leave: page, charts, every file and the programming interface come here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Final

from tracking.indicators.definition import definition
from tracking.indicators.disclosure import perturbing
from tracking.indicators.disclosure.shown import (
    WHOLE,
    Disclosed,
    Exact,
    Perturbed,
    Place,
    Publication,
    Rule,
    Shown,
    Shows,
)
from tracking.indicators.kinds import BOUNDS, Disclosure
from tracking.indicators.tally import Cell, Figure

UNTOUCHED: Final = (Disclosure.OPEN, Disclosure.DECLARED)
Show = Callable[[Cell], Shown]


def disclose(figures: Sequence[Figure], rule: Rule) -> list[Disclosed]:
    """Return what may be shown of the figures of one view under `Perturbed(k)` or `Exact(k)`."""
    if isinstance(rule, Exact):
        return publish({WHOLE: figures}, rule)[WHOLE]
    return [_shown(figure, rule) for figure in figures]


def publish(
    views: Mapping[Place, Sequence[Figure]], rule: Exact, published_before: Sequence[Publication] = ()
) -> dict[Place, list[Disclosed]]:
    """Return what may stand in a publication of one or several views; see `suppressing.published.protect`."""
    # Loads scipy, which takes half a second and which only publishing needs.
    from tracking.indicators.disclosure.suppressing.published import protect

    return protect(views, rule.k, published_before)


def disclose_cells(
    cells: Iterable[Cell], kind: Disclosure, rule: Rule, *, of_people: bool = False
) -> list[Shown]:
    """Return what may be shown of cells of one class that stand in no indicator: steps, curves, distributions.

    The same people show the same figure as in an indicator; `of_people`: both parts of a rate are distinct people.
    Open and declared cells have no business here, and tables to publish are judged as figures: both raise ValueError.
    """
    if kind in UNTOUCHED or not isinstance(rule, Perturbed) or (of_people and kind is not Disclosure.RATE):
        raise ValueError(f"cells of class {kind} are not disclosed one by one under {rule.shows}")
    show = partial(perturbing.shown_rate, of_people=True, k=rule.k) if of_people else _way(kind, rule.k)
    return [show(cell) for cell in cells]


def untouched(figure: Figure) -> bool:
    """Tell whether a figure is open, declared, or has no value that could tell anything."""
    return figure.lacks is not None or definition(figure.id).disclosure in UNTOUCHED


def as_it_is(cell: Cell) -> Shown:
    """Show an open cell."""
    over = None if cell.over is None else (cell.over[0].value or 0, cell.over[1].value or 0)
    return Shown(cell.value, over=over)


def _shown(figure: Figure, rule: Rule) -> Disclosed:
    if untouched(figure):
        return put(figure, as_it_is, Shows.OPEN)
    one = definition(figure.id)
    return put(figure, _way(one.disclosure, rule.k, BOUNDS.get(one.unit)), rule.shows)


def put(figure: Figure, show: Show, shows: Shows) -> Disclosed:
    """Build a disclosed figure, cell by cell."""
    rows = {name: tuple((key, show(cell)) for key, cell in some) for name, some in figure.rows.items()}
    return Disclosed(figure.id, show(figure.total), rows, shows, figure.lacks)


def _way(kind: Disclosure, k: int, within: tuple[float, float] | None = None) -> Show:
    """Return how each cell of a class is perturbed; `within` tells where an average lies."""
    if kind is Disclosure.AVERAGE:
        return partial(perturbing.shown_average, k=k, within=within)
    return partial(_WAYS[kind], k=k)


_WAYS: Final = {
    Disclosure.PEOPLE: perturbing.shown_people,
    Disclosure.SUM: perturbing.shown_sum,
    Disclosure.RATE: perturbing.shown_rate,
}
