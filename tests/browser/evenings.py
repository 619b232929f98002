"""A meeting that Bruno runs, for the pages that are looked at during one and after it: its row, and who sits there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.people.models import Person, RoleGrant
from classcode.territory.models import Place
from helpdesk.meetings.models import Meeting, Seat
from helpdesk.meetings.states import Reply
from tests.conftest import INFO


def tell_addresses(session: Session) -> None:
    """Let the session know the addresses of this installation, unless a browser's server gave it its own."""
    session.info.update(INFO | session.info, base_url=session.info.get("base_url") or "http://127.0.0.1")


def learners(session: Session, many: int, *, but: UUID) -> list[UUID]:
    """Return so many people without a role, another than this one, in the order of their ids."""
    found = select(Person.id).where(Person.id.not_in(select(RoleGrant.person_id)), Person.id != but)
    return list(session.scalars(found.order_by(Person.id).limit(many)))


def meeting(session: Session, runs: UUID, starts: datetime, ends: datetime, **values: Any) -> Meeting:
    """Write a meeting of somebody in the first place there is, proposed nine days before."""
    place = session.scalars(select(Place).join(Place.commune).order_by(Place.id)).first()
    assert place is not None
    before = starts - timedelta(days=9)
    made = Meeting(
        id=uuid4(),
        module="creative-programming",
        language="fr",
        region_code="FR-BRE",
        place_id=place.id,
        organiser_id=runs,
        facilitator_id=runs,
        starts_at=starts,
        ends_at=ends,
        zone="Europe/Paris",
        cancel_by=starts - timedelta(days=1),
        created_at=before,
        fixed_at=before,
        **values,
    )
    session.add(made)
    session.flush()
    return made


def sit(session: Session, at: Meeting, person_id: UUID, **values: Any) -> None:
    """Give somebody a seat who said yes when she was asked."""
    asked = {"invited_at": at.created_at, "reply": Reply.YES, "replied_at": at.created_at}
    session.add(Seat(meeting_id=at.id, person_id=person_id, meeting=at, **(asked | values)))
    session.flush()
