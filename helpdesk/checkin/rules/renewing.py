"""A new key for a meeting's codes, when somebody may have passed them on."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from helpdesk.checkin import codes
from helpdesk.checkin.rules import gates


def renew(session: Session, meeting_id: UUID) -> None:
    """Make every QR code and typed code shown before void at once; slips on paper still hold."""
    meeting = gates.settled(session, meeting_id)
    meeting.checkin_key = codes.renewed(meeting.checkin_key)
