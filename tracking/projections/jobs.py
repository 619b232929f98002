"""Rebuilding everything, slice by slice, each in a transaction of its own: for the command, and for a new version."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from sqlalchemy.orm import Session

from classcode import db
from tracking.models import Installation
from tracking.projections import RULES, rebuilding
from tracking.projections.slices import slices

Tell = Callable[[int, int], None]
"""Is told after each step how many are done, and of how many."""


class _OnlyLooking(Exception):
    """What was written is to be taken back."""


def rebuild(*, check: bool = False, tell: Tell = lambda done, of: None) -> Counter[str]:
    """Make all projections anew, or with `check` only compare; return by table how many rows were not as they follow.

    Stopped in the middle it left whole rows, and begins anew next time.
    """
    with db.reading() as session:
        parts, meetings = list(slices(session)), rebuilding.meetings(session)
    found: Counter[str] = Counter()
    total = len(parts) + len(meetings)
    for done, part in enumerate(parts, 1):
        with _no_search(), _step(check) as session:
            found += rebuilding.rebuild_learners(session, part)
        tell(done, total)
    for done, paths in enumerate(meetings, len(parts) + 1):
        with _no_search(), _step(check) as session:
            found += rebuilding.rebuild_meetings(session, paths)
        tell(done, total)
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


@contextmanager
def _step(check: bool) -> Iterator[Session]:
    with suppress(_OnlyLooking), db.transaction() as session:
        yield session
        if check:
            raise _OnlyLooking
