"""Recording who was there, and correcting it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import orjson
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid, NotFound
from classcode.people.models import Person
from helpdesk.checkin.rules import recording
from helpdesk.checkin.rules.recording import Ticked
from helpdesk.meetings import lines, queries
from helpdesk.meetings.models import Meeting, MeetingState, Presence, Reply
from helpdesk.meetings.rules import cancelling, replying
from tests.helpdesk.checkin.conftest import BASE, Story
from tracking.models import Milestone, Statement


@pytest.fixture
def meeting(story: Story) -> Meeting:
    """A meeting to which Ada said yes."""
    made = story.propose()
    replying.reply(story.session, made.id, story.ada.id, Reply.YES, act_id=uuid4())
    return made


def tick(story: Story, meeting: Meeting, *told: Ticked, late: int = 0, act_id: UUID | None = None) -> int:
    with clock.at(meeting.ends_at + timedelta(hours=late)):
        return recording.record_presence(
            story.session, meeting.id, told, by=story.bruno.id, act_id=act_id or uuid4()
        )


def said_of(session: Session) -> list[tuple[str, int | None]]:
    """Return the presences that stand in the log, with their minutes."""
    rows = session.scalars(select(Statement).order_by(Statement.seq))
    return [(row.verb, row.minutes) for row in rows if row.verb in {"attended", "absent"} and not row.voided]


def test_attending_is_a_statement_at_the_start_with_minutes_and_the_facilitator_as_instructor(
    story: Story, meeting: Meeting
) -> None:
    tick(story, meeting, Ticked(story.ada.id, Presence.ATTENDED))
    row = story.session.scalars(select(Statement).where(Statement.verb == "attended")).one()
    told = orjson.loads(row.body)
    assert row.timestamp == meeting.starts_at and row.module == "creative-programming"
    assert told["result"] == {
        "duration": "PT1H30M",
        "extensions": {f"{BASE}/xapi/extensions/checked-in": "facilitator-list"},
    }
    assert told["context"]["instructor"]["account"]["name"] != told["actor"]["account"]["name"]


def test_attending_reaches_the_milestone_of_having_met(story: Story, meeting: Meeting) -> None:
    tick(story, meeting, Ticked(story.ada.id, Presence.ATTENDED))
    assert "met" in story.session.scalars(select(Milestone.kind)).all()


def test_somebody_who_left_early_keeps_her_real_minutes(story: Story, meeting: Meeting) -> None:
    tick(story, meeting, Ticked(story.ada.id, Presence.PARTLY, 40))
    assert said_of(story.session) == [("attended", 40)]
    assert meeting.seats[0].state == "partly"


@pytest.mark.parametrize("minutes", [None, 0, -5, 90, 500])
def test_minutes_of_a_part_lie_within_the_meeting(
    story: Story, meeting: Meeting, minutes: int | None
) -> None:
    with pytest.raises(Invalid) as refused:
        tick(story, meeting, Ticked(story.ada.id, Presence.PARTLY, minutes))
    assert refused.value.field == f"minutes-{story.ada.id}"
    assert said_of(story.session) == []


@pytest.mark.parametrize(("presence", "excused"), [(Presence.ABSENT, False), (Presence.EXCUSED, True)])
def test_absent_and_excused_are_told_apart(
    story: Story, meeting: Meeting, presence: Presence, excused: bool
) -> None:
    tick(story, meeting, Ticked(story.ada.id, presence))
    row = story.session.scalars(select(Statement).where(Statement.verb == "absent")).one()
    assert orjson.loads(row.body)["result"]["extensions"] == {f"{BASE}/xapi/extensions/excused": excused}


def test_a_correction_voids_the_former_statement_and_its_milestone(story: Story, meeting: Meeting) -> None:
    tick(story, meeting, Ticked(story.ada.id, Presence.ATTENDED))
    tick(story, meeting, Ticked(story.ada.id, Presence.ABSENT), late=1)
    assert said_of(story.session) == [("absent", None)]
    assert "met" not in story.session.scalars(select(Milestone.kind)).all()


def test_a_correction_leaves_a_trail_with_what_was_said_before(story: Story, meeting: Meeting) -> None:
    tick(story, meeting, Ticked(story.ada.id, Presence.PARTLY, 40))
    tick(story, meeting, Ticked(story.ada.id, Presence.ATTENDED), late=1)
    last = queries.steps_of(story.session, meeting.id)[-1]
    assert last.detail == {"presence": "attended", "minutes": 90, "before": "partly", "minutes_before": 40}
    names = {story.ada.id: "Ada"}
    assert "40\N{NO-BREAK SPACE}min" in lines.trail([last], names)[0].body


def test_a_line_taken_back_leaves_no_presence(story: Story, meeting: Meeting) -> None:
    tick(story, meeting, Ticked(story.ada.id, Presence.ATTENDED))
    tick(story, meeting, Ticked(story.ada.id, None), late=1)
    assert said_of(story.session) == []
    assert meeting.seats[0].state == "yes"


def test_ticking_the_same_again_changes_nothing(story: Story, meeting: Meeting) -> None:
    assert tick(story, meeting, Ticked(story.ada.id, Presence.ATTENDED)) == 1
    assert tick(story, meeting, Ticked(story.ada.id, Presence.ATTENDED), late=1) == 0
    assert said_of(story.session) == [("attended", 90)]


def test_several_people_are_recorded_in_one_act(story: Story) -> None:
    others = {story.neighbour(), story.neighbour()}
    meeting = story.propose(others=frozenset(others))
    told = [Ticked(person_id, Presence.ATTENDED) for person_id in (story.ada.id, *others)]
    assert tick(story, meeting, *told) == 3
    assert said_of(story.session) == [("attended", 90)] * 3


def test_somebody_who_came_without_having_answered_is_counted(story: Story) -> None:
    meeting = story.propose()
    tick(story, meeting, Ticked(story.ada.id, Presence.ATTENDED))
    assert meeting.state == MeetingState.HELD


def test_only_somebody_who_had_said_yes_can_be_absent(story: Story) -> None:
    meeting = story.propose()
    with pytest.raises(Invalid):
        tick(story, meeting, Ticked(story.ada.id, Presence.ABSENT))


def test_nobody_is_recorded_more_than_half_an_hour_before_the_start(story: Story, meeting: Meeting) -> None:
    early = meeting.starts_at - timedelta(minutes=30, seconds=1)
    with clock.at(early), pytest.raises(recording.NotBegun):
        recording.record_presence(
            story.session,
            meeting.id,
            [Ticked(story.ada.id, Presence.ATTENDED)],
            by=story.bruno.id,
            act_id=uuid4(),
        )


def test_a_cancelled_meeting_has_no_presence(story: Story, meeting: Meeting) -> None:
    cancelling.cancel(story.session, meeting.id, by=story.bruno.id)
    with pytest.raises(replying.CalledOff):
        tick(story, meeting, Ticked(story.ada.id, Presence.ATTENDED))


def test_somebody_who_was_not_asked_is_not_on_the_list(story: Story, meeting: Meeting, chloe: Person) -> None:
    with pytest.raises(NotFound):
        tick(story, meeting, Ticked(chloe.id, Presence.ATTENDED))


def test_one_wrong_line_keeps_all_others_from_being_written(story: Story) -> None:
    other = story.neighbour()
    meeting = story.propose(others=frozenset({other}))
    with pytest.raises(Invalid):
        tick(story, meeting, Ticked(story.ada.id, Presence.ATTENDED), Ticked(other, Presence.PARTLY, None))
    assert said_of(story.session) == []
