"""Reading documents: one by its place, the names of all in a context."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracking.log.keys import key_of
from tracking.lrs.documents.models import Document
from tracking.lrs.documents.places import Context, Place


@dataclass(frozen=True, slots=True)
class Named:
    """A document's name in its context, and when it was last written."""

    id: str
    updated_at: datetime


def document(session: Session, place: Place) -> Document | None:
    """Return the document that lies here, with its bytes."""
    return session.get(Document, place.key())


def documents_in(session: Session, context: Context, since: datetime | None = None) -> Sequence[Named]:
    """Name the documents of a context in alphabetical order, each name once; only those written after `since`."""
    written = func.max(Document.updated_at)
    asked = select(Document.id, written).where(*lies_in(context)).group_by(Document.id).order_by(Document.id)
    if since is not None:
        asked = asked.where(Document.updated_at > since)
    return [Named(name, updated_at) for name, updated_at in session.execute(asked)]


def lies_in(context: Context) -> list[ColumnElement[bool]]:
    """Return the conditions of a row of this context; without a registration every registration belongs to it."""
    conditions: list[ColumnElement[bool]] = [Document.kind == context.kind]
    for identifier, key, column in (
        (context.agent, Document.agent_key, Document.agent),
        (context.activity, Document.activity_key, Document.activity),
    ):
        conditions += of(identifier, key, column)
    if context.registration is not None:
        conditions.append(Document.registration == context.registration)
    return conditions


def of(
    identifier: str | None,
    key: InstrumentedAttribute[int | None],
    column: InstrumentedAttribute[str | None],
) -> list[ColumnElement[bool]]:
    """Return the conditions of a row with this identifier: found by its key, certain by its text."""
    if identifier is None:
        return [key.is_(None)]
    return [key == key_of(identifier), column == identifier]
