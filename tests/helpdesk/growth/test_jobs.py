"""The round of growth: invitations, first meetings, reminders; run twice it does nothing twice."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.mail import OutgoingMail
from classcode.people.models import Person
from helpdesk.growth import jobs, mails
from helpdesk.growth.jobs import go_round
from helpdesk.growth.models import FacilitatorPath
from helpdesk.growth.queries.deeds import could_be_invited
from helpdesk.growth.rules import applying, deciding, inviting
from helpdesk.growth.steps import PathState
from helpdesk.meetings.models import Presence
from tests.helpdesk.growth.conftest import MONDAY, Enter, learn, wish
from tests.helpdesk.growth.test_deciding import held
from tests.make import Make


def written(kind: str) -> int:
    with db.reading() as session:
        counted = select(func.count()).select_from(OutgoingMail).where(OutgoingMail.kind == kind)
        return session.scalar(counted) or 0


def state_of(path: FacilitatorPath) -> str:
    with db.reading() as session:
        return session.get_one(FacilitatorPath, path.id).state


def test_whose_record_opens_the_door_is_invited_by_one_mail(
    session: Session, make: Make, ada: Person, bruno: Person
) -> None:
    learn(session, ada)
    learn(session, bruno)
    learn(session, make.person("eve", commune="FR-35238", confirmed=False))
    learn(session, make.person("new", commune="FR-35238"), days=4)
    learn(session, make.person("zoe", commune="FR-35238"), helped=0)
    assert list(could_be_invited(session)) == [ada.id]
    session.commit()
    go_round("one")
    go_round("two")
    assert written(mails.INVITED) == 1


@pytest.mark.parametrize("step", ["invite_all", "note_meetings", "remind_leads"])
def test_a_step_that_trips_stops_no_other(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def tripping() -> None:
        raise ValueError("a stone on the way")

    for name in ("invite_all", "note_meetings", "remind_leads"):
        monkeypatch.setattr(jobs, name, tripping if name == step else lambda name=name: done.append(name))
    monkeypatch.setattr(deciding, "forget_words", lambda _session: done.append("forget_words"))
    go_round("one")
    assert len(done) == 3 and step not in done


def test_somebody_who_trips_stops_no_other_invitation(
    session: Session, make: Make, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in (ada, make.person("eve", commune="FR-35238")):
        learn(session, one)
    first, second = could_be_invited(session)
    real = inviting.invite

    def tripping(session: Session, person_id: UUID) -> bool:
        if person_id == first:
            raise ValueError("a stone on the way")
        return bool(real(session, person_id))

    monkeypatch.setattr(inviting, "invite", tripping)
    session.commit()
    go_round("one")
    with db.reading() as reading:
        asked = select(OutgoingMail.person_id).where(OutgoingMail.kind == mails.INVITED)
        assert reading.scalars(asked).all() == [second]


def test_whoever_said_no_is_not_found_again(session: Session, ada: Person) -> None:
    learn(session, ada)
    inviting.invite(session, ada.id)
    applying.withdraw(session, ada.id)
    assert list(could_be_invited(session)) == []


def test_a_first_meeting_is_noticed(
    session: Session, make: Make, lena: Person, bruno: Person, enter: Enter
) -> None:
    path = enter(lena, bruno)
    held(make, bruno, lena, Presence.PARTLY)
    session.commit()
    go_round("one")
    assert state_of(path) == PathState.WORKING


def test_who_decides_is_told_on_the_day_and_once_a_week(
    session: Session, lena: Person, denise: Person, make: Make
) -> None:
    elsewhere = make.lead("emile", "FR-OCC")
    admin = make.administrator()
    applying.apply(session, lena.id, wish())
    session.commit()
    for hours in (0, 1, 30, 24 * 6):
        with clock.at(MONDAY + timedelta(hours=hours)):
            go_round(str(hours))
    assert written(mails.WAITING) == 1
    with clock.at(MONDAY + timedelta(days=8)):
        go_round("later")
    with db.reading() as reading:
        told = reading.scalars(select(OutgoingMail.person_id).where(OutgoingMail.kind == mails.WAITING)).all()
    assert told == [denise.id] * 2 and not {elsewhere.id, admin.id} & set(told)


def test_what_was_written_is_emptied_half_a_year_after_a_refusal(
    session: Session, lena: Person, denise: Person
) -> None:
    path = applying.apply(session, lena.id, wish())
    deciding.refuse(session, path, "Not now.", by=denise.id)
    session.commit()
    for days, kept in ((180, True), (184, False)):
        with clock.at(MONDAY + timedelta(days=days)):
            go_round(str(days))
        with db.reading() as reading:
            told = reading.get_one(FacilitatorPath, path.id)
            assert [bool(one) for one in (told.motivation, told.background, told.reason)] == [kept] * 3


def test_without_a_lead_an_administrator_is_told(session: Session, lena: Person, make: Make) -> None:
    admin = make.administrator()
    applying.apply(session, lena.id, wish())
    session.commit()
    go_round("one")
    with db.reading() as reading:
        told = reading.scalars(select(OutgoingMail.person_id).where(OutgoingMail.kind == mails.WAITING)).all()
    assert told == [admin.id]
