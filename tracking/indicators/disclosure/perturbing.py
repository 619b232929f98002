"""Counts, amounts, averages and rates of people, changed by the key of the people that they rest on. Pure.

The same people have the same key, so the same figure, whatever filter, period or format asks for them; other people,
were it one more, have another. Cell-key method: Fraser and Wooton, UNECE/Eurostat work session on confidentiality,
2005; amounts: Thompson, Broadfoot and Elazar, the same, 2013. Parameters and bounds: docs/disclosure.md.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from struct import pack
from typing import Final

from tracking.indicators.disclosure.noise import Strength, noise_of
from tracking.indicators.disclosure.shown import HIDDEN, Shown
from tracking.indicators.tally import Cell, Count
from tracking.projections.keys import BITS

_BYTES: Final = BITS // 8
FIGURES: Final = 2
"""Significant figures of an average: more would tell a change by one person in thousands."""
SHARE: Final = (0.0, 1.0)
LEAST_SIDE: Final = 0.25
"""Of a mean opinion near one end, in parts of its scale: one that may be at the other end must not show."""
DOMINATING: Final = 6
"""Averages that one person may have before the noise of an amount grows with hers."""
DIGITS: Final = 3
"""Decimals of an amount by which its noise is drawn, so that the order in which databases add makes no difference."""


def people(rests: Count, k: int) -> int:
    """Return how many people are shown: at least k, or 0 for "fewer than k"; at most k + 1 from the truth."""
    return rests.people + noise_of(rests.people, k).drawn(_part(rests.key))


def shown_people(cell: Cell, k: int) -> Shown:
    """Show a count of people; where the people declared others, such as pupils, an amount over them."""
    if cell.value != cell.rests.people:
        return shown_sum(cell, k)
    return Shown(people(cell.rests, k)) if people(cell.rests, k) else HIDDEN


def shown_sum(cell: Cell, k: int) -> Shown:
    """Show an amount over people, in whole numbers: their average times the people shown, and noise of its own.

    The second noise is as large as that of the people, in people of average amount: without it, dividing an amount by
    the people shown would give the average of each view, and two averages somebody's amount. Where one person has more
    than six times the average, it is drawn in sixths of hers: its standard deviation is then half of what she has.
    """
    shown = people(cell.rests, k)
    if not shown or not cell.value:  # an amount of 0 would tell that everybody has none
        return HIDDEN
    each = cell.value / cell.rests.people
    unit = max(each, cell.largest / DOMINATING)
    return Shown(round(max(each * k, each * shown + unit * _own_noise(cell, k))))


def shown_average(cell: Cell, k: int, *, within: tuple[float, float] | None = None) -> Shown:
    """Show a median or an average, to two significant figures, changed as the sum over its people would be.

    What lies `within` the ends of a scale, such as a mean opinion or a share, is hidden at both of them.
    """
    if not people(cell.rests, k) or cell.value is None:
        return HIDDEN
    change = _own_noise(cell, k) / max(cell.rests.people, k + 2)
    if within is None:
        return Shown(rounded(cell.value * (1 + change)))
    least, most = within
    side = min(cell.value - least, most - cell.value)
    value = rounded(cell.value + max(side, LEAST_SIDE * (most - least)) * change)
    return Shown(value) if side > 0 and least < value < most else HIDDEN


def shown_rate(cell: Cell, k: int, *, of_people: bool = False) -> Shown:
    """Show a rate by its two parts as shown; hidden where a part is, or where all but fewer than k are in it.

    The parts are amounts, or with `of_people` distinct people: each is shown as where it stands alone.
    """
    if cell.over is None:
        return shown_average(cell, k, within=SHARE)
    show = shown_people if of_people else shown_sum
    part, whole = (show(one, k).value for one in cell.over)
    if not people(cell.rests, k) or not part or not whole or whole - part < k:
        return HIDDEN
    return Shown(part / whole, over=(part, whole))


def _own_noise(cell: Cell, k: int) -> int:
    """Return the second noise of a cell: bound to its people and its value, and independent of that of its people."""
    value = pack("<d", round(cell.value or 0, DIGITS))
    return noise_of(k + Strength(k).most, k).drawn(_part(cell.rests.key, value))


@lru_cache(maxsize=1 << 16)
def _part(key: int, salt: bytes = b"") -> int:
    """Return a part of a key, uniform below 2**32: parts of one key under several salts know nothing of each other."""
    return int.from_bytes(blake2b(key.to_bytes(_BYTES) + salt, digest_size=_BYTES).digest())


def rounded(value: float) -> float:
    """Round to as many significant figures as an average may have."""
    return float(f"{value:.{FIGURES}g}")
