"""Pages that are the same for everybody without an account, kept in memory as long as the course does not change.

A reader with any cookie is given a fresh page: what is kept never holds a name, a token or a passing message.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from threading import Lock
from typing import Final, ParamSpec

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue

P = ParamSpec("P")

MOST: Final = 500
"""Pages kept per process, the least recently asked for going first; about 30 KB each."""


class Shelf:
    """A bounded store of bodies by address, emptied when the version changes."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._version: object = None
        self._pages: OrderedDict[str, tuple[bytes, str]] = OrderedDict()

    def find(self, address: str, version: object) -> tuple[bytes, str] | None:
        """Return a kept body and its ETag."""
        with self._lock:
            if version is not self._version:
                self._pages.clear()
                self._version = version
            found = self._pages.get(address)
            if found:
                self._pages.move_to_end(address)
            return found

    def keep(self, address: str, body: bytes) -> tuple[bytes, str]:
        """Keep a body; return it with its ETag."""
        kept = (body, blake2b(body, digest_size=12).hexdigest())
        with self._lock:
            self._pages[address] = kept
            if len(self._pages) > MOST:
                self._pages.popitem(last=False)
        return kept


def for_readers(
    version: Callable[[], object],
) -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, ResponseReturnValue]]:
    """Keep what a GET view answers to readers without a cookie, until `version()` returns another object."""

    def keeping(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
        shelf = Shelf()

        @wraps(view)
        def kept(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if request.cookies or request.query_string:
                return view(*args, **kwargs)
            found = shelf.find(request.path, version())
            if found is None:
                made = make_response(view(*args, **kwargs))
                if made.status_code != 200:
                    return made
                found = shelf.keep(request.path, made.get_data())
            return _answer(*found)

        return kept

    return keeping


def _answer(body: bytes, etag: str) -> Response:
    """Answer with the body, or with 304 to a browser that has it (RFC 9110 section 13.1.2)."""
    if f'"{etag}"' in request.headers.get("If-None-Match", ""):
        answer = Response(status=304)
    else:
        answer = Response(body, mimetype="text/html")
    answer.headers["ETag"] = f'"{etag}"'
    answer.headers["Vary"] = "Cookie"
    return answer
