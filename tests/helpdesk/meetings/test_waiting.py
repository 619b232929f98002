"""The queue for a seat: in order, a day for each offer, then the next one."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from classcode import clock
from classcode.mail import OutgoingMail
from helpdesk.meetings import jobs
from helpdesk.meetings.models import Meeting, MeetingStep, Seat
from helpdesk.meetings.rules import cancelling, replying, waiting
from helpdesk.meetings.states import Reply
from tests.helpdesk.meetings.conftest import Story
from tracking.models import Statement


@pytest.fixture
def three(story: Story) -> tuple[Meeting, UUID, UUID, UUID]:
    """One seat, which Ada has; two neighbours wait for it, in this order."""
    second, third = story.neighbour(), story.neighbour()
    meeting = story.propose(capacity=1, others=frozenset({second, third}))
    for minute, person_id in enumerate([story.ada.id, second, third]):
        with clock.at(clock.now() + timedelta(minutes=minute)):
            say(story, meeting, person_id, Reply.YES)
    return meeting, story.ada.id, second, third


def say(story: Story, meeting: Meeting, person_id: UUID, reply: Reply) -> Seat:
    return replying.reply(story.session, meeting.id, person_id, reply, act_id=uuid4())


def replies(story: Story, meeting: Meeting, *people: UUID) -> list[str]:
    story.session.expire_all()
    found = [story.session.get_one(Seat, (meeting.id, one)).reply for one in people]
    story.session.commit()  # on SQLite a session that reads keeps others from writing
    return found


def offers_to(story: Story, person_id: UUID) -> int:
    mine = (OutgoingMail.person_id == person_id, OutgoingMail.kind == "meeting-offered")
    return len(story.session.scalars(select(OutgoingMail).where(*mine)).all())


def test_a_seat_given_back_is_offered_to_who_came_first(
    story: Story, three: tuple[Meeting, UUID, UUID, UUID]
) -> None:
    meeting, ada, second, third = three
    say(story, meeting, ada, Reply.NO)
    assert replies(story, meeting, ada, second, third) == ["no", "offered", "waiting"]
    assert (offers_to(story, second), offers_to(story, third)) == (1, 0)


def test_an_offered_seat_is_nobody_elses(story: Story, three: tuple[Meeting, UUID, UUID, UUID]) -> None:
    meeting, ada, second, third = three
    say(story, meeting, ada, Reply.NO)
    assert say(story, meeting, ada, Reply.YES).reply == Reply.WAITING
    assert say(story, meeting, third, Reply.YES).reply == Reply.WAITING
    assert say(story, meeting, second, Reply.YES).reply == Reply.YES
    assert meeting.taken == 1


def test_an_offer_refused_goes_to_the_next(story: Story, three: tuple[Meeting, UUID, UUID, UUID]) -> None:
    meeting, ada, second, third = three
    say(story, meeting, ada, Reply.NO)
    say(story, meeting, second, Reply.NO)
    assert replies(story, meeting, second, third) == ["no", "offered"]


def test_an_offer_that_meets_with_silence_for_a_day_goes_to_the_next(
    story: Story, three: tuple[Meeting, UUID, UUID, UUID]
) -> None:
    meeting, ada, second, third = three
    say(story, meeting, ada, Reply.NO)
    offered = clock.now()
    story.session.commit()
    with clock.at(offered + timedelta(hours=24, seconds=-1)):
        jobs.go_round("")
    assert replies(story, meeting, second, third) == ["offered", "waiting"]
    with clock.at(offered + timedelta(hours=24)):
        jobs.go_round("")
        jobs.go_round("")
    assert replies(story, meeting, second, third) == ["invited", "offered"]
    assert (offers_to(story, second), offers_to(story, third)) == (1, 1)
    assert story.session.get_one(Meeting, meeting.id).taken == 1


def test_silence_takes_back_the_statement_of_waiting(
    story: Story, three: tuple[Meeting, UUID, UUID, UUID]
) -> None:
    meeting, ada, second, _third = three
    say(story, meeting, ada, Reply.NO)
    statement = story.session.get_one(Seat, (meeting.id, second)).reply_statement_id
    with clock.at(clock.now() + timedelta(hours=24)):
        waiting.expire(story.session, meeting, clock.now())
    assert story.session.scalars(select(Statement.voided).where(Statement.id == statement)).one() is True


def test_a_seat_that_frees_on_the_eve_is_kept_for_half_of_what_is_left(
    story: Story, three: tuple[Meeting, UUID, UUID, UUID]
) -> None:
    meeting, ada, second, _third = three
    with clock.at(meeting.starts_at - timedelta(hours=10)):
        say(story, meeting, ada, Reply.NO)
    seat = story.session.get_one(Seat, (meeting.id, second))
    assert seat.offered_until == meeting.starts_at - timedelta(hours=5)


def test_leaving_the_queue_moves_the_others_up(story: Story, three: tuple[Meeting, UUID, UUID, UUID]) -> None:
    meeting, ada, second, third = three
    say(story, meeting, second, Reply.NO)
    assert [seat.person_id for seat in waiting.queue(story.session, meeting.id)] == [third]
    say(story, meeting, ada, Reply.NO)
    assert replies(story, meeting, third) == ["offered"]


def test_with_an_empty_queue_a_seat_given_back_is_free_to_all(story: Story) -> None:
    meeting = story.propose(capacity=1)
    say(story, meeting, story.ada.id, Reply.YES)
    say(story, meeting, story.ada.id, Reply.NO)
    assert meeting.taken == 0
    assert say(story, meeting, story.ada.id, Reply.YES).reply == Reply.YES


def test_a_cancelled_meeting_offers_nothing(story: Story, three: tuple[Meeting, UUID, UUID, UUID]) -> None:
    meeting, ada, second, _third = three
    say(story, meeting, ada, Reply.NO)
    cancelling.cancel(story.session, meeting.id, by=story.bruno.id)
    with clock.at(clock.now() + timedelta(days=2)):
        waiting.expire(story.session, meeting, clock.now())
    assert replies(story, meeting, second) == ["offered"]


def test_each_offer_and_each_silence_stands_in_the_trail(
    story: Story, three: tuple[Meeting, UUID, UUID, UUID]
) -> None:
    meeting, ada, second, third = three
    say(story, meeting, ada, Reply.NO)
    with clock.at(clock.now() + timedelta(hours=24)):
        waiting.expire(story.session, meeting, clock.now())
    steps = story.session.scalars(select(MeetingStep).order_by(MeetingStep.seq)).all()
    assert [(one.what, one.about_person_id) for one in steps[-3:]] == [
        ("offered", second),
        ("passed-on", second),
        ("offered", third),
    ]


def test_an_offer_whose_time_is_over_is_the_next_ones_before_any_round(
    story: Story, three: tuple[Meeting, UUID, UUID, UUID]
) -> None:
    meeting, ada, second, third = three
    say(story, meeting, ada, Reply.NO)
    with clock.at(clock.now() + timedelta(hours=24)):
        assert say(story, meeting, second, Reply.YES).reply == Reply.WAITING
    assert replies(story, meeting, third) == ["offered"]
