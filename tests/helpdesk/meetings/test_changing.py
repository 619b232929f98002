"""Changing a meeting: who is told, what stays, and what becomes of seats."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from classcode import clock, i18n
from classcode.errors import Invalid
from classcode.mail import OutgoingMail
from classcode.territory.models import Room
from helpdesk.checkin.rules import declaring
from helpdesk.meetings import lines, queries
from helpdesk.meetings.models import Meeting, MeetingStep, Seat
from helpdesk.meetings.rules import cancelling, changing, replying
from helpdesk.meetings.rules.changing import Change
from helpdesk.meetings.spans import Hours
from helpdesk.meetings.states import Checked, Reply
from tests.helpdesk.meetings.conftest import FORT_DE_FRANCE, RENNES, Story
from tracking import vocabulary
from tracking.projections.models import ThingFact

USUAL = Hours(date(2026, 11, 24), time(18, 30), time(20, 0))


def change(story: Story, meeting: Meeting, **other: object) -> Meeting:
    usual: dict[str, object] = {
        "seen": meeting.sequence,
        "place_id": meeting.place_id,
        "capacity": meeting.capacity,
        "hours": USUAL,
    }
    return changing.change(story.session, meeting.id, Change(**(usual | other)), by=story.bruno.id)  # type: ignore[arg-type]


def told(story: Story) -> set[UUID | None]:
    mails = select(OutgoingMail).where(OutgoingMail.kind == "meeting-changed")
    return {mail.person_id for mail in story.session.scalars(mails)}


def test_another_hour_is_told_at_once_to_everybody_who_did_not_decline(story: Story) -> None:
    first, second = story.neighbour(), story.neighbour()
    meeting = story.propose(others=frozenset({first, second}))
    replying.reply(story.session, meeting.id, second, Reply.NO, act_id=uuid4())
    change(story, meeting, hours=Hours(USUAL.day, time(19, 0), time(20, 30)))
    assert told(story) == {story.ada.id, first}


def test_a_yes_stays_a_yes_when_the_meeting_moves(story: Story) -> None:
    meeting = story.propose()
    replying.reply(story.session, meeting.id, story.ada.id, Reply.YES, act_id=uuid4())
    place = story.make.place(RENNES)
    change(story, meeting, place_id=place.id)
    assert (meeting.place_id, meeting.taken) == (place.id, 1)
    assert story.session.get_one(Seat, (meeting.id, story.ada.id)).reply == Reply.YES


def test_the_record_is_told_how_many_seats_there_are_and_when_that_changes(story: Story) -> None:
    meeting = story.propose(capacity=5)
    of = ThingFact.path == vocabulary.meeting(meeting.id).path
    seats = select(ThingFact.value).where(of).order_by(ThingFact.since.desc()).limit(1)
    assert story.session.scalar(seats) == "5"
    with clock.at(clock.now() + timedelta(minutes=1)):
        change(story, meeting, capacity=6)
    assert story.session.scalar(seats) == "6"


def test_other_words_or_seats_alone_write_no_mail(story: Story) -> None:
    meeting = story.propose()
    change(story, meeting, about="Apportez un jeu de cartes.", capacity=6)
    assert told(story) == set()
    assert (meeting.about, meeting.capacity) == ("Apportez un jeu de cartes.", 6)


def test_each_change_counts_up_the_sequence(story: Story) -> None:
    meeting = story.propose()
    change(story, meeting, capacity=6)
    change(story, meeting, capacity=7)
    assert meeting.sequence == 2


def test_who_read_an_older_state_changes_nothing(story: Story) -> None:
    meeting = story.propose()
    change(story, meeting, capacity=6)
    with pytest.raises(changing.ChangedMeanwhile):
        change(story, meeting, seen=0, capacity=9)
    assert meeting.capacity == 6


def test_more_seats_go_to_who_waits(story: Story) -> None:
    other = story.neighbour()
    meeting = story.propose(capacity=1, others=frozenset({other}))
    replying.reply(story.session, meeting.id, story.ada.id, Reply.YES, act_id=uuid4())
    replying.reply(story.session, meeting.id, other, Reply.YES, act_id=uuid4())
    change(story, meeting, capacity=2)
    assert story.session.get_one(Seat, (meeting.id, other)).reply == Reply.OFFERED


def test_there_are_never_fewer_seats_than_are_taken(story: Story) -> None:
    other = story.neighbour()
    meeting = story.propose(capacity=2, others=frozenset({other}))
    for person_id in (story.ada.id, other):
        replying.reply(story.session, meeting.id, person_id, Reply.YES, act_id=uuid4())
    with pytest.raises(Invalid) as refused:
        change(story, meeting, capacity=1)
    assert refused.value.field == "capacity"


def test_a_room_of_another_place_is_refused(story: Story) -> None:
    meeting = story.propose()
    elsewhere = story.make.place(RENNES)
    room = Room(place_id=elsewhere.id, name="Salle 2", capacity=12)
    story.session.add(room)
    story.session.flush()
    with pytest.raises(Invalid) as refused:
        change(story, meeting, room_id=room.id)
    assert refused.value.field == "room"


def test_the_seats_of_a_room_bound_the_meeting(story: Story) -> None:
    meeting = story.propose(capacity=3)
    room = Room(place_id=meeting.place_id, name="Petite salle", capacity=4)
    story.session.add(room)
    story.session.flush()
    with pytest.raises(Invalid):
        change(story, meeting, room_id=room.id, capacity=5)
    assert change(story, meeting, room_id=room.id, capacity=4).room_id == room.id


def test_an_offer_never_outlasts_half_of_what_is_left(story: Story) -> None:
    other = story.neighbour()
    meeting = story.propose(capacity=1, others=frozenset({other}))
    for person_id in (story.ada.id, other):
        replying.reply(story.session, meeting.id, person_id, Reply.YES, act_id=uuid4())
    replying.reply(story.session, meeting.id, story.ada.id, Reply.NO, act_id=uuid4())
    change(story, meeting, hours=Hours(clock.now().date(), time(20, 0), time(21, 0)))
    seat = story.session.get_one(Seat, (meeting.id, other))
    assert seat.offered_until == _half_way(meeting)


def _half_way(meeting: Meeting) -> datetime:
    return clock.now() + (meeting.starts_at - clock.now()) / 2


def test_a_meeting_that_began_or_was_called_off_is_not_changed(story: Story) -> None:
    meeting = story.propose()
    with clock.at(meeting.starts_at + timedelta(minutes=1)), pytest.raises(changing.Unchangeable):
        change(story, meeting)
    cancelling.cancel(story.session, meeting.id, by=story.bruno.id)
    with pytest.raises(changing.Unchangeable):
        change(story, meeting)


def test_who_checked_in_before_the_meeting_moved_was_not_there_on_the_other_day(story: Story) -> None:
    meeting = story.propose()
    replying.reply(story.session, meeting.id, story.ada.id, Reply.YES, act_id=uuid4())
    with clock.at(meeting.starts_at - timedelta(minutes=20)):
        seat = declaring.check_in(story.session, meeting.id, story.ada.id, how=Checked.QR, act_id=uuid4())
        change(story, meeting, hours=Hours(date(2026, 11, 26), time(18, 30), time(20, 0)))
    assert (seat.declared_at, seat.declared_how) == (None, None)


def test_a_poll_does_not_move_to_a_place_where_clocks_show_another_hour(story: Story) -> None:
    meeting = story.propose(more=(Hours(date(2026, 11, 26), time(18, 30), time(20, 0)),))
    island = story.make.place(FORT_DE_FRANCE)
    with pytest.raises(Invalid) as refused:
        change(story, meeting, place_id=island.id, hours=None)
    assert (refused.value.field, meeting.zone) == ("place", "Europe/Paris")


def step(story: Story, meeting: Meeting) -> MeetingStep:
    return queries.steps_of(story.session, meeting.id)[-1]


def mail_to_ada(story: Story) -> str:
    mine = select(OutgoingMail.text).where(
        OutgoingMail.kind == "meeting-changed", OutgoingMail.person_id == story.ada.id
    )
    return str(story.session.scalars(mine).one()).replace("\N{NO-BREAK SPACE}", " ")


def test_the_mail_of_another_place_names_the_old_one_and_the_new(story: Story) -> None:
    meeting, before = story.propose(), story.place.name
    other = story.make.place(RENNES, name="École")
    change(story, meeting, place_id=other.id)
    text = mail_to_ada(story)
    assert before in text and other.name in text
    assert text.index(other.name) < text.index(before)


def test_the_mail_of_another_end_names_both_ends(story: Story) -> None:
    change(story, story.propose(), hours=Hours(USUAL.day, USUAL.starts, time(21, 15)))
    text = mail_to_ada(story)
    assert "18 h 30 à 21 h 15" in text and "20 h 00" in text


def test_the_mail_of_another_room_names_both(story: Story) -> None:
    meeting = story.propose()
    story.place.room = "Grande salle"
    room = Room(place_id=meeting.place_id, name="Petite salle", capacity=8)
    story.session.add(room)
    story.session.flush()
    change(story, meeting, room_id=room.id)
    text = mail_to_ada(story)
    assert "Petite salle" in text and "Grande salle" in text


def test_the_trail_keeps_the_old_and_the_new_time_and_place(story: Story) -> None:
    meeting, before = story.propose(), story.place
    starts, ends = meeting.starts_at, meeting.ends_at
    other = story.make.place(RENNES, name="École")
    change(story, meeting, place_id=other.id, hours=Hours(USUAL.day, time(19, 0), time(20, 0)))
    assert step(story, meeting).detail == {
        "moved": True,
        "place_before": str(before.id),
        "place": str(other.id),
        "starts_before": starts.isoformat(),
        "starts": meeting.starts_at.isoformat(),
    }
    assert ends == meeting.ends_at
    trail = queries.steps_of(story.session, meeting.id)
    with i18n.reader("fr", "Europe/Paris"):
        told = lines.trail(trail, {}, queries.places_in(story.session, trail), meeting.zone)[-1].body
    plain = told.replace("\N{NO-BREAK SPACE}", " ")
    assert before.name in plain and other.name in plain
    assert "18 h 30" in plain and "19 h 00" in plain


def test_what_moved_nothing_leaves_no_more_than_that_it_changed(story: Story) -> None:
    meeting = story.propose()
    change(story, meeting, capacity=6)
    assert step(story, meeting).detail == {}
