"""Proposing and cancelling meetings."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import orjson
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid
from classcode.mail import OutgoingMail
from classcode.people.models import Person
from helpdesk.checkin.rules import recording
from helpdesk.checkin.rules.recording import Ticked
from helpdesk.meetings import queries
from helpdesk.meetings.models import Meeting, MeetingState, Presence, Reply
from helpdesk.meetings.rules import cancelling, proposing, replying
from helpdesk.tickets.states import State
from tests.helpdesk.meetings.conftest import (
    BASE,
    BRUSSELS,
    FORT_DE_FRANCE,
    RENNES,
    SAINT_DENIS,
    TUESDAY,
    Story,
    tell,
)
from tests.make import Make
from tracking.models import Statement


def statements(session: Session) -> list[dict[str, Any]]:
    return [orjson.loads(row.body) for row in session.scalars(select(Statement).order_by(Statement.seq))]


def mails(session: Session, kind: str) -> list[OutgoingMail]:
    return list(session.scalars(select(OutgoingMail).where(OutgoingMail.kind == kind)))


def plain(text: str) -> str:
    """Return a text with ordinary spaces, as a person reads it."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("commune", "starts"),
    [
        (RENNES, datetime(2026, 11, 24, 17, 30, tzinfo=UTC)),
        (BRUSSELS, datetime(2026, 11, 24, 17, 30, tzinfo=UTC)),
        (FORT_DE_FRANCE, datetime(2026, 11, 24, 22, 30, tzinfo=UTC)),
        (SAINT_DENIS, datetime(2026, 11, 24, 14, 30, tzinfo=UTC)),
    ],
)
def test_half_past_six_is_told_by_the_clock_of_the_place(make: Make, commune: str, starts: datetime) -> None:
    meeting = tell(make, commune).propose()
    assert meeting.starts_at == starts
    assert meeting.minutes == 90


def test_summer_and_winter_hours_differ_in_paris_but_not_in_martinique(make: Make) -> None:
    paris, martinique = tell(make, RENNES), tell(make, FORT_DE_FRANCE)
    july = date(2027, 7, 6)
    assert paris.propose(day=july).starts_at.hour == 16
    assert martinique.propose(day=july).starts_at.hour == 22


def test_the_learner_of_the_ticket_is_invited(story: Story) -> None:
    meeting = story.propose()
    assert [(seat.person_id, seat.reply) for seat in meeting.seats] == [(story.ada.id, Reply.INVITED)]


def test_the_proposal_is_a_statement_with_place_unit_and_module_and_no_words_of_anybody(story: Story) -> None:
    meeting = story.propose()
    (said,) = statements(story.session)
    assert said["verb"]["id"] == f"{BASE}/xapi/verbs/proposed"
    assert said["object"]["id"] == f"{BASE}/meetings/{meeting.id}"
    assert [thing["id"] for thing in said["context"]["contextActivities"]["grouping"]] == [
        f"{BASE}/places/{story.place.id}",
        f"{BASE}/modules/creative-programming/loops",
        f"{BASE}/modules/creative-programming",
    ]
    assert not any(word in orjson.dumps(said).decode() for word in ("Ada", "Bruno", "Médiath", "Répéter"))


def test_each_person_asked_gets_one_short_mail_with_the_hour_of_the_place_and_one_link(story: Story) -> None:
    meeting = story.propose(others=frozenset({story.neighbour(), story.neighbour()}))
    written = mails(story.session, "meeting-proposed")
    assert len(written) == 3
    text = written[0].text
    assert "mardi 24 novembre 2026" in written[0].subject
    assert (
        "18 h 30 à 20 h 00, heure de Paris" in plain(text)
        and "1 place de la Mairie, Rennes" in text
        and "Bruno" in text
    )
    assert text.count("http") == 1 and f"{BASE}/fr/meetings/{meeting.id}/" in text
    assert len(text.split()) < 80


def test_somebody_without_a_confirmed_address_is_invited_in_the_page_alone(story: Story) -> None:
    meeting = story.propose(others=frozenset({story.neighbour(confirmed=False)}))
    assert len(meeting.seats) == 2
    assert len(mails(story.session, "meeting-proposed")) == 1


