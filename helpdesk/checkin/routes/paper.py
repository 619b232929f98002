"""What is printed: the sheet with its slips, and the slips of people who stand on a line already."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import db, i18n
from classcode.auth import SIGNED_IN, me, open_to
from helpdesk.checkin import access, codes, queries, window, words
from helpdesk.checkin.routes.blueprint import bp
from helpdesk.checkin.words import SHEET_LINES
from helpdesk.meetings import cards, lines
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.states import Reply


@dataclass(frozen=True, slots=True)
class Slip:
    """What is torn off: the number of the line, and the code of its presence."""

    line: int
    code: str


@bp.get("/<lang:lang>/meetings/<uuid:meeting_id>/sheet")
@open_to(SIGNED_IN)
def sheet(lang: str, meeting_id: UUID) -> ResponseReturnValue:
    """Show the sheet to print: who said yes, and ten numbered lines with a slip each."""
    with db.reading() as session:
        meeting = access.list_run(session, me(), meeting_id)
        names = queries.names_of(session, meeting)
        coming = [seat for seat in meeting.seats if seat.reply == Reply.YES]
        used = {one.line for one in queries.guests_of(session, meeting_id)}
        first = max(used, default=0) + 1
        return render_template(
            "checkin/sheet.html",
            **_head(session, meeting),
            names=[one.name for one in words.people(coming, names)],
            slips=[_slip(meeting, number) for number in range(first, first + SHEET_LINES)],
        )


@bp.get("/<lang:lang>/meetings/<uuid:meeting_id>/slips")
@open_to(SIGNED_IN)
def slips(lang: str, meeting_id: UUID) -> ResponseReturnValue:
    """Show the slips of lines that nobody claimed yet, to print and to cut."""
    with db.reading() as session:
        meeting = access.list_run(session, me(), meeting_id)
        free = [one for one in queries.guests_of(session, meeting_id) if one.claimed_at is None]
        return render_template(
            "checkin/slips.html",
            **_head(session, meeting),
            slips=[(_slip(meeting, one.line), one.name or "") for one in free],
        )


def _slip(meeting: Meeting, number: int) -> Slip:
    code = codes.slip(meeting.checkin_key, codes.line_id(meeting.id, number))
    return Slip(number, codes.in_groups(code))


def _head(session: Session, meeting: Meeting) -> dict[str, object]:
    """Return what stands at the head of a paper: day, hours, place, and where a slip is claimed until when."""
    address = f"{session.info['base_url']}{url_for('checkin.claim', lang=i18n.language())}"
    names = queries.names_of_hosts(session, meeting)
    return {
        "meeting": meeting,
        "day": i18n.day(meeting.starts_at, meeting.zone),
        "hours": cards.hours(meeting),
        "place": cards.address(meeting.place),
        "host": lines.host(meeting, names),
        "claim_at": address.partition("://")[2],
        "claim_until": i18n.day(meeting.ends_at + window.CLAIMS, meeting.zone),
    }
