"""The statements resource as the tests speak to it: PUT, POST, GET, and what came back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import orjson
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from classcode import db
from tracking.models import Statement

NOBODY = "00000000-0000-4000-8000-000000000000"
"""An id that no statement has."""


def put(lrs: FlaskClient, value: Any, identity: str | None = None, **options: Any) -> TestResponse:
    """PUT a statement, under its own id unless another is given."""
    return lrs.put(
        "/statements", query_string={"statementId": identity or value["id"]}, json=value, **options
    )


def post(lrs: FlaskClient, *values: Any) -> list[str]:
    """POST statements as one batch, which has to be taken; return the ids."""
    answer = lrs.post("/statements", json=values)
    assert answer.status_code == 200, answer.text
    assert isinstance(answer.json, list)
    return answer.json


def get(lrs: FlaskClient, headers: Any = None, **query: Any) -> TestResponse:
    """GET with these parameters; a value that is no text is written as JSON."""
    written = {name: value if isinstance(value, str) else as_text(value) for name, value in query.items()}
    return lrs.get("/statements", query_string=written, headers=headers)


def as_text(value: object) -> str:
    return orjson.dumps(value).decode()


def found(lrs: FlaskClient, headers: Any = None, **query: Any) -> list[str]:
    """Return the ids of the one page that a query answers, in its order."""
    answer = get(lrs, headers, **query)
    assert answer.status_code == 200, answer.text
    assert isinstance(answer.json, dict) and answer.json["more"] == ""
    return [one["id"] for one in answer.json["statements"]]


def pages(lrs: FlaskClient, **query: Any) -> Iterator[list[dict[str, Any]]]:
    """Yield the statements of each page, following `more` to its end."""
    answer = get(lrs, **query)
    while True:
        assert answer.status_code == 200 and isinstance(answer.json, dict), answer.text
        yield answer.json["statements"]
        if not answer.json["more"]:
            return
        answer = lrs.get(answer.json["more"])


def kept(lrs: FlaskClient, identity: str) -> dict[str, Any]:
    """Return a statement as GET answers it, which has to be there."""
    answer = get(lrs, statementId=identity)
    assert answer.status_code == 200 and isinstance(answer.json, dict), answer.text
    return answer.json


def error(answer: TestResponse) -> dict[str, str]:
    """Return what a refusal says."""
    assert isinstance(answer.json, dict), answer.text
    told: dict[str, str] = answer.json["error"]
    return told


def body_of(identity: str) -> bytes:
    """Return the bytes that the log keeps."""
    with db.reading() as session:
        return session.scalars(select(Statement.body).where(Statement.id == UUID(identity))).one()


def count() -> int:
    """Return how many statements there are, voided ones included."""
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(Statement)) or 0
