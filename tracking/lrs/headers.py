"""Headers of every answer: version, security (ASVS 5.0 section 3.4), and which sites' scripts may read it (CORS).

They are added outside Flask, where nothing that fails inside can lose them, and where it costs least.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from flask import Response

from classcode.config import Config
from tracking.lrs import here, speaking
from tracking.xapi.versions import Version

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Headers = list[tuple[str, str]]

# A document of a client may call itself a page: it runs nothing, and is of no origin, least of all the site's.
FIXED: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox"),
    ("Referrer-Policy", "no-referrer"),
)
YEAR: Final = 31_536_000
SENT: Final = (
    "Authorization, Content-Type, X-Experience-API-Version, If-Match, If-None-Match, Accept-Language"
)
"""What scripts of listed sites may send."""
SHOWN: Final = (
    "ETag, Last-Modified, Retry-After, X-Experience-API-Version, "
    "X-Experience-API-Consistent-Through, X-Experience-API-Hash"
)
"""What scripts of listed sites may read."""
PREFLIGHT_SECONDS: Final = 600


class Headed:
    """WSGI: adds the headers to whatever is answered; sites are let in by `LRS_ORIGINS`, none by default."""

    def __init__(self, app: WSGIApplication, config: Config) -> None:
        self._app = app
        self._origins = frozenset(config.lrs_origins)
        self._fixed = [
            *FIXED,
            ("Cross-Origin-Resource-Policy", "cross-origin" if self._origins else "same-origin"),
        ]
        if config.https:
            self._fixed.append(("Strict-Transport-Security", f"max-age={YEAR}; includeSubDomains"))

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""

        def start(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], object]:
            return start_response(status, [*headers, *self._added(environ, status, headers)], exc_info)

        return self._app(environ, start)

    def _added(self, environ: WSGIEnvironment, status: str, headers: Headers) -> Headers:
        added = [*self._fixed, (speaking.HEADER, _version(environ, status))]
        if not any(name == "Cache-Control" for name, _ in headers):
            added.append(("Cache-Control", "no-store"))
        if self._origins:
            added.append(("Vary", "Origin"))
            if environ.get("HTTP_ORIGIN") in self._origins:
                added += _let_in(environ, headers)
        return added


def _version(environ: WSGIEnvironment, status: str) -> str:
    agreed: Version | None = environ.get(here.VERSION)
    if agreed is not None:
        return agreed.value
    return speaking.answered(environ.get(speaking.VARIABLE), refused=status[0] in "45")


def _let_in(environ: WSGIEnvironment, headers: Headers) -> Headers:
    # Never "credentials": the site's cookies stay at home, keys travel in a header that the script sets itself.
    added = [("Access-Control-Allow-Origin", environ["HTTP_ORIGIN"])]
    if environ["REQUEST_METHOD"] != "OPTIONS":
        return [*added, ("Access-Control-Expose-Headers", SHOWN)]
    methods = [("Access-Control-Allow-Methods", value) for name, value in headers if name == "Allow"]
    allowed = [("Access-Control-Allow-Headers", SENT), ("Access-Control-Max-Age", str(PREFLIGHT_SECONDS))]
    return added + methods + allowed


def preflight(methods: Iterable[str]) -> Response:
    """Answer what a resource knows to do, to anybody: browsers ask this before they send credentials."""
    return Response(status=204, headers={"Allow": ", ".join(sorted({*methods, "OPTIONS"}))})
