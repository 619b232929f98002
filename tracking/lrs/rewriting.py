"""The alternate request syntax of 1.0.x (Communication 1.3): a form that stands for a request is made that request.

Browsers of old could send neither PUT nor long addresses to other sites, so the real method stands in the query, the
parameters, headers and content in a form. This happens in the WSGI environment, before routing: views see the plain
request only. xAPI 2.0 has dropped it, and there it is refused.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlencode

from classcode.i18n import N_
from tracking.lrs.errors import TooLarge
from tracking.xapi.errors import Invalid

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LARGEST: Final = 1_000_000
"""Bytes of such a form, which is held in memory before anybody is known; what is larger goes as a plain request."""
MOST_FIELDS: Final = 100
METHODS: Final = frozenset({"GET", "PUT", "POST", "DELETE", "HEAD"})
_WITH_CONTENT: Final = frozenset({"PUT", "POST"})
_FORM: Final = "application/x-www-form-urlencoded"
_CLAUSE: Final = "Communication 1.3"
_CLAUSE_2: Final = "9274.1.1 4.1"
_REFUSED: Final = "tracking.lrs.refused"
_BYTES: Final = "latin-1"
"""The encoding in which each character is one byte: what a form holds is passed on byte by byte, never recoded."""

HEADERS: Final = {
    "authorization": "HTTP_AUTHORIZATION",
    "x-experience-api-version": "HTTP_X_EXPERIENCE_API_VERSION",
    "content-type": "CONTENT_TYPE",
    "content-length": "CONTENT_LENGTH",
    "if-match": "HTTP_IF_MATCH",
    "if-none-match": "HTTP_IF_NONE_MATCH",
    "accept": "HTTP_ACCEPT",
    "accept-language": "HTTP_ACCEPT_LANGUAGE",
}
"""Fields of the form that are headers, and where WSGI keeps them."""


class Rewriting:
    """WSGI: passes plain requests through, and rewrites the others; a bad one is refused by `raise_refused`."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request; what is wrong with its form is kept in the environment until errors become answers."""
        if environ["REQUEST_METHOD"] == "POST" and "method=" in environ.get("QUERY_STRING", ""):
            try:
                _rewrite(environ)
            except (Invalid, TooLarge) as refused:
                environ[_REFUSED] = refused
        return self._app(environ, start_response)


def raise_refused(environ: dict[str, Any]) -> None:
    """Raise what was wrong with the form, here where errors become answers."""
    refused = environ.get(_REFUSED)
    if refused is not None:
        raise refused


def _rewrite(environ: WSGIEnvironment) -> None:
    query = parse_qsl(environ["QUERY_STRING"], keep_blank_values=True, encoding=_BYTES)
    if "method" not in dict(query):
        return
    _refuse_newer(environ)
    method = _method(query)
    fields = _fields(environ)
    content = fields.pop("content", None)
    if (content is None) == (method in _WITH_CONTENT):
        raise Invalid(
            "content", _CLAUSE, N_("PUT and POST carry their body in this field; others have none.")
        )
    # What the form does not say is not taken from the form's own headers: those describe the form.
    environ["CONTENT_TYPE"] = "application/json" if content is not None else ""
    for name in [name for name in fields if name.lower() in HEADERS]:
        environ[HEADERS[name.lower()]] = _plain(name, fields.pop(name))
    _refuse_newer(environ)
    body = (content or "").encode(_BYTES)
    environ.update(
        {
            "REQUEST_METHOD": method,
            "QUERY_STRING": urlencode(fields, encoding=_BYTES),
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        }
    )
    environ.pop("HTTP_TRANSFER_ENCODING", None)


def _refuse_newer(environ: WSGIEnvironment) -> None:
    if environ.get("HTTP_X_EXPERIENCE_API_VERSION", "").startswith("2"):
        raise Invalid("?method", _CLAUSE_2, N_("This syntax ended with 1.0.3; send a plain request."))


def _method(query: list[tuple[str, str]]) -> str:
    (name, method), *others = query
    if name != "method" or others:
        raise Invalid("?method", _CLAUSE, N_("Only `method` stands in the address; all else is in the form."))
    if method not in METHODS:
        raise Invalid("?method", _CLAUSE, N_("This method is unknown here."))
    return method


def _fields(environ: WSGIEnvironment) -> dict[str, str]:
    """Read the form, of bounded size; each field once."""
    if environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() != _FORM:
        raise Invalid("Content-Type", _CLAUSE, N_("The form is sent as application/x-www-form-urlencoded."))
    try:
        pairs = parse_qsl(
            _body(environ).decode(_BYTES), keep_blank_values=True, encoding=_BYTES, max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise Invalid("", _CLAUSE, N_("The form has too many fields.")) from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise Invalid("", _CLAUSE, N_("A field stands twice in the form."))
    return fields


def _body(environ: WSGIEnvironment) -> bytes:
    length = environ.get("CONTENT_LENGTH") or ""
    if length.isascii() and length.isdigit():
        wanted = int(length)
    else:
        wanted = LARGEST + 1 if environ.get("wsgi.input_terminated") else 0
    if length and wanted > LARGEST:
        raise TooLarge(largest=LARGEST)
    body: bytes = environ["wsgi.input"].read(wanted)
    if len(body) > LARGEST:
        raise TooLarge(largest=LARGEST)
    return body


def _plain(name: str, value: str) -> str:
    """Return a header's value; a line break would make two headers of one."""
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in value):
        raise Invalid(name, _CLAUSE, N_("A header is one line."))
    return value
