"""Many at once: fifty phones before one QR code, fifty who type the same slip, and a list that is being closed."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import clock, db
from helpdesk.checkin import codes
from helpdesk.checkin.models import MeetingGuest
from helpdesk.checkin.rules import claiming, closing, declaring
from helpdesk.checkin.rules.closing import Rest
from helpdesk.meetings.models import Meeting, MeetingStep, Seat
from helpdesk.meetings.states import Checked, Presence, Reply, Step
from tests.helpdesk.checkin.conftest import Evening
from tests.helpdesk.tickets.test_concurrency import BOTH, at_once
from tracking.models import Statement

PHONES = 50

Act = Callable[[Session], None]


def at(instant: object, act: Act) -> Act:
    """Let a thread live at an instant of its own."""

    def acting(session: Session) -> None:
        with clock.at(instant):  # type: ignore[arg-type]
            act(session)

    return acting


def checking_in(evening: Evening, person_id: UUID, minutes: float = 0) -> Act:
    meeting_id = evening.meeting.id

    def act(session: Session) -> None:
        declaring.check_in(session, meeting_id, person_id, how=Checked.QR, act_id=uuid4())

    return at(evening.after(minutes), act)


def claiming_it(evening: Evening, code: str, person_id: UUID) -> Act:
    def act(session: Session) -> None:
        assert claiming.claim(session, code, person_id, act_id=uuid4()) is not None

    return at(evening.after(3000), act)


@BOTH
def test_of_fifty_who_walk_in_as_many_have_a_seat_as_are_free(evening: Evening, database: str) -> None:
    evening.meeting.listed, evening.meeting.capacity = True, 12
    people = [evening.learner(f"walker{n}").id for n in range(PHONES)]
    evening.session.commit()
    refusals = at_once([checking_in(evening, person_id) for person_id in people])
    assert sum(refused is None for refused in refusals) == 11
    assert all(isinstance(refused, declaring.NoRoom) for refused in refusals if refused)
    with db.reading() as reading:
        yes = select(func.count()).select_from(Seat).where(Seat.reply == Reply.YES)
        assert reading.scalar(select(Meeting.taken)) == reading.scalar(yes) == 12
        accepted = select(func.count()).where(Statement.verb == "accepted", Statement.voided.is_(False))
        assert reading.scalar(accepted) == 12


@BOTH
def test_one_person_who_checks_in_fifty_times_has_come_once(evening: Evening, database: str) -> None:
    evening.session.commit()
    assert at_once([checking_in(evening, evening.ada.id)] * PHONES) == [None] * PHONES
    with db.reading() as reading:
        assert reading.scalar(select(func.count()).where(MeetingStep.what == Step.DECLARED)) == 1


@BOTH
def test_of_fifty_who_type_one_slip_one_was_there(evening: Evening, database: str) -> None:
    code = codes.slip(evening.meeting.checkin_key, evening.guest().id)
    people = [evening.learner(f"claimer{n}").id for n in range(PHONES)]
    evening.session.commit()
    refusals = at_once([claiming_it(evening, code, person_id) for person_id in people])
    assert sum(refused is None for refused in refusals) == 1
    assert all(isinstance(refused, claiming.Claimed) for refused in refusals if refused)
    with db.reading() as reading:
        assert reading.scalar(select(func.count()).where(Statement.verb == "attended")) == 1
        guest = reading.scalars(select(MeetingGuest)).one()
        hers = reading.get_one(Seat, (evening.meeting.id, guest.claimed_by_id))
        assert hers.presence == Presence.ATTENDED


@BOTH
def test_one_person_who_claims_two_slips_at_once_has_one(evening: Evening, database: str) -> None:
    both = [codes.slip(evening.meeting.checkin_key, evening.guest(n).id) for n in (1, 2)]
    newcomer = evening.learner("nadia").id
    evening.session.commit()
    refusals = at_once([claiming_it(evening, both[n % 2], newcomer) for n in range(PHONES)])
    assert all(isinstance(refused, claiming.AlreadyRecorded) for refused in refusals if refused)
    with db.reading() as reading:
        assert reading.scalar(select(func.count()).where(MeetingGuest.claimed_at.is_not(None))) == 1
        assert reading.scalar(select(func.count()).where(Statement.verb == "attended")) == 1


@BOTH
def test_who_checks_in_while_the_list_closes_is_on_it_or_is_told(evening: Evening, database: str) -> None:
    people = [evening.learner(f"late{n}", Reply.INVITED).id for n in range(20)]
    evening.session.commit()
    meeting_id, bruno_id = evening.meeting.id, evening.bruno.id

    def close(session: Session) -> None:
        closing.close(session, meeting_id, bruno_id, act_id=uuid4(), rest=Rest.ABSENT)

    acts = [checking_in(evening, person_id, 90) for person_id in people]
    refusals = at_once([*acts[:10], at(evening.after(90), close), *acts[10:]])
    with db.reading() as reading:
        declared = reading.scalars(select(Seat).where(Seat.declared_at.is_not(None))).all()
        assert len(declared) == sum(refused is None for refused in refusals) - 1
        assert all(seat.presence == Presence.PARTLY for seat in declared)
