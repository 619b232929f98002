"""Choosing a date: what people say of each, and what becomes of it once one is fixed."""

from __future__ import annotations

from datetime import date, time, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from classcode import clock
from classcode.errors import Invalid, NotFound
from classcode.mail import OutgoingMail
from classcode.people.models import Person
from helpdesk.meetings import cards, jobs, polls, queries
from helpdesk.meetings.cards import Around
from helpdesk.meetings.models import Meeting, Seat
from helpdesk.meetings.rules import facilitating, fixing, gates, polling, replying
from helpdesk.meetings.spans import Hours
from helpdesk.meetings.states import Answer, MeetingState, Reply
from tests.helpdesk.meetings.conftest import Story
from tracking.models import Statement

MORE = (
    Hours(date(2026, 11, 26), time(18, 30), time(20, 0)),
    Hours(date(2026, 12, 1), time(18, 30), time(20, 0)),
)


def poll(story: Story, **other: object) -> Meeting:
    return story.propose(more=MORE, **other)


def answer(story: Story, meeting: Meeting, *said: str, of: UUID | None = None) -> Seat:
    told = {one.id: Answer(word) for one, word in zip(meeting.dates, said, strict=True)}
    return polling.answer(story.session, meeting.id, of or story.ada.id, told, act_id=uuid4())


def fix(story: Story, meeting: Meeting, n: int = 0) -> Meeting:
    return fixing.fix(story.session, meeting.id, meeting.dates[n].id, by=story.bruno.id, act_id=uuid4())


def said(story: Story, person: Person) -> list[tuple[str, str]]:
    rows = story.session.scalars(
        select(Statement).where(Statement.voided.is_(False)).order_by(Statement.seq)
    ).all()
    actor = _actor(story, person)
    return [(row.verb, row.object_kind) for row in rows if row.actor == actor and row.verb != "voided"]


def _actor(story: Story, person: Person) -> UUID:
    from tracking.rules import actor_of

    return actor_of(story.session, person.id)


def kinds(story: Story, person_id: UUID) -> list[str]:
    mails = select(OutgoingMail).where(OutgoingMail.person_id == person_id)
    return sorted(mail.kind for mail in story.session.scalars(mails))


def test_several_dates_are_asked_before_one_is_fixed(story: Story) -> None:
    meeting = poll(story)
    assert (meeting.state, len(meeting.dates)) == (MeetingState.POLLING, 3)


def test_two_dates_over_each_other_are_refused_with_the_field_of_the_second(story: Story) -> None:
    with pytest.raises(Invalid) as refused:
        story.propose(more=(Hours(date(2026, 11, 24), time(19, 0), time(21, 0)),))
    assert refused.value.field == "day_2"


def test_each_answer_to_a_date_is_a_statement(story: Story) -> None:
    answer(story, poll(story), "yes", "if-need-be", "no")
    assert said(story, story.ada) == [
        ("accepted", "meeting-date"),
        ("tentative", "meeting-date"),
        ("declined", "meeting-date"),
    ]


def test_a_changed_answer_voids_the_one_before_and_no_other(story: Story) -> None:
    meeting = poll(story)
    answer(story, meeting, "yes", "if-need-be", "no")
    answer(story, meeting, "yes", "yes", "no")
    assert [verb for verb, _kind in said(story, story.ada)] == ["accepted", "declined", "accepted"]


def test_a_date_left_out_is_named(story: Story) -> None:
    meeting = poll(story)
    with pytest.raises(Invalid) as refused:
        polling.answer(story.session, meeting.id, story.ada.id, {}, act_id=uuid4())
    assert refused.value.field == f"date-{meeting.dates[0].id}"


def test_somebody_who_was_not_asked_answers_no_date(story: Story, chloe: Person) -> None:
    with pytest.raises(NotFound):
        answer(story, poll(story), "yes", "yes", "yes", of=chloe.id)


def test_a_yes_to_the_fixed_date_is_a_seat_without_a_second_answer(story: Story) -> None:
    meeting = poll(story)
    answer(story, meeting, "no", "yes", "no")
    fix(story, meeting, 1)
    seat = story.session.get_one(Seat, (meeting.id, story.ada.id))
    assert (seat.reply, meeting.taken, meeting.starts_at) == (Reply.YES, 1, meeting.dates[1].starts_at)
    assert said(story, story.ada)[-1] == ("accepted", "meeting")


def test_a_no_to_the_fixed_date_is_a_no_and_gets_no_mail(story: Story) -> None:
    meeting = poll(story)
    before = kinds(story, story.ada.id)
    answer(story, meeting, "no", "yes", "yes")
    fix(story, meeting)
    assert story.session.get_one(Seat, (meeting.id, story.ada.id)).reply == Reply.NO
    assert kinds(story, story.ada.id) == before


