"""The page for the head of school, to print: the steps, and of people only how many, and who agreed to be named."""

from __future__ import annotations

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from classcode import clock, db
from classcode.auth import me, open_to
from classcode.people import queries as people
from classcode.people.models import Role
from helpdesk.accompaniment import access, queries, words
from helpdesk.accompaniment.routes.blueprint import bp


@bp.get("/<lang:lang>/desk/schools/<uuid:accompaniment_id>/page")
@open_to(Role.FACILITATOR, Role.LEAD)
def sheet(lang: str, accompaniment_id: UUID) -> ResponseReturnValue:
    """Show the page for the head of a school."""
    with db.reading() as session:
        held = access.accompaniment(session, me(), accompaniment_id).accompaniment
        steps = [one for one in held.steps if one.withdrawn_at is None and one.hidden_at is None]
        by = held.facilitator_id
        return render_template(
            "accompaniment/sheet.html",
            held=held,
            steps=[(one, queries.agreed_names(session, one)) for one in steps],
            completed=sum(one.done_on is not None for one in held.steps if one.withdrawn_at is None),
            by=people.names(session, {by})[by].name if by else None,
            today=clock.now(),
            words=words,
        )
