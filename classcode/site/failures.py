"""What a reader sees when something is refused or fails: what happened, that nothing is lost, what to do."""

from __future__ import annotations

import logging

from flask import Flask, Response, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from classcode import journal
from classcode.acts import Repeated
from classcode.auth import visitor
from classcode.errors import Refused
from classcode.i18n import N_, gettext

log = logging.getLogger(__name__)

TITLES = {
    400: N_("This request cannot be read"),
    403: N_("This page is not open to you"),
    404: N_("There is nothing here"),
    405: N_("There is nothing here"),
    409: N_("Not this time"),
    410: N_("This link no longer works"),
    413: N_("This is too large"),
    422: N_("Something is to be mended"),
    429: N_("A little patience"),
    500: N_("Something broke on our side"),
    503: N_("We are back in a moment"),
}
MESSAGES = {
    400: N_(
        "The form was incomplete or too old. Nothing was changed. Go back, reload the page and try again."
    ),
    403: N_("Your account does not open it. If it should, ask the person who runs this site."),
    404: N_("This page does not exist, or is not open to you."),
    405: N_("This page does not exist, or is not open to you."),
    413: N_("What you sent is larger than we accept. Nothing was changed."),
    500: N_("The mistake is ours and has been noted."),
    503: N_("The site is busy or restarting. Nothing that you sent was half done."),
}


def set_up(app: Flask) -> None:
    """Register one handler for each way in which a request may end badly."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Repeated, _repeated)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(Exception, _broken)
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    """Answer 400 to an address with a NUL in it: no page has one, and PostgreSQL breaks on it as a text."""
    asked = (value for _name, values in request.args.lists() for value in values)
    if any("\0" in str(value) for value in (*asked, *(request.view_args or {}).values())):
        abort(400)


def page(status: int, message: str | None = None) -> Response:
    """Return the error page of a status, in the reader's language; plain words where even that page fails."""
    fallback = 400 if status < 500 else 500
    title = gettext(TITLES.get(status, TITLES[fallback]))
    told = message or gettext(MESSAGES.get(status, MESSAGES[fallback]))
    try:
        body = render_template("error.html", status=status, title=title, message=told)
    except Exception:  # the frame asks who is here, which fails with the database away
        log.exception("the error page failed")
        body = f"<!doctype html><title>{escape(title)}</title><h1>{escape(title)}</h1><p>{escape(told)}</p>"
    return Response(body, status, mimetype="text/html")


def _refused(error: Refused) -> ResponseReturnValue:
    who = visitor()
    journal.note("refused", who.id if who else None, view=request.endpoint, reason=type(error).__name__)
    return page(error.status, gettext(error.message, **error.params))


def _repeated(error: Repeated) -> ResponseReturnValue:
    return redirect(error.where)


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    return page(400)


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or error.code is None or error.code < 400:
        return Response.force_type(error.get_response())
    return page(error.code)


def _database_away(error: OperationalError) -> ResponseReturnValue:
    log.error("database away in %s: %s", request.endpoint, type(error.orig).__name__)
    answer = page(503)
    answer.headers["Retry-After"] = "5"
    return answer


def _broken(_error: Exception) -> ResponseReturnValue:
    log.exception("%s %s failed", request.method, request.endpoint)
    return page(500)
