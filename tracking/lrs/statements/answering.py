"""Statements on their way out: as their stored bytes, or shortened to ids, or with canonical definitions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
from tracking.lrs.multipart import CHUNK, Attachment, write_mixed
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


def listed(statements: Iterable[bytes], more: str) -> list[bytes]:
    """Return the pieces of a StatementResult (Data 2.5), statements that are JSON already among them."""
    pieces = [b'{"statements":[']
    for statement in statements:
        pieces += (statement, b",")
    if len(pieces) > 1:
        pieces.pop()
    return [*pieces, b'],"more":' + orjson.dumps(more) + b"}"]


def answer(
    session: Session, config: Config, asked: Asked, found: Sequence[Found], pieces: Sequence[bytes]
) -> Response:
    """Stream pieces of JSON, or with `attachments` a multipart that carries the files of these statements too.

    What is sent is at hand before the first byte leaves, so a slow client holds no connection to the database.
    """
    if not asked.attachments:
        told = Response(in_chunks(pieces), content_type=JSON)
        told.content_length = sum(map(len, pieces))
        return told
    kept = reading.files_of(session, [one.seq for one in found])
    files = [Attachment(sha2, kind, address(config.files_dir, sha2)) for sha2, kind in kept.items()]
    content_type, parts = write_mixed(in_chunks(pieces), files)
    return Response(parts, content_type=content_type)


def in_chunks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield pieces in order, short ones together up to `CHUNK` bytes; a longer one goes alone, as it is kept.

    Each chunk is a write to the socket: statement by statement, a page of a hundred would take two hundred.
    """
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        if held and size + len(piece) > CHUNK:
            yield b"".join(held)
            held, size = [], 0
        held.append(piece)
        size += len(piece)
    yield b"".join(held)


def say_through(response: Response, through: datetime) -> Response:
    """Name the instant up to which nothing is missing: the whole millisecond before, as statements name them."""
    response.headers[THROUGH] = timestamp(through - timedelta(milliseconds=1))
    return response
