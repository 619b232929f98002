"""The edge where files come in: larger requests for the views that take files, and the files of one request, checked.

Nothing here waits in memory: the framework spools each file to a nameless temporary one, which is read, checked and
put on disk before the next, and goes when the request ends or is cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, ParamSpec, TypeVar

from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue

from classcode.auth import visitor
from classcode.forms import ActForm
from helpdesk.attachments.keeping import Kept, keep
from helpdesk.attachments.kinds import LARGEST, MEGABYTE, MOST_FILES, checked
from helpdesk.attachments.refusals import FIELD, FileRefused, TooManyFiles
from helpdesk.attachments.waiting import Waiting, brought_back, waiting

P = ParamSpec("P")
R = TypeVar("R", bound=ResponseReturnValue)

LARGEST_REQUEST: Final = MOST_FILES * LARGEST + MEGABYTE
"""Bytes of a request with files; more is cut before it is read."""
_MARK: Final = "takes_files"


def takes_files(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view whose form takes files; put it above `open_to`."""
    setattr(view, _MARK, True)
    return view


def set_up(app: Flask) -> None:
    """Let people who are signed in send files to the views that take them; register it before anything reads a form."""

    @app.before_request
    def widen() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        if request.method == "POST" and getattr(view, _MARK, False) and visitor():
            request.max_content_length = LARGEST_REQUEST


def still_chosen(form: ActForm, tokens: Iterable[str] | None) -> list[Waiting]:
    """Return the files of a request that sends nothing yet, for its next page; what is refused is said on the form."""
    files: list[Kept] = []
    try:
        files += brought_back(tokens)
        files += sent_files()
    except FileRefused as error:
        form.refuse(error)
    return waiting(files)


def sent_files() -> list[Kept]:
    """Return the files of this request, checked and on disk; raise a `FileRefused`. Call it outside a transaction."""
    sent = [one for one in request.files.getlist(FIELD) if one.filename]
    if len(sent) > MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    return [keep(checked(one.filename or "", one.mimetype, one.stream)) for one in sent]  # type: ignore[arg-type]
