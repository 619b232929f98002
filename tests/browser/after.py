"""What the pages after a meeting need to be looked at: Bruno ran one yesterday, Ada and ten others were there."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from helpdesk.afterwards.opinions import Opinion
from helpdesk.afterwards.rules import asking, closed, noting, saying
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.states import MeetingState, Presence
from tests.browser import evenings
from tracking.attestations import queries
from tracking.attestations.models import Attestation

OTHERS: Final = 10
POINTS: Final = (5, 4, 5, 3, 4, 2, 4)
LEFT: Final = (
    "Les fiches de **Robot-toi** : https://example.org/fiches\n\n- imprimer en A3\n- deux ciseaux par table"
)


def after(session: Session, *, ada: UUID, bruno: UUID) -> dict[str, str]:
    """Hold the meeting, close its list, and let people say and share something; return what has a page."""
    evenings.tell_addresses(session)
    meeting = _meeting(session, bruno)
    others = evenings.learners(session, OTHERS, but=ada)
    for person_id in (ada, *others):
        evenings.sit(session, meeting, person_id, presence=Presence.ATTENDED, minutes_present=90)
    meeting.list_closed_at = meeting.ends_at
    closed(session, meeting, by=bruno)
    for person_id, points in zip(others, POINTS, strict=False):
        opinion = Opinion(points, "yes", "right", "Plus de temps pour essayer.")
        saying.say(session, meeting.id, opinion, by=person_id, act_id=uuid4())
    note = noting.write(session, meeting, LEFT, by=ada)
    noting.write(session, meeting, "Merci à la médiathèque !", by=bruno).reported_at = clock.now()
    token = "f" * 43
    asking.request(session, meeting, others[-1], token)
    paper = session.scalars(select(Attestation).where(Attestation.person_id == ada)).first()
    assert paper is not None
    code = queries.held(session, paper).code or "unknown"
    after = {"been": str(meeting.id), "note": str(note.id), "feedback": token}
    return after | {"paper": str(paper.id), "code": code}


def _meeting(session: Session, bruno: UUID) -> Meeting:
    ends = clock.now() - timedelta(hours=25)
    return evenings.meeting(
        session,
        bruno,
        ends - timedelta(minutes=90),
        ends,
        capacity=20,
        taken=OTHERS + 1,
        state=MeetingState.HELD,
        about="Préparer ensemble une première séance sur les boucles.",
    )