def test_only_learners_who_wait_with_the_same_facilitator_can_be_asked_too(
    story: Story, chloe: Person
) -> None:
    hers, stranger = story.neighbour(), story.neighbour(holder=chloe)
    assert [one.id for one in queries.others_to_invite(story.session, story.ticket)] == [hers]
    with pytest.raises(Invalid, match="list"):
        story.propose(others=frozenset({stranger}))


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("day", {"day": date(2026, 11, 9)}),
        ("day", {"day": date(2026, 11, 10), "starts": time(9, 59)}),
        ("day", {"day": date(2028, 1, 1)}),
        ("day", {"day": date.min}),
        ("day", {"day": date.max}),
        ("ends", {"ends": time(18, 0)}),
        ("ends", {"ends": time(18, 30)}),
        ("ends", {"ends": time(18, 44)}),
        ("ends", {"starts": time(9, 0), "ends": time(17, 1)}),
        ("starts", {"day": date(2027, 3, 28), "starts": time(2, 30), "ends": time(4, 0)}),
        ("ends", {"day": date(2027, 3, 28), "starts": time(1, 30), "ends": time(2, 30)}),
        ("capacity", {"capacity": 0}),
        ("capacity", {"capacity": 13}),
        ("place", {"place_id": uuid4()}),
    ],
)
def test_what_cannot_be_a_meeting_is_refused_at_its_field(
    story: Story, field: str, changed: dict[str, object]
) -> None:
    with pytest.raises(Invalid) as refused:
        story.propose(**changed)
    assert refused.value.field == field
    assert story.session.scalars(select(Meeting)).all() == []


def test_the_hour_skipped_in_paris_exists_in_martinique(make: Make) -> None:
    night = {"day": date(2027, 3, 28), "starts": time(2, 30), "ends": time(4, 0)}
    assert tell(make, FORT_DE_FRANCE).propose(**night).starts_at == datetime(2027, 3, 28, 6, 30, tzinfo=UTC)


def test_across_the_autumn_change_a_meeting_lasts_as_long_as_the_clock_on_the_wall_hides(make: Make) -> None:
    with clock.at(datetime(2026, 10, 1, tzinfo=UTC)):
        meeting = tell(make, RENNES).propose(day=date(2026, 10, 25), starts=time(1, 0), ends=time(4, 0))
    assert meeting.minutes == 240


@pytest.mark.parametrize(("starts", "ends"), [(time(18, 0), time(18, 15)), (time(9, 0), time(17, 0))])
def test_the_shortest_and_the_longest_meeting_are_accepted(story: Story, starts: time, ends: time) -> None:
    assert story.propose(starts=starts, ends=ends).state == MeetingState.FIXED


def test_a_place_across_water_is_not_offered(story: Story) -> None:
    island = story.make.place(SAINT_DENIS)
    with pytest.raises(Invalid):
        story.propose(place_id=island.id)


def test_without_a_commune_the_places_of_the_region_are_offered_without_distance(story: Story) -> None:
    story.ticket.commune_code = None
    story.make.place(BRUSSELS)
    offer = queries.places_offered(story.session, story.ticket)
    assert [(one.place.id, one.km) for one in offer.places] == [(story.place.id, None)]


def test_a_settled_question_calls_for_no_meeting(story: Story) -> None:
    story.ticket.state = State.RESOLVED
    with pytest.raises(proposing.Settled):
        story.propose()


def test_cancelling_tells_by_one_mail_those_who_had_not_declined(story: Story) -> None:
    first, second = story.neighbour(), story.neighbour()
    meeting = story.propose(others=frozenset({first, second}))
    replying.reply(story.session, meeting.id, first, Reply.YES, act_id=uuid4())
    replying.reply(story.session, meeting.id, second, Reply.NO, act_id=uuid4())
    cancelling.cancel(story.session, meeting.id, by=story.bruno.id)
    assert {mail.person_id for mail in mails(story.session, "meeting-cancelled")} == {story.ada.id, first}
    assert meeting.state == MeetingState.CANCELLED


def test_a_meeting_is_cancelled_once(story: Story) -> None:
    meeting = story.propose()
    cancelling.cancel(story.session, meeting.id, by=story.bruno.id)
    with pytest.raises(cancelling.NotCancelled):
        cancelling.cancel(story.session, meeting.id, by=story.bruno.id)
    assert len(mails(story.session, "meeting-cancelled")) == 1


def test_a_meeting_that_was_held_is_not_cancelled(story: Story) -> None:
    meeting = story.propose()
    with clock.at(meeting.starts_at):
        told = [Ticked(story.ada.id, Presence.ATTENDED)]
        recording.record_presence(story.session, meeting.id, told, by=story.bruno.id, act_id=uuid4())
    with pytest.raises(cancelling.NotCancelled):
        cancelling.cancel(story.session, meeting.id, by=story.bruno.id)


def test_a_past_meeting_that_did_not_take_place_is_cancelled_without_a_mail(story: Story) -> None:
    meeting = story.propose()
    with clock.at(meeting.ends_at + timedelta(days=1)):
        cancelling.cancel(story.session, meeting.id, by=story.bruno.id)
    assert mails(story.session, "meeting-cancelled") == []


def test_each_step_is_a_row_with_who_and_when(story: Story) -> None:
    meeting = story.propose()
    cancelling.cancel(story.session, meeting.id, by=story.bruno.id)
    steps = queries.steps_of(story.session, meeting.id)
    assert sorted(step.what for step in steps) == ["cancelled", "invited", "proposed"]
    assert {(step.by_person_id, step.at) for step in steps} == {(story.bruno.id, TUESDAY)}
