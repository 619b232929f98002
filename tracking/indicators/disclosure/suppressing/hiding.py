"""Which entries to hide, at the least cost: cuts from an attacker's findings, and a set cover after each round.

Every finding that tells too much becomes a cut: one of the shown entries that it rests on must be hidden. The cheapest
set that fulfils all cuts so far is attacked again, until nothing is found; it is then the cheapest of all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]

from tracking.indicators.disclosure.suppressing.attacking import SMALL, Attacker
from tracking.indicators.disclosure.suppressing.tables import Sum, Tables

Cut = frozenset[int]
AT_ONCE: Final = 8
"""How many cuts a round may take from intervals: the next round looks at the rest, of which many are then wide."""
BEST_ROUNDS: Final = 20
"""So long the cheapest of all sets is looked for; tables that still fall to attacks then only hide more, no longer
less: a few cells too many, instead of hours."""
ROUNDS: Final = 500
"""A part that is not solved by then is hidden whole; no table of ours came near."""


def hidden(tables: Tables) -> set[int]:
    """Return the entries that are hidden, by index, those included that stand in no place."""
    found: set[int] = set()
    for members, part in tables.connected():
        found |= {members[at] for at in _hidden(part)}
    return found


def _hidden(tables: Tables) -> AbstractSet[int]:
    attacker, cuts = Attacker(tables), list[Cut]()
    forced = chosen = {
        at for at, entry in enumerate(tables.entries) if entry.sensitive or entry.weight is None
    }
    for done in range(ROUNDS):
        new = [cut for cut in _cuts(attacker, chosen) if cut]
        if not new:
            return chosen
        cuts += new
        if done == BEST_ROUNDS:
            forced = chosen
        chosen = _cheapest(tables, cuts, forced)
    return set(range(len(tables.entries)))


def _cuts(attacker: Attacker, chosen: AbstractSet[int]) -> list[Cut]:
    """Return what must not all stay shown: by single sums, else by intervals, else by groups."""
    by_sums = [*_by_sums(attacker.tables, chosen), *_by_changes(attacker.tables, chosen)]
    return by_sums or list(_by_intervals(attacker, chosen)) or _by_groups(attacker, chosen)


def _by_sums(tables: Tables, chosen: AbstractSet[int]) -> Iterator[Cut]:
    for one in tables.sums:
        for side, other in (((one.whole,), one.parts), (one.parts, (one.whole,))):
            inside = [at for at in side if at in chosen]
            shown = frozenset((*side, *other)) - chosen
            if (
                inside
                and not chosen & set(other)
                and (_few(tables, inside) or _moved_by_few(tables, one, shown))
            ):
                yield shown


def _by_changes(tables: Tables, chosen: AbstractSet[int]) -> Iterator[Cut]:
    """Yield the cells of a sum that were told before too, where they tell that the others together moved by few."""
    for moved in tables.changes:
        for one in tables.sums:
            told = [at for at in one.parts if at in moved and at not in chosen]
            if one.whole in moved and one.whole not in chosen and len(told) < len(one.parts):
                by = moved[one.whole] - sum(moved[at] for at in told)
                if 0 < abs(by) < tables.k:
                    yield frozenset({one.whole, *told})


def _few(tables: Tables, group: Sequence[int]) -> bool:
    return sum(tables.entries[at].alone for at in group) < tables.k


def _moved_by_few(tables: Tables, one: Sum, shown: AbstractSet[int]) -> bool:
    """Tell whether what is hidden in a sum differs by fewer than k from what was published before."""
    moved = [tables.entries[at].moved for at in shown]
    if any(by is None for by in moved):
        return False
    signs = [1 if at == one.whole else -1 for at in shown]
    return 0 < abs(sum(sign * (by or 0) for sign, by in zip(signs, moved, strict=True))) < tables.k


def _by_groups(attacker: Attacker, chosen: AbstractSet[int]) -> list[Cut]:
    found = attacker.group(chosen)
    return [found] if found else []


def _by_intervals(attacker: Attacker, chosen: AbstractSet[int]) -> Iterator[Cut]:
    """Yield cuts for some of the entries whose interval is too narrow; for none only if there is none."""
    attacker.imagine(chosen)
    found = 0
    for at in attacker.narrow(chosen):
        interval = attacker.interval(at, chosen)
        if interval.most - interval.least < attacker.widths[at] - SMALL:
            yield interval.by
            found += 1
        if found == AT_ONCE:
            return


def _cheapest(tables: Tables, cuts: Sequence[Cut], forced: AbstractSet[int]) -> set[int]:
    """Return the cheapest entries that meet every cut, with those that must be hidden."""
    open_cuts = [cut for cut in cuts if not cut & forced]
    if not open_cuts:
        return set(forced)
    size = len(tables.entries)
    rows = np.zeros((len(open_cuts), size))
    for at, cut in enumerate(open_cuts):
        rows[at, list(cut)] = 1
    found = milp(
        [entry.weight or 0.0 for entry in tables.entries],
        constraints=LinearConstraint(rows, 1, np.inf),
        bounds=Bounds([float(at in forced) for at in range(size)], 1),
        integrality=np.ones(size),
    )
    return set(np.flatnonzero(found.x > 1 / 2).tolist())
