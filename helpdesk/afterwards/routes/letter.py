"""The invitation letter for the head of school: a page to print that tells of nobody but the invited."""

from __future__ import annotations

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from classcode import clock, db, i18n
from classcode.auth import SIGNED_IN, me, open_to
from classcode.people import queries as people
from helpdesk.afterwards import access
from helpdesk.afterwards.routes.blueprint import bp
from helpdesk.meetings import cards
from helpdesk.tickets.units import about


@bp.get("/<lang:lang>/meetings/<uuid:meeting_id>/letter")
@open_to(SIGNED_IN)
def letter(lang: str, meeting_id: UUID) -> ResponseReturnValue:
    """Show the letter for a meeting to which I was asked."""
    with db.reading() as session:
        meeting = access.letter(session, me(), meeting_id)
        host = meeting.organiser_id or meeting.facilitator_id
        names = people.names(session, {host}) if host else {}
        return render_template(
            "afterwards/letter.html",
            meeting=meeting,
            name=me().name,
            invites=names[host].name if host in names else None,
            day=i18n.day(meeting.starts_at, meeting.zone),
            hours=cards.hours(meeting),
            where=cards.address(meeting.place, meeting.room),
            lasts=i18n.minutes(meeting.minutes),
            module=about(meeting.module, None).title,
            unit=about(meeting.module, meeting.unit).title if meeting.unit else None,
            today=clock.now(),
        )
