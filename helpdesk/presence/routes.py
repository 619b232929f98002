"""The one address at which a page's script says that somebody has a question open, and hears who else has."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from classcode import db
from classcode.auth import me, open_to
from classcode.errors import NotFound
from classcode.i18n import gettext as _
from classcode.people.models import Role
from helpdesk.presence.queries import Here, others_here
from helpdesk.presence.rules import is_here
from helpdesk.tickets import access

bp = Blueprint("presence", __name__)


@bp.post("/help/<uuid:ticket_id>/here")
@open_to(Role.FACILITATOR, Role.LEAD, Role.ADMINISTRATOR)
def here(ticket_id: UUID) -> ResponseReturnValue:
    """Note that this person of the team has the question open; answer with who else has, in words."""
    with db.transaction() as session:
        seen = access.ticket(session, me(), ticket_id)
        if not seen.inside:
            raise NotFound
        is_here(session, ticket_id, person_id=me().id, writing=request.form.get("writing") == "yes")
        others = others_here(session, ticket_id, but=me().id)
    return jsonify(others=[said_of(one) for one in others])


def said_of(one: Here) -> str:
    """Return what a reader is told of somebody else who is there."""
    name = one.name or _("Someone")
    return (
        _("%(name)s is writing here.", name=name)
        if one.writing
        else _("%(name)s has this question open.", name=name)
    )
