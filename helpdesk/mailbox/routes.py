"""The page that shows a mail whole, beside what was read out of it: nothing that somebody wrote is out of reach."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from classcode import db
from classcode.auth import SIGNED_IN, me, open_to
from helpdesk.attachments.words import why_not
from helpdesk.mailbox.queries import whole_mail
from helpdesk.tickets import access

bp = Blueprint("mailbox", __name__)


@bp.get("/<lang:lang>/help/<uuid:ticket_id>/mail/<uuid:message_id>")
@open_to(SIGNED_IN)
def whole(lang: str, ticket_id: UUID, message_id: UUID) -> ResponseReturnValue:
    """Show the mail behind a message to who wrote it, and a learner's to the team that knows her name."""
    with db.reading() as session:
        seen = access.ticket(session, me(), ticket_id)
        mail = whole_mail(session, seen, access.message(session, seen, message_id), me().id)
        return render_template("helpdesk/mail.html", ticket=seen.ticket, mail=mail, why_not=why_not)
