"""Rebuilding everything, slice by slice, each in a transaction of its own: for the command, and for a new version."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from typing import Final

from classcode import db
from tracking.models import Installation
from tracking.projections import RULES, locks, rebuilding
from tracking.projections.slices import slices

Tell = Callable[[int, int], None]
"""Is told after each step how many are done, and of how many."""
Step = Callable[..., Counter[str]]
"""Makes some rows anew in the session it is given; tells by table how many were not as they follow."""
SIDE_BY_SIDE: Final = 2
"""Slices that PostgreSQL works on at a time, by as many connections; SQLite has one writer."""


class _OnlyLooking(Exception):
    """What was written is to be taken back."""


def rebuild(*, check: bool = False, tell: Tell = lambda done, of: None) -> Counter[str]:
    """Make all projections anew, or with `check` only compare; return by table how many rows were not as they follow.

    Stopped in the middle it left whole rows, and begins anew next time.
    """
    with db.reading() as session:
        parts = list(slices(session))
        # Every other one first: of very many slices, neighbours share a bucket of locks and would wait for each other.
        steps: list[Step] = [
            partial(rebuilding.rebuild_learners, of=one) for one in (*parts[::2], *parts[1::2])
        ]
        steps += [partial(rebuilding.rebuild_meetings, paths=some) for some in rebuilding.meetings(session)]
        at_once = SIDE_BY_SIDE if locks.are_needed(session) else 1
    found: Counter[str] = Counter()
    with _no_search(), ThreadPoolExecutor(at_once) as pool:
        for done, differing in enumerate(pool.map(partial(_carry_out, check=check), steps), 1):
            found += differing
            tell(done, len(steps))
    return found


def _carry_out(step: Step, *, check: bool) -> Counter[str]:
    found: Counter[str] = Counter()
    with suppress(_OnlyLooking), db.transaction() as session:
        found = step(session)
        if check:
            raise _OnlyLooking
    return found


def catch_up() -> None:
    """Rebuild where the rows still follow from older rules, or from none."""
    with db.reading() as session:
        if session.get_one(Installation, 1).projected == RULES:
            return
    rebuild()
    with db.transaction() as session:
        session.get_one(Installation, 1).projected = RULES


@contextmanager
def _no_search() -> Iterator[None]:
    """Leave out the search for garbage in circles: no row is in one, and the search takes as long as the work."""
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            gc.enable()
