"""A lead decides; a newcomer's first meeting is held with somebody at her side, as the meetings' tables tell."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid, NotFound
from classcode.mail import OutgoingMail
from classcode.people.models import Facilitator, Person, Role
from classcode.people.queries import regions_of_role
from helpdesk.growth import mails
from helpdesk.growth.models import FacilitatorPath
from helpdesk.growth.queries.paths import mentors_for
from helpdesk.growth.rules import applying, deciding
from helpdesk.growth.rules.deciding import AlreadyDecided
from helpdesk.growth.steps import PathState
from helpdesk.meetings.models import Meeting, MeetingState, Presence, Reply, Seat
from helpdesk.tickets.queries.candidates import everybody
from tests.helpdesk.growth.conftest import EVENING, MODULE, MONDAY, Enter, learn, wish
from tests.make import Make


def mailed(session: Session, person: Person, kind: str) -> list[OutgoingMail]:
    mine = (OutgoingMail.person_id == person.id, OutgoingMail.kind == kind)
    return list(session.scalars(select(OutgoingMail).where(*mine)))


def held(make: Make, host: Person, guest: Person, presence: Presence, *, days: int = 1) -> Meeting:
    """Write a meeting that one ran and the other was asked to."""
    starts = MONDAY + timedelta(days=days)
    meeting = Meeting(
        id=uuid4(),
        module=MODULE,
        language="fr",
        region_code="FR-BRE",
        place_id=make.place().id,
        facilitator_id=host.id,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        cancel_by=starts,
        zone="Europe/Paris",
        capacity=5,
        state=MeetingState.HELD,
        created_at=MONDAY,
    )
    meeting.seats.append(
        Seat(person_id=guest.id, invited_at=MONDAY, reply=Reply.YES, presence=presence, minutes_present=120)
    )
    make.session.add(meeting)
    make.session.flush()
    return meeting


def test_who_is_let_in_has_the_role_for_her_region_and_begins_with_one_question(
    session: Session, lena: Person, denise: Person, enter: Enter
) -> None:
    path = enter(lena)
    assert (path.state, path.decided_by_id) == (PathState.APPROVED, denise.id)
    assert regions_of_role(session, lena.id, Role.FACILITATOR) == ["FR-BRE"]
    row = session.get_one(Facilitator, lena.id)
    assert (row.languages, row.slots) == (["fr"], [EVENING.row()])
    assert [one.capacity for one in everybody(session)] == [1]
    assert "Denise" in mailed(session, lena, mails.APPROVED)[0].text


def test_the_modules_that_she_finished_are_those_she_knows(
    session: Session, ada: Person, enter: Enter
) -> None:
    learn(session, ada)
    enter(ada)
    assert session.get_one(Facilitator, ada.id).expertise == [MODULE]


def test_a_decision_is_made_once(session: Session, lena: Person, denise: Person, enter: Enter) -> None:
    path = enter(lena)
    with pytest.raises(AlreadyDecided):
        deciding.approve(session, path, by=denise.id)
    with pytest.raises(AlreadyDecided):
        deciding.refuse(session, path, "No.", by=denise.id)


def test_a_refusal_has_a_reason_which_the_applicant_reads(
    session: Session, lena: Person, denise: Person
) -> None:
    path = applying.apply(session, lena.id, wish())
    for reason in (" ", "x" * 1001):
        with pytest.raises(Invalid):
            deciding.refuse(session, path, reason, by=denise.id)
    deciding.refuse(session, path, "We have no meetings near you yet.", by=denise.id)
    assert path.state == PathState.REFUSED and path.ended_at is not None
    text = mailed(session, lena, mails.REFUSED)[0].text
    assert "We have no meetings near you yet." in text and "2027" in text
    assert regions_of_role(session, lena.id, Role.FACILITATOR) == []


def test_a_mentor_is_of_the_region_and_past_her_own_beginning(
    session: Session, make: Make, lena: Person, bruno: Person, chloe: Person, enter: Enter
) -> None:
    path = enter(lena)
    other = enter(make.person("noemie", commune="FR-35238"))
    assert [who for who, _name in mentors_for(session, path)] == [bruno.id]
    for wrong in (lena.id, chloe.id, other.person_id, uuid4()):
        with pytest.raises(Invalid):
            deciding.choose_mentor(session, path, wrong)
    deciding.choose_mentor(session, path, bruno.id)
    assert path.mentor_id == bruno.id


@pytest.mark.parametrize("newcomer_hosts", [True, False])
def test_a_meeting_of_the_two_makes_the_newcomer_work_by_herself(
    session: Session, make: Make, lena: Person, bruno: Person, enter: Enter, newcomer_hosts: bool
) -> None:
    path = enter(lena, bruno)
    host, guest = (lena, bruno) if newcomer_hosts else (bruno, lena)
    meeting = held(make, host, guest, Presence.ATTENDED)
    with clock.at(MONDAY + timedelta(days=2)):
        assert deciding.note_first_meeting(session, path)
    assert (path.state, path.meeting_id, path.met_at) == (PathState.WORKING, meeting.id, meeting.ends_at)
    with pytest.raises(NotFound):
        deciding.choose_mentor(session, path, bruno.id)


def test_no_other_meeting_counts(
    session: Session, make: Make, lena: Person, bruno: Person, ada: Person, enter: Enter
) -> None:
    anne = make.facilitator("anne", region="FR-BRE", commune="FR-35238")
    path = enter(lena, bruno)
    held(make, lena, bruno, Presence.ABSENT)
    held(make, bruno, lena, Presence.ATTENDED, days=-3)
    held(make, anne, lena, Presence.ATTENDED)
    held(make, lena, ada, Presence.ATTENDED)
    assert not deciding.note_first_meeting(session, path)
    assert path.state == PathState.APPROVED


def test_the_path_goes_with_the_person(session: Session, lena: Person, enter: Enter) -> None:
    enter(lena)
    session.delete(lena)
    session.flush()
    assert session.scalars(select(FacilitatorPath)).all() == []
