"""Whatever people do at a meeting in whatever order and at whatever hour, its list, its trail and the record agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Refused
from helpdesk.checkin import codes, queries, window
from helpdesk.checkin.models import MeetingGuest, PresenceCorrection
from helpdesk.checkin.rules import claiming, closing, correcting, declaring, guests, recording, syncing
from helpdesk.checkin.rules.closing import Rest
from helpdesk.checkin.rules.guests import Line
from helpdesk.checkin.rules.syncing import Tick
from helpdesk.checkin.rules.writing import Ticked
from helpdesk.meetings.models import Meeting, MeetingStep, Seat
from helpdesk.meetings.rules import replying
from helpdesk.meetings.states import Checked, MeetingState, Presence, Reply, Step
from tests.conftest import INFO
from tests.helpdesk.meetings.conftest import RENNES, TUESDAY, Story, ask
from tests.make import Make
from tracking import rules as record
from tracking.models import Statement

pytestmark = pytest.mark.slow

WHO = st.integers(0, 4)
LINE = st.integers(1, 3)
MINUTES = st.sampled_from([None, 0, 1, 30, 89, 90])
PRESENCE = st.sampled_from([None, *Presence])
CAME = st.sampled_from([None, Presence.ATTENDED, Presence.PARTLY, Presence.ABSENT])
PATH = {
    Presence.ATTENDED: "attended",
    Presence.PARTLY: "attended",
    Presence.ABSENT: "absent",
    Presence.EXCUSED: "absent",
}


class Room(RuleBasedStateMachine):
    """Five learners (three were asked), two seats, Bruno who runs it, and a clock that only goes on."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.session = Session(engine, expire_on_commit=False, info=dict(INFO))
        with clock.at(TUESDAY):
            make = Make(self.session)
            ada, self.bruno = (
                make.person("ada", commune=RENNES),
                make.facilitator("bruno", region="FR-BRE", commune=RENNES),
            )
            story = Story(make, ada, self.bruno, ask(make, ada, self.bruno), make.place(RENNES))
            asked = [story.neighbour(), story.neighbour()]
            meeting = story.propose(capacity=2, others=frozenset(asked))
            meeting.listed, meeting.responsible_adult = True, "Mme Dubois"
            self.people: list[UUID] = [ada.id, *asked, make.person("eve").id, make.person("zoe").id]
            replying.reply(self.session, meeting.id, ada.id, Reply.YES, act_id=uuid4())
        self.meeting_id: UUID = meeting.id
        self.starts, self.ends = meeting.starts_at, meeting.ends_at
        self.now = self.starts

    def teardown(self) -> None:
        self.session.rollback()
        self.session.close()

    def act(self, does: Callable[..., Any], *args: Any, **named: Any) -> None:
        """Do something now; what is refused leaves no trace."""
        with clock.at(self.now):
            try:
                with self.session.begin_nested():
                    does(self.session, self.meeting_id, *args, **named)
            except Refused:
                self.session.expire_all()

    @initialize(minutes=st.sampled_from([-40, -20, -1, 0, 10, 50, 89]))
    def begins(self, minutes: int) -> None:
        self.now = self.starts + timedelta(minutes=minutes)

    @rule(minutes=st.sampled_from([1, 9, 20, 45]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @precondition(lambda self: self.now < self.ends)
    @rule()
    def it_ends(self) -> None:
        self.now = self.ends

    @precondition(lambda self: self.now >= self.ends)
    @rule(days=st.sampled_from([8, 54]))
    def days_pass(self, days: int) -> None:
        self.now += timedelta(days=days)

    @precondition(lambda self: self.now < self.starts)
    @rule(who=st.integers(0, 2), answer=st.sampled_from([Reply.YES, Reply.NO]))
    def reply(self, who: int, answer: Reply) -> None:
        self.act(replying.reply, self.people[who], answer, act_id=uuid4())

    @rule(who=WHO, how=st.sampled_from([Checked.QR, Checked.CODE]))
    def check_in(self, who: int, how: Checked) -> None:
        self.act(declaring.check_in, self.people[who], how=how, act_id=uuid4())

    @precondition(lambda self: self.is_open())
    @rule(who=WHO, presence=PRESENCE, minutes=MINUTES, everybody=st.booleans())
    def tick(self, who: int, presence: Presence | None, minutes: int | None, everybody: bool) -> None:
        told = [Ticked(self.people[who], presence, minutes)]
        self.act(recording.record_presence, told, by=self.bruno.id, act_id=uuid4(), everybody=everybody)

    @precondition(lambda self: self.is_open())
    @rule(number=LINE, presence=CAME, minutes=MINUTES)
    def write_a_line(self, number: int, presence: Presence | None, minutes: int | None) -> None:
        self.act(guests.record_lines, [Line(number, presence, minutes)], by=self.bruno.id)

    @precondition(lambda self: self.is_open() and not self.meeting().children)
    @rule(number=st.sampled_from([-1, 3, 201]))
    def count_children(self, number: int) -> None:
        self.act(guests.count_children, number, by=self.bruno.id)

    @precondition(lambda self: self.lines())
    @rule(who=WHO, number=LINE)
    def claim(self, who: int, number: int) -> None:
        key = self.session.get_one(Meeting, self.meeting_id).checkin_key
        code = codes.slip(key, codes.line_id(self.meeting_id, number))
        self.act(lambda session, _id: claiming.claim(session, code, self.people[who], act_id=uuid4()))

    @precondition(lambda self: self.now >= self.ends)
    @rule(rest=st.sampled_from([None, *Rest]), by_hand=st.booleans())
    def close(self, rest: Rest | None, by_hand: bool) -> None:
        if by_hand or self.now >= self.ends + window.CLOSES_ITSELF:
            by = self.bruno.id if by_hand else None
            self.act(closing.close, by, act_id=uuid4(), rest=rest if by_hand else None)

    @precondition(lambda self: self.meeting().list_closed_at)
    @rule(
        who=WHO, presence=PRESENCE, minutes=MINUTES, reason=st.sampled_from(["", "Erreur.", "Elle était là."])
    )
    def correct(self, who: int, presence: Presence | None, minutes: int | None, reason: str) -> None:
        told = [Ticked(self.people[who], presence, minutes)]
        self.act(correcting.correct, told, by=self.bruno.id, act_id=uuid4(), reason=reason)

    @rule(who=WHO, presence=PRESENCE, minutes=MINUTES, ago=st.integers(-60, 500), number=LINE)
    def synchronise(
        self, who: int, presence: Presence | None, minutes: int | None, ago: int, number: int
    ) -> None:
        at = self.now - timedelta(minutes=ago)
        told: dict[str, Any] = {"at": at, "presence": presence, "minutes": minutes}
        ticks = [Tick(person_id=self.people[who], **told), Tick(line=number, **told)]
        self.act(syncing.synchronise, ticks, by=self.bruno.id, act_id=uuid4())

    def is_open(self) -> bool:
        """Tell whether the list can be ticked, or nearly: some acts shall be refused."""
        return self.now >= self.starts - timedelta(minutes=35) and not self.meeting().list_closed_at

    def seats(self) -> list[Seat]:
        found = select(Seat).where(Seat.meeting_id == self.meeting_id)
        return list(self.session.scalars(found, execution_options={"populate_existing": True}))

    def meeting(self) -> Meeting:
        return self.session.get_one(Meeting, self.meeting_id, populate_existing=True)

    @invariant()
    def no_seat_is_oversold(self) -> None:
        meeting, yes = self.meeting(), [seat for seat in self.seats() if seat.reply == Reply.YES]
        offered = sum(seat.reply == Reply.OFFERED for seat in self.seats())
        assert len(yes) + offered == meeting.taken <= meeting.capacity

    @invariant()
    def statements_are_those_of_the_rows(self) -> None:
        rows = [
            (
                record.actor_of(self.session, seat.person_id).hex,
                PATH[Presence(seat.presence)],
                seat.minutes_present,
                seat.checked_how or (seat.presence == Presence.EXCUSED),
            )
            for seat in self.seats()
            if seat.presence
        ]
        assert Counter(rows) == Counter(self.said())

    def said(self) -> list[tuple[str, str, int | None, object]]:
        """Return the presences that stand in the log: who, verb, minutes, and how it was taken or whether excused."""
        mine = Statement.object_path == f"meetings/{self.meeting_id}"
        verbs = Statement.verb.in_(["attended", "absent"])
        found = self.session.scalars(select(Statement).where(mine, verbs, Statement.voided.is_(False)))
        return [
            (
                UUID(told["actor"]["account"]["name"]).hex,
                row.verb,
                row.minutes,
                next(iter(told["result"]["extensions"].values())),
            )
            for row in found
            for told in [orjson.loads(row.body)]
        ]

    @invariant()
    def presence_comes_in_the_window_or_by_a_correction_with_a_reason(self) -> None:
        steps = list(self.session.scalars(select(MeetingStep).order_by(MeetingStep.seq)))
        closed = next((step.seq for step in steps if step.what == Step.CLOSED), None)
        why = {
            (one.person_id, one.at): one.reason for one in self.session.scalars(select(PresenceCorrection))
        }
        claims = {(step.about_person_id, step.at) for step in steps if step.what == Step.CLAIMED}
        for step in steps:
            if step.what == Step.RECORDED and (step.about_person_id, step.at) not in claims:
                open_still = closed is None or step.seq < closed
                assert step.at >= window.opens(self.starts)
                assert open_still or why[(step.about_person_id, step.at)]
            if step.what == Step.DECLARED:
                assert window.is_open(self.starts, self.ends, step.at)

    @invariant()
    def a_closed_list_leaves_nobody_who_declared_herself_in_doubt(self) -> None:
        steps = select(MeetingStep.about_person_id).where(MeetingStep.what == Step.RECORDED)
        spoken_of = set(self.session.scalars(steps))
        if self.meeting().list_closed_at:
            assert all(seat.person_id in spoken_of for seat in self.seats() if seat.declared_at)

    @invariant()
    def the_headcount_adds_up(self) -> None:
        meeting = self.meeting()
        count = queries.headcount_of(self.session, meeting)
        came = [seat for seat in self.seats() if seat.presence in {Presence.ATTENDED, Presence.PARTLY}]
        lines = [one for one in self.lines() if one.claimed_at is None]
        assert (count.participants, count.guests) == (len(came), len(lines))
        assert count.total == len(came) + len(lines) + meeting.children
        assert all(0 < (seat.minutes_present or 0) <= meeting.minutes for seat in came)

    @invariant()
    def it_was_held_once_somebody_was_there_and_not_where_the_list_closed_on_nobody(self) -> None:
        meeting, seats = self.meeting(), self.seats()
        came = [
            one for one in (*seats, *self.lines()) if one.presence in {Presence.ATTENDED, Presence.PARTLY}
        ]
        held = meeting.state == MeetingState.HELD
        if meeting.list_closed_at:
            assert held is bool(came or meeting.children)
        else:
            assert held or not (came or any(seat.presence for seat in seats))

    def lines(self) -> list[MeetingGuest]:
        found = select(MeetingGuest).where(MeetingGuest.meeting_id == self.meeting_id)
        return list(self.session.scalars(found, execution_options={"populate_existing": True}))

    @invariant()
    def each_slip_is_claimed_once_and_by_one_person_once(self) -> None:
        claims = self.session.scalars(select(MeetingStep).where(MeetingStep.what == Step.CLAIMED)).all()
        assert max(Counter(step.detail["line"] for step in claims).values(), default=0) <= 1
        assert max(Counter(step.about_person_id for step in claims).values(), default=0) <= 1 or all(
            step.at <= self.ends + window.CLAIMS for step in claims
        )
        assert {step.detail["line"] for step in claims} == {
            one.line for one in self.lines() if one.claimed_at
        }


def test_whatever_happens_the_list_holds_together(engine: Engine) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        lambda: Room(engine),
        settings=settings(
            max_examples=50,
            stateful_step_count=30,
            deadline=None,
            phases=[Phase.explicit, Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
