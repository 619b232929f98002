"""Choosing what leaves next for a recipient: what is settled above its cursor, filtered, and disguised where asked.

Voided statements and their voidings leave as they are; a voiding passes a filter when what it voids does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracking.forwarding.filters import EVERYTHING, Filter
from tracking.forwarding.models import Poisoned, PoisonState
from tracking.forwarding.packing import Parcel
from tracking.forwarding.pseudonyms import Disguise, strangers
from tracking.log.files import address
from tracking.log.models import StatementFile
from tracking.log.reading import Logged, logged_where, settled
from tracking.log.references import VOIDED
from tracking.lrs.multipart import Attachment
from tracking.models import Statement

MOST: Final = 100
"""Statements of one request."""
LARGEST: Final = 2_000_000
"""Bytes after which a request is full; one larger statement still travels, alone."""
READ_AT_ONCE: Final = 500
"""Statements that are looked at together where most may be filtered out."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What one recipient gets: its version ("1.0.3" takes nothing of 2.0), its filter, its disguise if any.

    Attached files lie under `files_dir`; in disguise none leaves.
    """

    version: str
    filter: Filter
    files_dir: Path
    disguise: Disguise | None = None
    without_strangers: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """What to send next, and the number of the log up to which this looked."""

    parcels: Sequence[Parcel]
    upto: int


def next_batch(session: Session, wish: Wish, after: int) -> Batch:
    """Return what leaves next above a number; `upto` is `after` when there is nothing to look at."""
    plain = wish.filter == EVERYTHING
    parcels: list[Parcel] = []
    upto, size = after, 0
    page = settled(session, after=after, limit=MOST if plain else READ_AT_ONCE)
    files = _files(session, wish, page)
    for logged in page:
        parcel = parcel_of(session, wish, logged)
        if parcel is not None:
            parcel = replace(parcel, files=files.get(parcel.seq, ()))
            size += parcel.size
            if parcels and (size > LARGEST or len(parcels) == MOST):
                break
            parcels.append(parcel)
        upto = logged.seq
    return Batch(parcels, upto)


def _files(session: Session, wish: Wish, page: Sequence[Logged]) -> dict[int, tuple[Attachment, ...]]:
    """Return the files that came with statements, by number."""
    if wish.disguise is not None or not page:
        return {}
    columns = (StatementFile.seq, StatementFile.sha2, StatementFile.content_type)
    rows = session.execute(select(*columns).where(StatementFile.seq.in_([one.seq for one in page])))
    found: dict[int, tuple[Attachment, ...]] = {}
    for seq, sha2, kind in rows:
        found[seq] = (*found.get(seq, ()), Attachment(sha2, kind, address(wish.files_dir, sha2)))
    return found


def parcel_of(session: Session, wish: Wish, logged: Logged) -> Parcel | None:
    """Return a statement as it leaves for a recipient, or None when it does not."""
    if not wish.filter.lets_in(logged.stored, own=logged.client_id is None):
        return None
    if not _must_be_read(wish, logged.body):
        return Parcel(logged.seq, logged.id, logged.body)
    statement = orjson.loads(logged.body)
    if not _passes(session, wish, statement):
        return None
    if wish.disguise is None:
        return Parcel(logged.seq, logged.id, logged.body)
    return Parcel(logged.seq, wish.disguise.identity(logged.id), wish.disguise.of(statement))


def _must_be_read(wish: Wish, body: bytes) -> bool:
    may_be_newer = wish.version.startswith("1.") and b'"2.' in body
    return wish.disguise is not None or wish.filter.looks_inside or may_be_newer


def _passes(session: Session, wish: Wish, statement: dict[str, Any]) -> bool:
    if wish.version.startswith("1.") and str(statement.get("version", "")).startswith("2."):
        return False
    if wish.disguise is not None and wish.without_strangers and strangers(wish.disguise, statement):
        return False
    thing = statement["object"]
    if statement["verb"]["id"] == VOIDED and thing.get("objectType") == "StatementRef":
        return _leaves(session, wish, UUID(thing["id"]))
    return wish.filter.lets_through(statement)


def _leaves(session: Session, wish: Wish, target: UUID) -> bool:
    """Tell whether a statement that is voided left, or will, for this recipient."""
    found = logged_where(session, Statement.id == target)
    return bool(found) and parcel_of(session, wish, found[0]) is not None


def again(session: Session, wish: Wish, recipient_id: UUID) -> list[Parcel]:
    """Return refused statements that an administrator asked to send once more."""
    asked = (Poisoned.recipient_id == recipient_id, Poisoned.state == PoisonState.AGAIN)
    numbers = select(Poisoned.seq).where(*asked).order_by(Poisoned.seq).limit(MOST)
    found = logged_where(session, Statement.seq.in_(numbers))
    files = _files(session, wish, found)
    parcels = (parcel_of(session, wish, logged) for logged in found)
    return [replace(parcel, files=files.get(parcel.seq, ())) for parcel in parcels if parcel is not None]
