"""What the pages after a meeting need to be looked at: Bruno ran one yesterday, Ada and ten others were there."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person, RoleGrant
from classcode.territory.models import Place
from helpdesk.afterwards.opinions import Opinion
from helpdesk.afterwards.rules import asking, closed, noting, saying
from helpdesk.meetings.models import Meeting, Seat
from helpdesk.meetings.states import MeetingState, Presence, Reply
from tests.conftest import INFO
from tracking.attestations import queries
from tracking.attestations.models import Attestation

OTHERS: Final = 10
POINTS: Final = (5, 4, 5, 3, 4, 2, 4)
LEFT: Final = (
    "Les fiches de **Robot-toi** : https://example.org/fiches\n\n- imprimer en A3\n- deux ciseaux par table"
)


def after(session: Session, *, ada: UUID, bruno: UUID) -> dict[str, str]:
    """Hold the meeting, close its list, and let people say and share something; return what has a page."""
    session.info.update(INFO | session.info, base_url="http://127.0.0.1")
    meeting = _meeting(session, bruno)
    learners = select(Person.id).where(Person.id.not_in(select(RoleGrant.person_id)), Person.id != ada)
    others = session.scalars(learners.order_by(Person.id).limit(OTHERS)).all()
    for person_id in (ada, *others):
        _sit(session, meeting, person_id)
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
    place = session.scalars(select(Place).join(Place.commune).order_by(Place.id)).first()
    assert place is not None
    ends = clock.now() - timedelta(hours=25)
    meeting = Meeting(
        id=uuid4(),
        module="creative-programming",
        language="fr",
        region_code="FR-BRE",
        place_id=place.id,
        organiser_id=bruno,
        facilitator_id=bruno,
        starts_at=ends - timedelta(minutes=90),
        ends_at=ends,
        zone="Europe/Paris",
        capacity=20,
        taken=OTHERS + 1,
        state=MeetingState.HELD,
        about="Préparer ensemble une première séance sur les boucles.",
        cancel_by=ends - timedelta(days=2),
        created_at=ends - timedelta(days=9),
        fixed_at=ends - timedelta(days=9),
    )
    session.add(meeting)
    session.flush()
    return meeting


def _sit(session: Session, meeting: Meeting, person_id: UUID) -> None:
    seat = Seat(
        meeting_id=meeting.id,
        person_id=person_id,
        invited_at=meeting.created_at,
        reply=Reply.YES,
        presence=Presence.ATTENDED,
        minutes_present=90,
    )
    session.add(seat)
    session.flush()
