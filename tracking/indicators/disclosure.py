"""What may be shown: cells that rest on fewer than k people are hidden, and so is what would give them away. Pure.

One layer for the page, its charts and every export. In each table, by region or by month, whose total is shown:

* a cell on fewer than k people is hidden, an empty one included, since "none of them" tells about each of them;
* cells that add up to the total are hidden until there are two at least and together they rest on k people, so that
  subtracting what is shown from the total gives neither a cell nor a group under k (complementary suppression);
* a share is hidden with its parts, and where everybody or nobody is in it (0 % and 100 %).

A figure whose total is zero is shown: there is nobody to recognise. What another filter would add is not judged here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from tracking.indicators.definition import Disclosure, definition
from tracking.indicators.tally import Cell, Figure

K = TypeVar("K")
PARTS: Final[Mapping[str, tuple[str, ...]]] = {"attendance-rate": ("attended", "absent")}
"""Shares whose parts stand in the same table: a hidden part could be computed from the share and the other part."""
LEAST_K: Final = 5

Mask = tuple[list[bool], list[bool], list[bool]]
"""Of the total, the regions and the months: is it hidden?"""


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as anybody may see it; when `hidden` it has no value, otherwise value None means nothing to divide."""

    value: float | None
    hidden: bool = False
    over: tuple[int, int] | None = None


HIDDEN: Final = Shown(None, hidden=True)


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A figure as anybody may see it."""

    id: str
    total: Shown
    by_region: tuple[tuple[str | None, Shown], ...]
    by_month: tuple[tuple[str, Shown], ...]


def disclose(figures: Sequence[Figure], k: int) -> list[Disclosed]:
    """Return what may be shown of the figures of one filter; k is at least 5."""
    if k < LEAST_K:
        raise ValueError(f"counts of people under {LEAST_K} are never shown")
    masks = {figure.id: _masks(figure, k) for figure in figures}
    for share_id, parts in PARTS.items():
        if share_id in masks:
            masks[share_id] = _either([masks[share_id], *(masks[part] for part in parts)])
    return [_shown(figure, masks[figure.id]) for figure in figures]


def _either(masks: Sequence[Mask]) -> Mask:
    """Hide what any of these masks hides."""
    total, regions, months = (
        [any(row) for row in zip(*(mask[part] for mask in masks), strict=True)] for part in range(3)
    )
    return total, regions, months


def _masks(figure: Figure, k: int) -> Mask:
    """Return for the total, the regions and the months which cells are hidden."""
    rule = definition(figure.id).disclosure
    regions = [cell for _, cell in figure.by_region]
    months = [cell for _, cell in figure.by_month]
    if rule is Disclosure.OPEN or _is_empty(figure.total):
        return [False], [False] * len(regions), [False] * len(months)
    total = [figure.total.people < k]
    if rule is Disclosure.PEOPLE:
        return total, hidden_in_sum(regions, k), hidden_in_sum(months, k)
    return total, [cell.people < k for cell in regions], [cell.people < k for cell in months]


def _is_empty(total: Cell) -> bool:
    return total.value is None or (total.value == 0 and total.over is None)


def hidden_in_sum(cells: Sequence[Cell], k: int) -> list[bool]:
    """Return which cells of a column that adds up to a shown total are hidden, the smallest first."""
    hidden = {at for at, cell in enumerate(cells) if cell.people < k}
    others = sorted(set(range(len(cells))) - hidden, key=lambda at: (cells[at].people, cells[at].value or 0))
    while hidden and others and (len(hidden) < 2 or sum(cells[at].people for at in hidden) < k):
        hidden.add(others.pop(0))
    return [at in hidden for at in range(len(cells))]


def _shown(figure: Figure, masks: Mask) -> Disclosed:
    total, regions, months = masks
    return Disclosed(
        figure.id,
        _cell(figure.total, total[0]),
        _rows(figure.by_region, regions),
        _rows(figure.by_month, months),
    )


def _rows(rows: Sequence[tuple[K, Cell]], mask: Sequence[bool]) -> tuple[tuple[K, Shown], ...]:
    return tuple((key, _cell(cell, hidden)) for (key, cell), hidden in zip(rows, mask, strict=True))


def _cell(cell: Cell, hidden: bool) -> Shown:
    return HIDDEN if hidden else Shown(cell.value, over=cell.over)
