"""Whom a look at many covered: written in a few rows, read by each of them, forgotten of one who is erased.

A line for each person, as other looks leave it, would be thousands of rows for one figure.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import db
from tracking.record.models import RecordCover

BUCKETS: Final = 256


def bucket_of(key: int) -> int:
    """Return the bucket of an actor's key; keys are drawn evenly, so that buckets fill alike."""
    return key % BUCKETS


def packed(keys: Iterable[int]) -> bytes:
    """Write keys, sorted and each once."""
    some = sorted(set(keys))
    return struct.pack(f"<{len(some)}q", *some)


def read(keys: bytes) -> set[int]:
    """Read keys."""
    return set(struct.unpack(f"<{len(keys) // 8}q", keys))


def cover(session: Session, search_id: UUID, keys: Collection[int]) -> None:
    """Note that a search covers these people; those whom it covers already change nothing."""
    by_bucket: dict[int, set[int]] = defaultdict(set)
    for key in keys:
        by_bucket[bucket_of(key)].add(key)
    found = _rows(session, search_id, by_bucket)
    for bucket, some in sorted(by_bucket.items()):
        if bucket not in found:
            values = {"search_id": search_id, "bucket": bucket, "keys": packed(some)}
            if db.insert_once(session, RecordCover, values):
                continue
        _add(session, search_id, bucket, some)


def _rows(session: Session, search_id: UUID, buckets: Collection[int]) -> set[int]:
    wanted = select(RecordCover.bucket).where(RecordCover.search_id == search_id)
    return set(session.scalars(wanted.where(RecordCover.bucket.in_(buckets))))


def _add(session: Session, search_id: UUID, bucket: int, keys: set[int]) -> None:
    named = (search_id, bucket)
    known = read(session.get_one(RecordCover, named).keys)
    if keys <= known:
        return
    row = session.get_one(RecordCover, named, with_for_update=True, populate_existing=True)
    row.keys = packed(read(row.keys) | keys)
    session.flush()


def uncover(session: Session, keys: Iterable[int]) -> None:
    """Forget that anything covered these people."""
    for key in keys:
        for row in session.scalars(select(RecordCover).where(RecordCover.bucket == bucket_of(key))):
            left = read(row.keys) - {key}
            if left:
                row.keys = packed(left)
            else:
                session.delete(row)
    session.flush()
