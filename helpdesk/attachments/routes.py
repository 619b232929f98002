"""Giving a file out: to whoever the thread is open to, as a file to keep, powerless in her browser."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import Blueprint, Response, send_file
from flask.typing import ResponseReturnValue

from classcode import db
from classcode.auth import SIGNED_IN, me, open_to
from classcode.errors import NotFound
from helpdesk.attachments.keeping import open_kept
from helpdesk.attachments.kinds import KINDS
from helpdesk.attachments.models import Attachment
from helpdesk.attachments.queries import attachment
from helpdesk.tickets import access

bp = Blueprint("attachments", __name__)

POLICY: Final = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""Opened by itself a file may run nothing, load nothing, post nothing (ASVS 5.0, 3.2.1 and 5.4.1)."""


@bp.get("/<lang:lang>/help/<uuid:ticket_id>/files/<uuid:file_id>")
@open_to(SIGNED_IN)
def download(lang: str, ticket_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Give out a file of a thread; a picture's own element draws it from here too."""
    with db.reading() as session:
        return _given(attachment(session, access.ticket(session, me(), ticket_id), file_id))


def _given(found: Attachment) -> Response:
    try:
        data = open_kept(found.sha2)
    except FileNotFoundError:
        raise NotFound from None
    answer = send_file(
        data, KINDS[found.kind].media_type, as_attachment=True, download_name=found.name, etag=False
    )
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Cache-Control"] = "no-store"
    answer.content_length = found.size
    return answer
