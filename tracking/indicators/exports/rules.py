"""Ordering a file, noting how far it is, and who may fetch it. The file itself is made by `jobs`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from classcode import clock, db, queues
from classcode.errors import NotFound, Refused
from classcode.i18n import N_
from classcode.people.rules import limits
from tracking.indicators.exports.models import ExportOrder, OrderState

TOPIC: Final = "indicator-file"
"""The topic of "make this file"; its subject is the order's id."""
LASTS: Final = timedelta(days=30)
"""How long a file can be fetched after it was ordered."""
BETWEEN: Final = ","
Regions = frozenset[str] | None


class NoPaper(Refused):
    """This installation lacks what draws PDF files."""

    status = 501
    message = N_("This site cannot make PDF files. Please choose another format.")


class NoLead(Refused):
    """Who ordered a file no longer leads anything; there is nothing that she may see."""

    status = 403


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is ordered: a filter as the query of a page's address, a format, a language, and what the reader may see."""

    asked: str
    fmt: str
    language: str
    every: bool
    regions: Regions


@dataclass(frozen=True, slots=True)
class File:
    """A file that lies on disk: the name it is fetched under, its address, its bytes."""

    name: str
    sha2: str
    size: int


def count(session: Session, person_id: UUID) -> None:
    """Count one file towards the limit of an hour; raise `TooMany` where it is reached."""
    limits.check(session, limits.EXPORT, str(person_id))
    limits.count(session, limits.EXPORT, str(person_id))


def order(session: Session, person_id: UUID, wish: Wish) -> ExportOrder:
    """Write the order and its job."""
    now = clock.now()
    row = ExportOrder(
        person_id=person_id,
        asked=wish.asked,
        every=wish.every,
        regions=None if wish.regions is None else BETWEEN.join(sorted(wish.regions)),
        fmt=wish.fmt,
        language=wish.language,
        asked_at=now,
        expires_at=now + LASTS,
    )
    session.add(row)
    session.flush()
    queues.enqueue(session, TOPIC, str(row.id))
    return row


def access_file(session: Session, person_id: UUID, order_id: UUID, seen: Regions) -> File:
    """Return a file of hers; raise `NotFound` for another's, one that is not there, or one that shows what she may
    no longer see."""
    row = session.get(ExportOrder, order_id)
    if row is None or row.person_id != person_id or row.expires_at <= clock.now() or not _within(row, seen):
        raise NotFound
    if row.sha2 is None or row.size is None:
        raise NotFound
    return File(row.name, row.sha2, row.size)


def _within(row: ExportOrder, seen: Regions) -> bool:
    """Tell whether all that a file shows may be seen."""
    shown = regions_of(row)
    return seen is None or (shown is not None and shown <= seen)


def regions_of(row: ExportOrder) -> Regions:
    """Return the regions that the reader could see when she ordered, None for all."""
    return None if row.regions is None else frozenset(filter(None, row.regions.split(BETWEEN)))


def note_progress(session: Session, order_id: UUID, percent: int) -> None:
    """Write how far a file is; it never goes back, should two workers make it."""
    here = (
        ExportOrder.id == order_id,
        ExportOrder.state == OrderState.WAITING,
        ExportOrder.progress < percent,
    )
    session.execute(update(ExportOrder).where(*here).values(progress=percent))


def finish(session: Session, order_id: UUID, made: File) -> bool:
    """Write where the file lies; return False where another worker did before, or the order is gone."""
    values = {
        "state": OrderState.MADE,
        "progress": 100,
        "sha2": made.sha2,
        "size": made.size,
        "name": made.name,
    }
    return _close(session, order_id, values)


def fail(session: Session, order_id: UUID) -> bool:
    """Write that no file can be made of what was asked."""
    return _close(session, order_id, {"state": OrderState.FAILED})


def _close(session: Session, order_id: UUID, values: dict[str, object]) -> bool:
    waiting = (ExportOrder.id == order_id, ExportOrder.state == OrderState.WAITING)
    return db.changed(session.execute(update(ExportOrder).where(*waiting).values(values))) == 1


def forget_expired(session: Session) -> int:
    """Delete the orders whose time is over; return how many. Their files go with the next sweep."""
    return db.changed(session.execute(delete(ExportOrder).where(ExportOrder.expires_at <= clock.now())))
