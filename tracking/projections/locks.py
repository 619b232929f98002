"""Who writes rows of projections at the same moment: one transaction for each person or meeting, and no rebuilding.

Only PostgreSQL needs it, where a writer would not see what another is about to commit; SQLite has one writer at a time.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from tracking.log.keys import key_of

OF_MEETINGS: Final = 256
"""The bucket of all meetings; people are in one of those below, by how their actor begins."""
OF_QUESTIONS: Final = OF_MEETINGS + 1
"""Not a bucket of writers: rebuilt slices take it one after the other for the rows of questions. Such a row passes from
one slice to another when whose question it is was wrong, and two slices would undo or wait for what the other does."""
_WRITE: Final = text(
    "SELECT pg_advisory_xact_lock_shared(CAST(:space AS int), CAST(:bucket AS int)),"
    " pg_advisory_xact_lock(CAST(:one AS bigint))"
)
_REBUILD: Final = text(
    "SELECT pg_advisory_xact_lock(CAST(:space AS int), one)"
    " FROM generate_series(CAST(:first AS int), CAST(:last AS int)) one"
)
_SPACE: Final = 0x0C7
"""The first of the two numbers by which PostgreSQL tells these locks from all others."""


def are_needed(session: Session) -> bool:
    """Tell whether others may write at the same moment."""
    return session.get_bind().dialect.name == "postgresql"


def writing(session: Session, thing: str) -> None:
    """Be the only one to write what follows for a person (her actor, written out) or a meeting (its path)."""
    if are_needed(session):
        session.execute(_WRITE, {"space": _SPACE, "bucket": bucket(thing), "one": key_of(f"follows {thing}")})


def rebuilding(session: Session, first: int, last: int) -> None:
    """Wait until nobody writes a row of these buckets, and keep everybody from them until the commit."""
    if are_needed(session):
        session.execute(_REBUILD, {"space": _SPACE, "first": first, "last": last})


def bucket(thing: str) -> int:
    """Return the bucket of a person or a meeting."""
    try:
        return UUID(thing).bytes[0]
    except ValueError:
        return OF_MEETINGS
