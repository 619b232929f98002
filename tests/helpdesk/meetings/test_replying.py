"""Answering an invitation: seats, changes of mind, and what the record says."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import NotFound
from classcode.mail import OutgoingMail
from classcode.people.models import Person
from helpdesk.meetings.models import Meeting, Reply, Seat
from helpdesk.meetings.rules import cancelling, replying
from tests.helpdesk.meetings.conftest import Story
from tracking.models import Statement


def answer(story: Story, meeting: Meeting, reply: Reply, person_id: UUID | None = None) -> Seat:
    return replying.reply(story.session, meeting.id, person_id or story.ada.id, reply, act_id=uuid4())


def said(session: Session) -> list[tuple[str, bool]]:
    """Return the verbs of the log with whether each was voided."""
    return [(row.verb, row.voided) for row in session.scalars(select(Statement).order_by(Statement.seq))]


def test_a_yes_takes_a_seat_and_is_recorded_without_a_mail(story: Story) -> None:
    meeting = story.propose()
    seat = answer(story, meeting, Reply.YES)
    assert (seat.state, meeting.taken) == ("yes", 1)
    assert said(story.session) == [("proposed", False), ("accepted", False)]
    assert len(story.session.scalars(select(OutgoingMail)).all()) == 1  # the invitation


def test_a_change_of_mind_gives_the_seat_back_and_voids_the_yes(story: Story) -> None:
    meeting = story.propose()
    answer(story, meeting, Reply.YES)
    answer(story, meeting, Reply.NO)
    assert meeting.taken == 0
    assert said(story.session)[1:] == [("accepted", True), ("voided", False), ("declined", False)]


def test_yes_no_yes_leaves_one_seat_and_one_valid_yes(story: Story) -> None:
    meeting = story.propose()
    for reply in (Reply.YES, Reply.NO, Reply.YES):
        answer(story, meeting, reply)
    assert meeting.taken == 1
    assert [verb for verb, voided in said(story.session) if not voided and verb != "voided"] == [
        "proposed",
        "accepted",
    ]


def test_the_same_answer_again_changes_nothing(story: Story) -> None:
    meeting = story.propose()
    answer(story, meeting, Reply.YES)
    answer(story, meeting, Reply.YES)
    assert meeting.taken == 1
    assert len(said(story.session)) == 2


def test_a_first_no_frees_no_seat(story: Story) -> None:
    meeting = story.propose()
    answer(story, meeting, Reply.NO)
    assert meeting.taken == 0


def test_the_last_seat_goes_to_one_person_and_the_next_waits(story: Story) -> None:
    other = story.neighbour()
    meeting = story.propose(capacity=1, others=frozenset({other}))
    answer(story, meeting, Reply.YES)
    seat = answer(story, meeting, Reply.YES, other)
    assert (seat.reply, meeting.taken) == ("waiting", 1)
    assert said(story.session)[-1] == ("waiting", False)


def test_a_no_after_the_deadline_is_told_as_late(story: Story) -> None:
    meeting = story.propose()
    answer(story, meeting, Reply.YES)
    with clock.at(meeting.cancel_by + timedelta(minutes=1)):
        assert answer(story, meeting, Reply.NO).late is True


def test_a_no_in_time_is_not_late(story: Story) -> None:
    meeting = story.propose()
    answer(story, meeting, Reply.YES)
    with clock.at(meeting.cancel_by):
        assert answer(story, meeting, Reply.NO).late is False


def test_a_given_back_seat_can_be_taken_by_another(story: Story) -> None:
    other = story.neighbour()
    meeting = story.propose(capacity=1, others=frozenset({other}))
    answer(story, meeting, Reply.YES)
    answer(story, meeting, Reply.NO)
    assert answer(story, meeting, Reply.YES, other).reply == "yes"


def test_from_the_start_on_answers_stand(story: Story) -> None:
    meeting = story.propose()
    with clock.at(meeting.starts_at - timedelta(seconds=1)):
        answer(story, meeting, Reply.YES)
    with clock.at(meeting.starts_at), pytest.raises(replying.TooLate):
        answer(story, meeting, Reply.NO)


def test_a_cancelled_meeting_takes_no_answer(story: Story) -> None:
    meeting = story.propose()
    cancelling.cancel(story.session, meeting.id, by=story.bruno.id)
    with pytest.raises(replying.CalledOff):
        answer(story, meeting, Reply.YES)


def test_somebody_who_was_not_asked_finds_nothing(story: Story, chloe: Person) -> None:
    meeting = story.propose()
    with pytest.raises(NotFound):
        answer(story, meeting, Reply.YES, chloe.id)
