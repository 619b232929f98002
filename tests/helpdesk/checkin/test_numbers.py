"""What the record is told of people who are numbers: when the list is closed, and whenever that changes."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import select

from classcode import clock
from helpdesk.checkin import codes
from helpdesk.checkin.rules import claiming, correcting, guests
from helpdesk.checkin.rules.closing import Rest
from helpdesk.checkin.rules.guests import Line
from helpdesk.meetings.states import Presence
from tests.helpdesk.checkin.conftest import Evening
from tracking import vocabulary
from tracking.projections.models import ThingFact

DAY = 24 * 60


def told(evening: Evening, kind: str) -> list[str | None]:
    """Return what was told of the meeting, in the order of time."""
    evening.session.flush()
    path = vocabulary.meeting(evening.meeting.id).path
    of = (ThingFact.path == path, ThingFact.kind == kind)
    return list(evening.session.scalars(select(ThingFact.value).where(*of).order_by(ThingFact.since)))


def test_nothing_is_told_before_the_list_is_closed(evening: Evening) -> None:
    evening.guest()
    assert told(evening, "guests") == told(evening, "children") == []


def test_a_closed_list_tells_its_guests_and_children(evening: Evening) -> None:
    evening.meeting.responsible_adult = "Mme Dubois"
    evening.guest(1)
    evening.guest(2)
    with clock.at(evening.after(40)):
        guests.count_children(evening.session, evening.meeting.id, 7, by=evening.bruno.id)
    evening.close(rest=Rest.ABSENT)
    assert (told(evening, "guests"), told(evening, "children")) == (["2"], ["7"])


def test_a_corrected_line_is_told_again(evening: Evening) -> None:
    evening.guest()
    evening.close(rest=Rest.ABSENT)
    with clock.at(evening.after(DAY)):
        correcting.correct_lines(
            evening.session,
            evening.meeting.id,
            [Line(2, Presence.ATTENDED)],
            by=evening.bruno.id,
            reason="One more was there.",
        )
    assert told(evening, "guests") == ["1", "2"]


def test_who_claims_her_line_is_no_guest_any_more(evening: Evening) -> None:
    guest, newcomer = evening.guest(), evening.learner("nadia")
    evening.close(rest=Rest.ABSENT)
    with clock.at(evening.after(DAY)):
        slip = codes.in_groups(codes.slip(evening.meeting.checkin_key, guest.id)).lower()
        claiming.claim(evening.session, slip, newcomer.id, act_id=uuid4())
    assert told(evening, "guests") == ["1", "0"]
