"""Writing documents, each act atomic: whoever names an ETag that another has just replaced is told so.

A document that exists is locked before its ETag is compared; one that does not is inserted under its unique key,
and who comes second starts again from what the first wrote. So of two writers with one ETag exactly one wins.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session, defer

from classcode import clock
from classcode.db import changed, insert_once
from classcode.i18n import N_
from tracking.log.keys import key_of
from tracking.lrs.documents.conditions import Care, Conditions
from tracking.lrs.documents.contents import Content, check, check_mergeable
from tracking.lrs.documents.contents import merge as merged
from tracking.lrs.documents.models import Document
from tracking.lrs.documents.places import Context, Place
from tracking.lrs.documents.queries import lies_in, of
from tracking.lrs.errors import Conflict, PreconditionFailed, Refusal

CLAUSE: Final = "Communication 3.1"
TRIES: Final = 8
"""How often a write starts again when others make and delete the same document meanwhile; one is common, two rare."""

Making = Callable[[Document | None], Content]


class Unsaid(Conflict):
    """A PUT said nothing of the document that it would replace (Communication 3.1.s4.b13 to b15)."""

    message = N_(
        "There is a document here already. Read its current state, then send its ETag in the header If-Match. "
        "Nothing was changed."
    )


class ConditionMissing(Refusal):
    """A PUT to a profile came with neither header (Communication 3.1.s3.b1)."""

    message = N_(
        "Send the header If-None-Match: * to make a document, or If-Match with the ETag of the one that you replace."
    )


class Contended(Conflict):
    """Others made and deleted this document over and over while it was to be written."""

    message = N_(
        "Others are writing this document at the same moment. Nothing was changed; please send it again."
    )


def put(session: Session, place: Place, content: Content, conditions: Conditions, *, care: Care) -> None:
    """Store a document in place of whatever lies here; refuse as the conditions, or the care without any, demand."""
    check(content)

    def replace(held: Document | None) -> Content:
        if not conditions.stated():
            _refuse_unsaid(held, care)
        return content

    _write(session, place, conditions, replace)


def merge(session: Session, place: Place, content: Content, conditions: Conditions) -> None:
    """Store a document where there is none, else set its properties on the one that lies here (2.2.s7)."""
    check_mergeable(content)

    def combine(held: Document | None) -> Content:
        return content if held is None else merged(Content(held.content_type, held.contents), content)

    _write(session, place, conditions, combine)


def remove(session: Session, place: Place, conditions: Conditions) -> None:
    """Delete the document that lies here; without one nothing happens, unless the conditions name one."""
    held = _held(session, place)
    _refuse_unless(conditions, held)
    if held is not None:
        session.delete(held)
        session.flush()


def remove_all(session: Session, context: Context, conditions: Conditions) -> int:
    """Delete the documents of a context and return how many; an ETag names one document, so none may be named."""
    if conditions.match is not None:
        raise PreconditionFailed(where="If-Match", clause=CLAUSE)
    return _delete(session, lies_in(context))


def erase(session: Session, agent: str) -> int:
    """Delete all that is kept about an actor, by its identifier as one text; return how many documents went."""
    return _delete(session, of(agent, Document.agent_key, Document.agent))


def _write(session: Session, place: Place, conditions: Conditions, make: Making) -> None:
    for _ in range(TRIES):
        held = _held(session, place)
        _refuse_unless(conditions, held)
        content = make(held)
        if held is not None:
            _replace(held, content)
            session.flush()
            return
        if insert_once(session, Document, _row(place, content)):
            return
    raise Contended(clause=CLAUSE)


def _held(session: Session, place: Place) -> Document | None:
    """Lock the document that lies here until the transaction ends; its bytes are read only where they are merged."""
    asked = select(Document).where(Document.key == place.key()).options(defer(Document.contents))
    return session.scalars(asked.with_for_update().execution_options(populate_existing=True)).one_or_none()


def _refuse_unless(conditions: Conditions, held: Document | None) -> None:
    if not conditions.hold(held.etag if held else None):
        where = "If-Match" if conditions.match is not None else "If-None-Match"
        raise PreconditionFailed(where=where, clause=CLAUSE)


def _refuse_unsaid(held: Document | None, care: Care) -> None:
    if held is not None and not care.replaces:
        raise Unsaid(where="If-Match", clause=CLAUSE)
    if held is None and not care.makes:
        raise ConditionMissing(where="If-None-Match", clause=CLAUSE)


def _replace(held: Document, content: Content) -> None:
    held.content_type, held.contents = content.type, content.contents
    held.etag, held.updated_at = content.etag(), clock.now()


def _row(place: Place, content: Content) -> dict[str, object]:
    at = place.context
    return {
        "key": place.key(),
        "kind": at.kind.value,
        "activity_key": None if at.activity is None else key_of(at.activity),
        "activity": at.activity,
        "agent_key": None if at.agent is None else key_of(at.agent),
        "agent": at.agent,
        "registration": at.registration,
        "id": place.id,
        "content_type": content.type,
        "etag": content.etag(),
        "updated_at": clock.now(),
        "contents": content.contents,
    }


def _delete(session: Session, conditions: list[ColumnElement[bool]]) -> int:
    # Locked in the order of their keys, so that two who delete at once wait for each other and never in a circle.
    keys = select(Document.key).where(*conditions).order_by(Document.key).with_for_update()
    gone = delete(Document).where(Document.key.in_(keys)).execution_options(synchronize_session=False)
    return changed(session.execute(gone))
