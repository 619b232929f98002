"""Asking the families of indicators: two at a time where there is much to read and a second connection."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from classcode.beside import beside, holds_still
from tracking.indicators.query.measured import Measured
from tracking.indicators.query.scope import Scope

Family = Callable[[Session, Scope], Mapping[str, Measured]]
Prepare = Callable[[Session], None]

MANY: Final = 100_000
"""Milestones from which on a second connection is worth it: with fewer, a report takes a tenth of a second."""
_MILESTONES: Final = text("SELECT reltuples FROM pg_class WHERE oid = CAST('milestone' AS regclass)")
"""How many there are, as PostgreSQL last counted."""


def measure(
    session: Session, scope: Scope, families: Sequence[Family], prepare: Prepare
) -> dict[str, Measured]:
    """Return what families measure, the first ones first; `prepare` readies each session that is asked.

    Two sessions see the same moment; each takes the next family that waits. An error of either reaches the caller.
    """
    waiting, found = deque(families), dict[Family, Mapping[str, Measured]]()

    def ask(of: Session) -> None:
        try:
            prepare(of)
            while family := _next(waiting):
                found[family] = family(of, scope)
        except BaseException:
            waiting.clear()
            raise

    with beside(session) if _much(session) else nullcontext() as second, ThreadPoolExecutor(1) as aside:
        others = aside.submit(ask, second) if second else None
        ask(session)
        if others:
            others.result()
    return {id_: one for family in families for id_, one in found[family].items()}


def _next(waiting: deque[Family]) -> Family | None:
    """Take the next family; the other session may have taken the last one a moment ago."""
    try:
        return waiting.popleft()
    except IndexError:
        return None


def _much(session: Session) -> bool:
    return holds_still(session) and session.execute(_MILESTONES).scalar_one() >= MANY
