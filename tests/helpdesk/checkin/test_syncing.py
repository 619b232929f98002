"""The list without a network: the later tick wins, times are bounded, and a batch sent twice changes nothing."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from classcode import clock
from helpdesk.checkin.models import OfflineBatch
from helpdesk.checkin.rules import gates, guests, syncing
from helpdesk.checkin.rules.closing import Rest
from helpdesk.checkin.rules.guests import Line
from helpdesk.checkin.rules.syncing import Tick
from helpdesk.meetings.states import Presence, Reply
from tests.helpdesk.checkin.conftest import Evening


def tick(evening: Evening, at: float, presence: Presence | None = Presence.ATTENDED, **other: object) -> Tick:
    told: dict[str, object] = {} if "line" in other else {"person_id": evening.ada.id}
    return Tick(at=evening.after(at), presence=presence, **(told | other))  # type: ignore[arg-type]


def send(evening: Evening, *ticks: Tick, at: float = 200, act_id: UUID | None = None) -> list[str]:
    """Send ticks so many minutes after the start; return what became of each."""
    with clock.at(evening.after(at)):
        batch = syncing.synchronise(
            evening.session, evening.meeting.id, ticks, by=evening.bruno.id, act_id=act_id or uuid4()
        )
    return [str(one["became"]) for one in batch.outcome]


def test_a_tick_is_recorded_at_the_time_it_was_made(evening: Evening) -> None:
    assert send(evening, tick(evening, 20)) == ["taken"]
    assert evening.said() == [("attended", 90, "offline-list")]
    assert evening.seat().recorded_at == evening.after(20)


def test_the_same_ticks_again_change_nothing(evening: Evening) -> None:
    ticks = (tick(evening, 20), tick(evening, 21, line=1, name="Nadia"))
    assert send(evening, *ticks) == ["taken", "taken"]
    assert send(evening, *ticks) == ["same", "same"]
    assert len(evening.said()) == 1


def test_of_two_sources_the_later_tick_wins(evening: Evening) -> None:
    evening.tick(Presence.EXCUSED, at=60)
    assert send(evening, tick(evening, 59)) == ["later"]
    assert evening.said() == [("absent", None, True)]
    assert send(evening, tick(evening, 61)) == ["taken"]
    assert evening.said() == [("attended", 90, "offline-list")]


def test_of_two_phones_the_later_tick_wins_whichever_comes_last(evening: Evening) -> None:
    send(evening, tick(evening, 50, Presence.PARTLY, minutes=30))
    assert send(evening, tick(evening, 40), at=300) == ["later"]
    assert evening.said() == [("attended", 30, "offline-list")]


def test_of_several_ticks_of_one_line_the_last_counts(evening: Evening) -> None:
    assert send(evening, tick(evening, 30, Presence.ABSENT), tick(evening, 10)) == ["taken"]
    assert evening.said() == [("absent", None, False)]


@pytest.mark.parametrize(("at", "kept"), [(-5000, -30), (5000, 200)])
def test_times_are_bounded_to_the_window_and_to_now(evening: Evening, at: float, kept: float) -> None:
    send(evening, tick(evening, at))
    assert evening.seat().recorded_at == evening.after(kept)


def test_what_is_not_taken_says_why(evening: Evening) -> None:
    silent = evening.learner(reply=Reply.INVITED)
    assert send(
        evening,
        tick(evening, 10, Presence.PARTLY, minutes=90),
        tick(evening, 11, Presence.ABSENT, person_id=silent.id),
        tick(evening, 12, person_id=uuid4()),
        tick(evening, 13, Presence.ABSENT, line=3),
        tick(evening, 14, Presence.PARTLY, line=4),
        tick(evening, 15, line=None),
        tick(evening, 16, line=400),
    ) == ["minutes", "not-expected", "unknown", "not-expected", "minutes", "unknown", "not-expected"]
    assert evening.said() == []


def test_a_closed_list_takes_nothing_and_says_so(evening: Evening) -> None:
    evening.close(rest=Rest.ABSENT)
    assert send(evening, tick(evening, 20)) == ["closed"]
    assert evening.said() == [("absent", None, False)]


def test_before_the_window_the_ticks_stay_on_the_phone(evening: Evening) -> None:
    with pytest.raises(gates.NotBegun):
        send(evening, tick(evening, -40), at=-31)
    assert evening.session.scalars(select(OfflineBatch)).all() == []


def test_a_line_keeps_its_name_when_only_its_presence_is_ticked(evening: Evening) -> None:
    guest = evening.guest(name="Nadia", at=10)
    assert send(evening, tick(evening, 20, Presence.PARTLY, minutes=20, line=1)) == ["taken"]
    assert (guest.name, guest.minutes, guest.recorded_at) == ("Nadia", 20, evening.after(20))


def test_what_phones_sent_is_forgotten_after_a_month(evening: Evening) -> None:
    send(evening, tick(evening, 20))
    for days, left in ((30, 1), (31, 0)):
        evening.go_round(evening.after(200) + timedelta(days=days))
        assert len(evening.session.scalars(select(OfflineBatch.id)).all()) == left


def test_an_earlier_tick_of_a_line_gives_no_other_minutes_or_name(evening: Evening) -> None:
    later = tick(evening, 60, Presence.PARTLY, minutes=50, name="Nadia", line=1)
    earlier = tick(evening, 40, Presence.PARTLY, minutes=20, name="Nadja", line=1)
    assert send(evening, later) == ["taken"]
    assert send(evening, earlier, at=300) == ["later"]
    (line,) = guests.guests_of(evening.session, evening.meeting.id)
    assert (line.minutes, line.name) == (50, "Nadia")


def empty(evening: Evening, at: float, line: int = 1) -> None:
    """Empty a line on the screen so many minutes after the start."""
    with clock.at(evening.after(at)):
        guests.record_lines(evening.session, evening.meeting.id, [Line(line, None)], by=evening.bruno.id)


def stands(evening: Evening) -> list[tuple[int, str | None, str | None]]:
    """Return the lines as they stand: number, presence, name."""
    found = guests.guests_of(evening.session, evening.meeting.id)
    return [(one.line, one.presence, one.name) for one in found]


def test_a_line_emptied_on_the_screen_is_not_filled_by_an_earlier_tick(evening: Evening) -> None:
    evening.guest(at=10)
    empty(evening, at=40)
    assert send(evening, tick(evening, 39, line=1, name="Nadia")) == ["later"]
    assert stands(evening) == []


def test_and_a_later_tick_fills_it_again(evening: Evening) -> None:
    evening.guest(at=10)
    empty(evening, at=40)
    assert send(evening, tick(evening, 41, line=1, name="Karim")) == ["taken"]
    assert stands(evening) == [(1, "attended", "Karim")]


def test_a_line_emptied_on_a_phone_was_emptied_when_it_was_ticked_there(evening: Evening) -> None:
    evening.guest(at=10)
    assert send(evening, tick(evening, 30, None, line=1), at=200) == ["taken"]
    assert send(evening, tick(evening, 20, line=1, name="Nadia"), at=201) == ["later"]
    assert send(evening, tick(evening, 40, line=1, name="Karim"), at=202) == ["taken"]
    assert stands(evening) == [(1, "attended", "Karim")]


def test_a_line_that_nobody_had_filled_is_emptied_all_the_same(evening: Evening) -> None:
    assert send(evening, tick(evening, 30, None, line=1)) == ["same"]
    assert send(evening, tick(evening, 20, line=1, name="Nadia"), at=201) == ["later"]
    assert stands(evening) == []


def test_a_line_left_blank_on_the_screen_is_no_act(evening: Evening) -> None:
    empty(evening, at=40)
    assert send(evening, tick(evening, 20, line=1, name="Nadia")) == ["taken"]


def test_a_presence_taken_back_is_not_brought_back_by_an_earlier_tick(evening: Evening) -> None:
    evening.tick(at=50)
    evening.tick(None, at=60)
    assert send(evening, tick(evening, 55)) == ["later"]
    assert evening.said() == []


SAID: tuple[dict[str, object], ...] = (
    {"presence": Presence.ATTENDED},
    {"presence": None},
    {"presence": Presence.PARTLY, "minutes": 20},
)


@pytest.mark.parametrize("told", [(0, 1, 2, 0), (0, 2, 1, 1), (0, 1, 0, 1), (1, 0, 0, 2), (0, 0, 1, 0)])
def test_in_whatever_order_phones_come_the_last_tick_stands(evening: Evening, told: tuple[int, ...]) -> None:
    """Each line, and each person, meets the same four ticks in another order."""
    orders = list(permutations(range(len(told))))
    people = [evening.learner(f"learner-{number}", Reply.INVITED) for number in range(len(orders))]
    for turn in range(len(told)):
        ticks = []
        for number, order in enumerate(orders):
            at, what = 20 + order[turn], SAID[told[order[turn]]]
            ticks += [
                tick(evening, at, line=number + 1, **what),
                tick(evening, at, person_id=people[number].id, **what),
            ]
        send(evening, *ticks, at=200 + turn)
    last = SAID[told[-1]]["presence"]
    assert {evening.seat(one).presence for one in people} == {last}
    assert {presence for _line, presence, _name in stands(evening)} == ({last} if last else set())
    assert len(stands(evening)) == (len(orders) if last else 0)
