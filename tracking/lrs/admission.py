"""Who is let through to which view: version, credentials, scope and size, in this order, before the view runs.

Each view states what it needs (`here.needs`); the default is closed. This runs for every request, so it reads the
WSGI environment itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Request, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import MethodNotAllowed

from classcode import journal
from classcode.i18n import N_
from tracking.lrs import bodies, headers, here, rewriting, speaking
from tracking.lrs.credentials import Keyring
from tracking.lrs.errors import Forbidden, Unknown
from tracking.lrs.scopes import Client, Scope

SCOPES: Final = "Communication 4.2"


class Admission:
    """The door of one application: its views, and the credentials that this process knows."""

    def __init__(self, views: Mapping[str, Callable[..., Any]], keyring: Keyring) -> None:
        self._views = views
        self._keyring = keyring

    def admit(self) -> ResponseReturnValue | None:
        """Let this request through to its view, or answer it here; raise what refuses it."""
        asked: Request = request._get_current_object()  # type: ignore[attr-defined]  # one look instead of many
        environ = asked.environ
        rewriting.raise_refused(environ)
        unrouted = asked.routing_exception
        if unrouted is not None:
            if asked.method == "OPTIONS" and isinstance(unrouted, MethodNotAllowed):
                return headers.preflight(unrouted.valid_methods or ())
            return None  # Flask raises it in a moment
        needed: frozenset[Scope] | None = getattr(self._views[asked.endpoint or ""], "needs", None)
        if needed is None:
            raise Unknown
        if needed:
            environ[here.VERSION] = speaking.spoken(environ.get(speaking.VARIABLE))
            environ[here.CLIENT] = self._entitled(asked, needed)
        return None

    def _entitled(self, asked: Request, needed: frozenset[Scope]) -> Client:
        """Return the client of a request, who may do what the view does and send as much as she sends."""
        environ = asked.environ
        client = self._keyring.client(
            environ.get("HTTP_AUTHORIZATION"), environ.get("REMOTE_ADDR") or "unknown"
        )
        if not client.may(needed, environ["REQUEST_METHOD"]):
            journal.note("lrs-refused", client=str(client.id), view=asked.endpoint)
            raise Forbidden(
                N_("Your credentials do not allow this: the scope %(scope)s is missing."),
                clause=SCOPES,
                scope=min(needed),
            )
        bodies.bound(environ, client.largest)
        return client
