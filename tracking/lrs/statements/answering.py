"""Statements on their way out: as their stored bytes, or shortened to ids, or with canonical definitions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import orjson
from flask import Response, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.config import Config
from tracking.log import reading
from tracking.log.files import address
from tracking.log.keys import key_of
from tracking.log.models import XapiActivity
from tracking.log.reading import Found
from tracking.lrs.multipart import Attachment, write_mixed
from tracking.lrs.statements.asking import Asked
from tracking.statements import timestamp
from tracking.xapi import formats
from tracking.xapi.index import activities_of

JSON: Final = "application/json"
THROUGH: Final = "X-Experience-API-Consistent-Through"


def in_form(session: Session, asked: Asked, found: Sequence[Found]) -> list[bytes]:
    """Return each statement in the form asked for; the exact one is never parsed."""
    if asked.form == "exact":
        return [one.body for one in found]
    statements = [orjson.loads(one.body) for one in found]
    if asked.form == "ids":
        return [orjson.dumps(formats.ids(one)) for one in statements]
    definitions = _definitions(session, statements)
    languages = [tag for tag, _ in request.accept_languages]
    made = formats.canonicaliser(definitions, languages)
    return [orjson.dumps(made(one)) for one in statements]


def _definitions(session: Session, statements: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the canonical definitions of all activities that the statements speak of."""
    keys = [key_of(iri) for iri in {iri for one in statements for iri in activities_of(one)}]
    known: dict[str, dict[str, Any]] = {}
    for some in reading.in_slices(keys):
        rows = session.execute(
            select(XapiActivity.iri, XapiActivity.definition).where(
                XapiActivity.key.in_(some), XapiActivity.definition.is_not(None)
            )
        )
        known.update((row.iri, orjson.loads(row.definition)) for row in rows)
    return known


def listed(statements: Sequence[bytes], more: str) -> bytes:
    """Return a StatementResult (Data 2.5) from statements that are JSON already."""
    return b'{"statements":[' + b",".join(statements) + b'],"more":' + orjson.dumps(more) + b"}"


def answer(session: Session, config: Config, asked: Asked, found: Sequence[Found], body: bytes) -> Response:
    """Answer JSON, or with `attachments` a multipart that carries the files of these statements."""
    if not asked.attachments:
        return Response(body, content_type=JSON)
    kept = reading.files_of(session, [one.seq for one in found])
    files = [Attachment(sha2, kind, address(config.files_dir, sha2)) for sha2, kind in kept.items()]
    content_type, pieces = write_mixed([body], files)
    return Response(pieces, content_type=content_type)


def say_through(response: Response, through: datetime) -> Response:
    """Name the instant up to which nothing is missing: the whole millisecond before, as statements name them."""
    response.headers[THROUGH] = timestamp(through - timedelta(milliseconds=1))
    return response
