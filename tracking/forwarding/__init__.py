"""The tincan door: every statement leaves once for the external LRS, as the very bytes that were stored.

The job's row (see `classcode.queues`) brings each statement here until the other side acknowledged it. A statement's
id is derived from its act, so sending it again, after a crash between its answer and our mark, cannot double it.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import Any, Final
from urllib.parse import SplitResult, urlencode, urlsplit
from uuid import UUID

import orjson
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from tincan import RemoteLRS
from tincan.http_request import HTTPRequest
from tincan.lrs_response import LRSResponse

from classcode import clock, db
from classcode.config import Config, ConfigError
from classcode.queues import GaveUp
from tracking.forwarding.outbound import PinnedConnection
from tracking.models import Statement
from tracking.statements import VERSION

LONGEST_ANSWER: Final = 1_000_000
"""Bytes of an answer that are read; a statement of ours has about one thousand."""
MENDABLE: Final = frozenset({401, 403, 404, 408, 425, 429})
"""Refusals of us or of this moment, not of the statement: keys, the address and limits can be mended meanwhile."""


class NotTaken(Exception):
    """The other LRS did not acknowledge the statement, and a later try may succeed."""


class Door(RemoteLRS):  # type: ignore[misc]  # tincan ships no types
    """tincan's LRS with a connection that is pinned and bounded in time, and that follows no redirect."""

    _props = (*RemoteLRS._props, "public_only")

    def __init__(self, config: Config) -> None:
        keys = b64encode(f"{config.lrs_key}:{config.lrs_secret}".encode()).decode()
        self._public_only = config.environment == "production"
        super().__init__(endpoint=config.lrs_endpoint, version=VERSION, auth=f"Basic {keys}")

    def _send_request(self, request: HTTPRequest) -> LRSResponse:
        """Exchange one request, its content as the bytes it holds; raises OSError and HTTPException."""
        url = urlsplit(f"{self.endpoint.rstrip('/')}/{request.resource}")
        connection = PinnedConnection(url, public_only=self._public_only)
        headers = {"X-Experience-API-Version": self.version, "Authorization": self.auth, **request.headers}
        try:
            connection.request(request.method, _target(url, request.query_params), request._content, headers)
            return _answer(request, connection.getresponse())
        finally:
            connection.close()


def _target(url: SplitResult, params: dict[str, str]) -> str:
    return f"{url.path}?{urlencode(params)}"


def _answer(request: HTTPRequest, response: HTTPResponse) -> LRSResponse:
    data = response.read(LONGEST_ANSWER).decode("utf-8", "replace")
    return LRSResponse(success=response.status in {200, 204}, request=request, response=response, data=data)


def forwarder(config: Config) -> Callable[[str], None]:
    """Return the job that sends one statement (its subject is the statement's id); raises `ConfigError`."""
    if config.lrs_endpoint is None:
        return _send_nothing
    host = urlsplit(config.lrs_endpoint).hostname or ""
    if host not in config.lrs_hosts:
        raise ConfigError(f"LRS_HOSTS does not list {host}, the host of LRS_ENDPOINT")
    door = Door(config)

    def forward(statement_id: str) -> None:
        _forward(door, UUID(statement_id))

    return forward


def _send_nothing(statement_id: str) -> None:
    """Forwarding was switched off after this job was written."""


def _forward(door: Door, statement_id: UUID) -> None:
    """Send the statement unless it has left or is gone, and mark it after the other side acknowledged it."""
    with db.reading() as session:
        payload = waiting_payload(session, statement_id)
    if payload is None:
        return
    deliver(door, str(statement_id), payload)
    with db.transaction() as session:
        mine = (Statement.id == statement_id, Statement.forwarded_at.is_(None))
        session.execute(update(Statement).where(*mine).values(forwarded_at=clock.now()))


def waiting_payload(session: Session, statement_id: UUID) -> bytes | None:
    """Return the stored bytes of a statement that has not left, or None."""
    waiting = (Statement.id == statement_id, Statement.forwarded_at.is_(None))
    payload = session.scalar(select(Statement.payload).where(*waiting))
    return None if payload is None else payload.encode()


def deliver(door: Door, statement_id: str, payload: bytes) -> None:
    """Put a statement under its own id (xAPI 1.0.3, Communication 2.1.1); raises `GaveUp` or `NotTaken`."""
    request = HTTPRequest(method="PUT", resource="statements", query_params={"statementId": statement_id})
    request.headers["Content-Type"] = "application/json"
    request._content = payload  # the setter would make text of it, and http.client would send Latin-1
    answer = _exchange(door, request)
    status = answer.response.status
    if answer.success:
        return
    if status == 409 and _is_there(door, statement_id, payload):
        return
    told = f"{status} {' '.join(answer.data.split())[:200]}".strip()
    if 400 <= status < 500 and status not in MENDABLE:
        raise GaveUp(told)
    raise NotTaken(told)


def _exchange(door: Door, request: HTTPRequest) -> LRSResponse:
    try:
        return door._send_request(request)
    except (OSError, HTTPException) as error:
        raise NotTaken(f"{type(error).__name__}: {error}") from error


def _is_there(door: Door, statement_id: str, payload: bytes) -> bool:
    """Tell whether the statement that holds this id there is ours: the answer to an earlier try was lost.

    A statement that has been voided there is found under another parameter (Communication 2.1.3).
    """
    for parameter in ("statementId", "voidedStatementId"):
        request = HTTPRequest(method="GET", resource="statements", query_params={parameter: statement_id})
        answer = _exchange(door, request)
        if answer.success:
            return _Core.of(answer.data.encode()) == _Core.of(payload)
    raise NotTaken(f"409, and the statement cannot be read there: {answer.response.status}")


@dataclass(frozen=True, slots=True)
class _Core:
    """What two copies of one statement share, whatever the other LRS added or wrote differently."""

    actor: Any
    verb: Any
    object: Any

    @classmethod
    def of(cls, text: bytes) -> _Core | None:
        try:
            whole = orjson.loads(text)
            return cls(whole["actor"]["account"], whole["verb"]["id"], whole["object"]["id"])
        except (ValueError, TypeError, KeyError):
            return None