@pytest.mark.parametrize("words", [("if-need-be", "no", "no"), None])
def test_who_can_if_need_be_or_said_nothing_is_asked_once_more(
    story: Story, words: tuple[str, str, str] | None
) -> None:
    meeting = poll(story)
    if words:
        answer(story, meeting, *words)
    fix(story, meeting)
    assert story.session.get_one(Seat, (meeting.id, story.ada.id)).reply == Reply.INVITED
    assert len(kinds(story, story.ada.id)) == 2


def test_more_yes_than_seats_wait_in_the_order_in_which_they_answered(story: Story) -> None:
    second, third = story.neighbour(), story.neighbour()
    meeting = poll(story, capacity=1, others=frozenset({second, third}))
    for minute, person_id in enumerate([third, story.ada.id, second]):
        with clock.at(clock.now() + timedelta(minutes=minute)):
            answer(story, meeting, "yes", "yes", "yes", of=person_id)
    fix(story, meeting)
    found = {seat.person_id: seat for seat in meeting.seats}
    assert [found[one].reply for one in (third, story.ada.id, second)] == ["yes", "waiting", "waiting"]
    assert found[story.ada.id].waiting_since < found[second].waiting_since  # type: ignore[operator]


def test_a_date_is_fixed_once(story: Story) -> None:
    meeting = poll(story)
    fix(story, meeting)
    with pytest.raises(gates.DateFixed):
        fix(story, meeting, 1)


def test_after_the_date_is_fixed_dates_are_no_longer_answered(story: Story) -> None:
    meeting = poll(story)
    fix(story, meeting)
    with pytest.raises(gates.DateFixed):
        answer(story, meeting, "yes", "yes", "yes")


def test_while_dates_are_open_nobody_takes_a_seat(story: Story) -> None:
    meeting = poll(story)
    with pytest.raises(gates.DatesOpen):
        replying.reply(story.session, meeting.id, story.ada.id, Reply.YES, act_id=uuid4())


def test_a_date_that_has_passed_is_not_fixed(story: Story) -> None:
    meeting = poll(story)
    with clock.at(meeting.dates[0].starts_at), pytest.raises(fixing.DatePassed):
        fix(story, meeting)


def test_the_date_with_most_yes_is_told_as_the_best(story: Story) -> None:
    other = story.neighbour()
    meeting = poll(story, others=frozenset({other}))
    answer(story, meeting, "yes", "yes", "no")
    answer(story, meeting, "no", "yes", "if-need-be", of=other)
    columns = polls.poll(story.session, meeting, clock.now()).columns
    assert [(one.yes, one.if_need_be, one.no, one.best) for one in columns] == [
        (1, 0, 1, False),
        (2, 0, 0, True),
        (0, 1, 1, False),
    ]


def test_a_poll_whose_dates_have_all_passed_is_called_off_and_everybody_told(story: Story) -> None:
    meeting = poll(story)
    last = meeting.dates[-1].starts_at
    story.session.commit()
    with clock.at(last - timedelta(minutes=1)):
        jobs.go_round("")
    assert _state(story, meeting) == MeetingState.POLLING
    with clock.at(last):
        jobs.go_round("")
    assert _state(story, meeting) == MeetingState.CANCELLED
    assert "meeting-cancelled" in kinds(story, story.ada.id)


def _state(story: Story, meeting: Meeting) -> str:
    story.session.expire_all()
    state = meeting.state
    story.session.commit()  # on SQLite a session that reads keeps others from writing
    return state


def test_a_poll_whose_first_date_has_passed_still_shows_to_the_lead_of_the_region(story: Story) -> None:
    meeting = poll(story)
    after_the_first = meeting.dates[0].ends_at + timedelta(hours=1)
    assert queries.of_regions(story.session, frozenset({"FR-BRE"}), after_the_first) == [meeting]


def test_the_card_of_a_poll_says_that_its_hours_are_only_those_of_the_first_date(story: Story) -> None:
    meeting = poll(story)
    assert cards.card(meeting, Around("Bruno", clock.now())).hours.startswith("Première date")
    fix(story, meeting)
    assert "Première" not in cards.card(meeting, Around("Bruno", clock.now())).hours


def test_who_comes_as_the_facilitator_no_longer_counts_in_the_poll(story: Story) -> None:
    first = story.neighbour()
    meeting = poll(story, others=frozenset({first}))
    answer(story, meeting, "yes", "no", "no", of=first)
    meeting.facilitator_id = None
    facilitating.facilitate(story.session, meeting.id, by=first)
    assert [one.yes for one in polls.poll(story.session, meeting, clock.now()).columns] == [0, 0, 0]
    person = story.session.get_one(Person, first)
    assert ("accepted", "meeting-date") not in said(story, person) and said(story, person) == []
