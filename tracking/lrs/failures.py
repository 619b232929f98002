"""What a client reads when a request is refused or fails: JSON that names the property and the clause at fault."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Final

import orjson
from flask import Flask, Response, request
from sqlalchemy import exc
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from classcode import i18n
from classcode.errors import Refused, TooMany
from classcode.i18n import N_
from tracking.lrs.errors import Unauthorized
from tracking.xapi.errors import Invalid

log = logging.getLogger(__name__)

REALM: Final = 'Basic realm="xAPI", charset="UTF-8"'
SOON: Final = 5
"""Seconds after which a client may try again what met a database that was away."""
MESSAGES: Final[Mapping[int, str]] = {
    400: N_("This request cannot be read."),
    404: N_("There is nothing here."),
    405: N_("This resource does not know this method."),
    413: N_("This is larger than you may send at once."),
    415: N_("This resource does not take this kind of content."),
    500: N_("The mistake is ours and has been noted."),
    503: N_("The record is busy or restarting. Nothing that you sent was half done."),
}


def set_up(app: Flask) -> None:
    """Register one handler for each way in which a request may end badly."""
    app.register_error_handler(Invalid, _invalid)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(exc.DataError, _cannot_be_kept)
    app.register_error_handler(exc.OperationalError, _database_away)
    app.register_error_handler(exc.TimeoutError, _database_away)
    app.register_error_handler(Exception, _broken)


def answer(status: int, message: str, params: Mapping[str, object] | None = None, **at: str) -> Response:
    """Return the error as JSON, its message in the client's language (English where none that we speak is asked)."""
    # English closes the list, below whatever was asked for: programs and their authors read it first.
    wanted = f"{request.headers.get('Accept-Language', '')[:400]},en;q=0.001"
    with i18n.reader(i18n.negotiate(wanted)):
        told = i18n.gettext(message, **(params or {}))
    body = {"error": {"message": told, **{name: value for name, value in at.items() if value}}}
    return Response(orjson.dumps(body), status, content_type="application/json")


def _invalid(error: Invalid) -> Response:
    return answer(400, error.message, error.params, where=error.where, clause=error.clause)


def _refused(error: Refused) -> Response:
    where, clause = getattr(error, "where", ""), getattr(error, "clause", "")
    told = answer(error.status, error.message, error.params, where=where, clause=clause)
    if isinstance(error, Unauthorized):
        told.headers["WWW-Authenticate"] = REALM
    if isinstance(error, TooMany):
        told.headers["Retry-After"] = str(60 * int(str(error.params["minutes"])))
    return told


def _http(error: HTTPException) -> Response:
    code = error.code or 500
    told = answer(code, MESSAGES.get(code, MESSAGES[400 if code < 500 else 500]))
    if isinstance(error, MethodNotAllowed):
        told.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return told


def _cannot_be_kept(error: exc.DataError) -> Response:
    # A zero character, or a number beyond the column: what validation let pass, the database still refuses.
    log.warning("refused by the database in %s: %s", request.endpoint, type(error.orig).__name__)
    return answer(400, MESSAGES[400])


def _database_away(error: exc.SQLAlchemyError) -> Response:
    cause = getattr(error, "orig", None)
    log.error("database away in %s: %s", request.endpoint, type(cause or error).__name__)
    told = answer(503, MESSAGES[503])
    told.headers["Retry-After"] = str(SOON)
    return told


def _broken(_error: Exception) -> Response:
    log.exception("%s %s failed", request.method, request.endpoint)
    return answer(500, MESSAGES[500])
