"""Applying by each door: who may, what is asked, and that nothing of it is a role or a question yet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid, NotFound
from classcode.mail import OutgoingMail
from classcode.people.models import Facilitator, Person, Role
from classcode.people.queries import regions_of_role
from helpdesk.growth import charter, mails
from helpdesk.growth.models import FacilitatorPath
from helpdesk.growth.queries.paths import going_of
from helpdesk.growth.rules import applying, deciding, inviting
from helpdesk.growth.rules.applying import AlreadyApplied, AlreadyThere, ConfirmFirst, TooSoon
from helpdesk.growth.steps import Door, PathState
from helpdesk.tickets.queries.candidates import everybody
from helpdesk.tickets.rules.asking import open_ticket
from helpdesk.tickets.states import State
from tests.helpdesk.growth.conftest import MONDAY, Enter, learn, wish
from tests.helpdesk.tickets.conftest import question
from tests.make import Make


def paths(session: Session) -> list[FacilitatorPath]:
    return list(session.scalars(select(FacilitatorPath)))


def test_an_application_is_no_role_and_brings_no_question(
    session: Session, ada: Person, lena: Person, denise: Person
) -> None:
    path = applying.apply(session, lena.id, wish())
    assert (path.state, path.door) == (PathState.APPLIED, Door.APPLICATION)
    assert session.get(Facilitator, lena.id) is None
    assert regions_of_role(session, lena.id, Role.FACILITATOR) == []
    assert everybody(session) == []
    assert open_ticket(session, ada.id, question(), act_id=uuid4()).state == State.NEW
    deciding.approve(session, path, by=denise.id)
    assert [one.id for one in everybody(session)] == [lena.id]
    assert open_ticket(session, ada.id, question(text="Another"), act_id=uuid4()).facilitator_id == lena.id


def test_the_charter_is_kept_with_its_version_and_moment(session: Session, lena: Person) -> None:
    path = applying.apply(session, lena.id, wish())
    assert (path.charter_version, path.charter_at) == (charter.VERSION, MONDAY)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"accepted": False}, "charter"),
        ({"region_code": "nowhere"}, "region"),
        ({"languages": ()}, "languages"),
        ({"languages": ("de",)}, "languages"),
        ({"motivation": ""}, "motivation"),
        ({"motivation": "x" * 2001}, "motivation"),
        ({"background": "x" * 2001}, "background"),
    ],
)
def test_what_is_missing_or_too_long_is_refused_at_its_field(
    session: Session, lena: Person, changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        applying.apply(session, lena.id, wish(**changed))
    assert refused.value.field == field
    assert paths(session) == []


def test_whoever_gave_no_name_is_asked_for_one(session: Session, lena: Person) -> None:
    lena.name = None
    with pytest.raises(Invalid) as refused:
        applying.apply(session, lena.id, wish())
    assert refused.value.field == "name"
    applying.apply(session, lena.id, wish(name="Léna"))
    assert lena.name == "Léna"


def test_one_application_at_a_time(session: Session, lena: Person) -> None:
    applying.apply(session, lena.id, wish())
    with pytest.raises(AlreadyApplied):
        applying.apply(session, lena.id, wish())
    assert len(paths(session)) == 1


def test_who_is_of_the_desk_does_not_apply(session: Session, bruno: Person) -> None:
    with pytest.raises(AlreadyThere):
        applying.apply(session, bruno.id, wish())


def test_who_cannot_be_written_to_confirms_her_address_first(session: Session, make: Make) -> None:
    with pytest.raises(ConfirmFirst):
        applying.apply(session, make.person("eve", confirmed=False).id, wish())


def test_whose_record_opens_the_door_tells_no_motivation(session: Session, ada: Person) -> None:
    learn(session, ada)
    path = applying.apply(session, ada.id, wish(motivation="", background=""))
    assert (path.door, path.motivation) == (Door.RECORD, None)


def test_an_invitation_is_written_and_mailed_once(session: Session, ada: Person) -> None:
    learn(session, ada)
    assert inviting.invite(session, ada.id)
    assert not inviting.invite(session, ada.id)
    path = going_of(session, ada.id)
    assert path is not None and (path.state, path.region_code) == (PathState.INVITED, "FR-BRE")
    kinds = session.scalars(select(OutgoingMail.kind).where(OutgoingMail.person_id == ada.id)).all()
    assert kinds.count(mails.INVITED) == 1
    applied = applying.apply(session, ada.id, wish(motivation=""))
    assert (applied.id, applied.state) == (path.id, PathState.APPLIED)


def test_nobody_is_invited_before_every_criterion_is_met(session: Session, ada: Person) -> None:
    learn(session, ada, finished=False)
    assert not inviting.invite(session, ada.id)


def test_a_no_to_an_invitation_ends_it_and_leaves_the_door_open(session: Session, ada: Person) -> None:
    learn(session, ada)
    inviting.invite(session, ada.id)
    applying.withdraw(session, ada.id)
    assert not inviting.invite(session, ada.id), "said once is enough"
    assert applying.apply(session, ada.id, wish()).door == Door.RECORD


def test_an_application_can_be_taken_back_until_it_is_decided(
    session: Session, lena: Person, denise: Person, enter: Enter
) -> None:
    applying.apply(session, lena.id, wish())
    applying.withdraw(session, lena.id)
    enter(lena)
    with pytest.raises(NotFound):
        applying.withdraw(session, lena.id)


def test_after_a_refusal_one_applies_again_in_half_a_year(
    session: Session, lena: Person, denise: Person
) -> None:
    deciding.refuse(session, applying.apply(session, lena.id, wish()), "Not now.", by=denise.id)
    with clock.at(MONDAY + timedelta(days=182)), pytest.raises(TooSoon) as refused:
        applying.apply(session, lena.id, wish())
    assert "2027" in str(refused.value)
    with clock.at(MONDAY + timedelta(days=184)):
        assert applying.apply(session, lena.id, wish()).state == PathState.APPLIED
