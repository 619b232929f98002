"""The tincan door: one exchange with another record store, its content as the bytes that it is given.

tincan's own Statement is not used: it rewrites times and durations and knows no xAPI 2.0.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from typing import Any, Final
from urllib.parse import SplitResult, urlencode, urlsplit

import orjson
from tincan import RemoteLRS
from tincan.http_request import HTTPRequest
from tincan.lrs_response import LRSResponse

from tracking.forwarding.outbound import PinnedConnection
from tracking.forwarding.packing import Missing, Parcel, packed
from tracking.xapi.index import ifi

LONGEST_ANSWER: Final = 1_000_000
"""Bytes of an answer that are read; a batch is answered by its ids, 40 bytes each."""
MENDABLE: Final = frozenset({401, 403, 404, 408, 425, 429})
"""Refusals of us or of this moment, not of the statements: keys, the address and limits can be mended meanwhile."""


class NotTaken(Exception):
    """The other store did not take the statements, and a later try may succeed; `status` 0 is no answer at all."""

    def __init__(self, told: str, status: int = 0) -> None:
        self.status = status
        super().__init__(told)


class TurnedDown(Exception):
    """The other store will never take these statements together; alone, it may take some of them."""

    def __init__(self, told: str, status: int) -> None:
        self.status = status
        super().__init__(told)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a store is, the version it speaks, and our name and password there."""

    endpoint: str
    version: str
    key: str
    secret: str = field(repr=False)
    public_only: bool


class Door(RemoteLRS):  # type: ignore[misc]  # tincan ships no types
    """tincan's LRS with a connection that is pinned and bounded in time, and that follows no redirect."""

    _props = (*RemoteLRS._props, "public_only")

    def __init__(self, address: Address) -> None:
        keys = b64encode(f"{address.key}:{address.secret}".encode()).decode()
        self._public_only = address.public_only
        super().__init__(endpoint=address.endpoint, auth=f"Basic {keys}")
        self._version = address.version  # the setter knows no 2.0

    def _send_request(self, request: HTTPRequest) -> LRSResponse:
        """Exchange one request, its content as the bytes it holds; raises OSError and HTTPException."""
        url = urlsplit(f"{self.endpoint.rstrip('/')}/{request.resource}")
        size = int(request.headers.get("Content-Length", 0))
        connection = PinnedConnection(url, public_only=self._public_only, size=size)
        headers = {"X-Experience-API-Version": self.version, "Authorization": self.auth, **request.headers}
        try:
            connection.request(request.method, _target(url, request.query_params), request._content, headers)
            return _answer(request, connection.getresponse())
        finally:
            connection.close()


def _target(url: SplitResult, params: dict[str, str]) -> str:
    return f"{url.path}?{urlencode(params)}" if params else url.path


def _answer(request: HTTPRequest, response: HTTPResponse) -> LRSResponse:
    data = response.read(LONGEST_ANSWER).decode("utf-8", "replace")
    return LRSResponse(success=response.status in {200, 204}, request=request, response=response, data=data)


def post(door: Door, parcels: Sequence[Parcel]) -> None:
    """Send statements in one request (xAPI 1.0.3, Communication 2.1.2); raises `TurnedDown` or `NotTaken`."""
    request = HTTPRequest(method="POST", resource="statements")
    try:
        with packed(parcels) as whole:
            request.headers |= {"Content-Type": whole.type, "Content-Length": str(whole.size)}
            # The setter would make text of it, and http.client would send Latin-1.
            request._content = whole.content
            answer = _exchange(door, request)
    except Missing as missing:
        raise TurnedDown(str(missing), 0) from None
    if answer.success:
        return
    status = answer.response.status
    told = f"{status} {' '.join(answer.data.split())[:200]}".strip()
    if 400 <= status < 500 and status not in MENDABLE:
        raise TurnedDown(told, status)
    raise NotTaken(told, status)


def _exchange(door: Door, request: HTTPRequest) -> LRSResponse:
    try:
        return door._send_request(request)
    except (OSError, HTTPException) as error:
        raise NotTaken(f"{type(error).__name__}: {error}") from error


def is_there(door: Door, parcel: Parcel) -> bool:
    """Tell whether the statement that holds this id there is ours: the answer to an earlier try was lost.

    A statement that has been voided there is found under another parameter (Communication 2.1.3).
    """
    answer = None
    for parameter in ("statementId", "voidedStatementId"):
        query = {parameter: str(parcel.id)}
        answer = _exchange(door, HTTPRequest(method="GET", resource="statements", query_params=query))
        if answer.success:
            return core(answer.data.encode()) == core(parcel.body) is not None
    assert answer is not None
    raise NotTaken(f"409, and the statement cannot be read there: {answer.response.status}")


def core(text: bytes) -> tuple[object, ...] | None:
    """Return what two copies of one statement share, whatever the other store added or wrote differently."""
    try:
        whole = orjson.loads(text)
        return (_who(whole["actor"]), whole["verb"]["id"], _what(whole["object"]))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _who(actor: dict[str, Any]) -> object:
    return ifi(actor) or tuple(sorted(str(ifi(member)) for member in actor["member"]))


def _what(thing: dict[str, Any]) -> object:
    if thing.get("objectType") == "SubStatement":
        return (_who(thing["actor"]), thing["verb"]["id"], _what(thing["object"]))
    return thing["id"] if "id" in thing else _who(thing)
