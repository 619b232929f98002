"""The round: who is gathered, who is left alone, what stays the same row, what lapses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Facilitator, Person, RoleGrant
from classcode.territory.models import Place
from helpdesk.availability.rules import links
from helpdesk.gathering import jobs
from helpdesk.gathering.finding.values import Rules
from helpdesk.gathering.models import MeetingSuggestion, SuggestedPerson
from helpdesk.gathering.queries.left_alone import ASKED_LATELY, SAID_NO, SET_ASIDE
from helpdesk.gathering.reasons import dates_read
from helpdesk.gathering.rules import choosing, keeping, taking
from helpdesk.gathering.rules.keeping import FORGOTTEN
from helpdesk.gathering.states import Dismissal, SuggestionState
from helpdesk.meetings.models import Meeting, MeetingState, Reply, Seat
from helpdesk.tickets.rules import away
from helpdesk.tickets.states import State
from tests.helpdesk.gathering.conftest import MODULE, WEEKS, Town, people_of

pytestmark = pytest.mark.usefixtures("four")


def test_four_people_after_the_same_week_make_a_suggestion(town: Town, four: list[Person]) -> None:
    assert town.go_round() == 1

    one = town.suggestion()
    assert people_of(one) == {person.id for person in four}
    assert (one.module, one.week, one.theme, one.language) == (MODULE, 1, None, "fr")
    assert (one.place_id, one.facilitator_id, one.region_code) == (town.place.id, town.bruno.id, "FR-BRE")
    assert [slot.start.isoformat() for slot in dates_read(one.dates)] == [
        "2026-11-17T18:00:00+00:00",
        "2026-11-24T18:00:00+00:00",
        "2026-12-01T18:00:00+00:00",
    ]


def test_three_people_make_none(town: Town, four: list[Person]) -> None:
    choosing.choose(town.session, four[0].id, wants=False)

    assert town.go_round() == 0


def test_three_with_questions_of_that_week_and_two_who_finished_it_meet(
    town: Town, four: list[Person]
) -> None:
    for person in four[2:]:
        choosing.choose(town.session, person.id, wants=False)
    asking = [town.make.person(name, commune="FR-35238") for name in ("mia", "lou", "ida")]
    for person in asking:
        town.asks(person, theme="tool", facilitator_id=town.bruno.id, state=State.ACCEPTED)

    town.go_round()

    one = town.suggestion()
    assert people_of(one) == {person.id for person in (*four[:2], *asking)}
    assert (one.week, one.theme) == (1, "tool")
    assert (
        one.reasons["facilitator"]["held"] == 3 and one.reasons["facilitator"]["points"]["continuity"] == 10
    )


def test_those_who_ask_the_same_are_gathered_by_it(town: Town, four: list[Person]) -> None:
    for person in four:
        town.asks(person, theme="notion", unit=None)

    town.go_round()

    assert (town.suggestion().week, town.suggestion().theme) == (0, "notion")


@pytest.mark.parametrize("changed", [{"unnamed": True}, {"state": State.RESOLVED}, {"theme": "other"}])
def test_a_question_without_a_name_settled_or_of_no_kind_gathers_nobody(
    town: Town, four: list[Person], changed: dict[str, object]
) -> None:
    for person in four:
        choosing.choose(town.session, person.id, wants=False)
    for name in ("mia", "lou", "ida", "eva"):
        town.asks(town.make.person(name, commune="FR-35238"), unit=None, **({"theme": "tool"} | changed))

    assert town.go_round() == 0


def test_whoever_finished_only_a_part_of_the_week_is_not_at_its_end(town: Town, four: list[Person]) -> None:
    half = {MODULE: [type(WEEKS[MODULE][0])(1, ("welcome", "first-program", "never-done"), ())]}

    assert jobs.look(town.session, half, Rules()).new == []


def test_somebody_who_went_on_to_week_three_meets_others_of_week_three(
    town: Town, four: list[Person]
) -> None:
    town.finish(four[0], week=3)

    assert town.go_round() == 0


def test_a_week_finished_in_another_season_is_no_point_any_more(town: Town, four: list[Person]) -> None:
    with clock.at(clock.now() + timedelta(days=90)):
        assert town.look().new == []


def test_somebody_without_a_commune_is_not_gathered(town: Town, four: list[Person]) -> None:
    four[0].commune_code = None
    town.session.flush()

    assert town.go_round() == 0


@pytest.mark.parametrize(
    "changed", [{"capacity": 3}, {"hidden_at": True}, {"accepted_at": None}, {"reported_at": True}]
)
def test_a_place_too_small_hidden_not_taken_up_or_reported_is_none(
    town: Town, changed: dict[str, object]
) -> None:
    values = {name: clock.now() if value is True else value for name, value in changed.items()}
    town.session.execute(update(Place).values(**values))

    assert town.go_round() == 0


def test_a_place_whose_seats_nobody_counted_is_suggested_where_there_is_no_other(
    town: Town, four: list[Person]
) -> None:
    town.session.execute(update(Place).values(capacity=None))

    assert town.go_round() == 1
    assert (town.suggestion().place_id, town.suggestion().reasons["place"]["seats"]) == (town.place.id, 0)
    assert town.go_round() == 0 and town.suggestion()


def meeting(
    town: Town,
    person: Person,
    *,
    days: int,
    reply: Reply = Reply.INVITED,
    asked: timedelta,
    module: str = MODULE,
) -> Meeting:
    """Make a meeting so many days from now to which somebody was asked a while ago."""
    starts = clock.now() + timedelta(days=days)
    made = Meeting(
        module=module, language="fr", region_code="FR-BRE", place=town.make.place("FR-35288"),
        starts_at=starts, ends_at=starts + timedelta(hours=2), zone="Europe/Paris", capacity=5,
        state=MeetingState.FIXED, cancel_by=starts, created_at=clock.now() - asked,
    )  # fmt: skip
    asked_at = clock.now() - asked
    replied = None if reply is Reply.INVITED else asked_at
    made.seats.append(Seat(person_id=person.id, invited_at=asked_at, reply=reply, replied_at=replied))
    town.session.add(made)
    town.session.flush()
    return made


def test_somebody_asked_to_a_meeting_lately_is_left_alone(town: Town, four: list[Person]) -> None:
    meeting(town, four[0], days=-1, asked=ASKED_LATELY - timedelta(days=1), module="another")

    assert town.look().new == []


def test_somebody_asked_long_enough_ago_may_be_gathered_again(town: Town, four: list[Person]) -> None:
    meeting(town, four[0], days=-1, asked=ASKED_LATELY + timedelta(days=1))

    assert len(town.look().new) == 1


def test_somebody_with_a_meeting_of_the_module_to_come_is_left_alone(town: Town, four: list[Person]) -> None:
    meeting(town, four[0], days=20, asked=timedelta(days=30), reply=Reply.YES)

    assert town.look().new == []


def test_somebody_with_dates_to_choose_is_left_alone_even_where_the_first_has_passed(
    town: Town, four: list[Person]
) -> None:
    meeting(town, four[0], days=-1, asked=timedelta(days=30)).state = MeetingState.POLLING
    town.session.flush()

    assert town.look().new == []


def test_a_no_said_once_counts_for_nothing_said_twice_it_is_respected(town: Town, four: list[Person]) -> None:
    meeting(town, four[0], days=20, asked=timedelta(days=30), reply=Reply.NO)
    assert len(town.look().new) == 1

    meeting(town, four[0], days=-5, asked=SAID_NO - timedelta(days=1), reply=Reply.NO)
    assert town.look().new == []


def test_somebody_who_met_after_week_one_needs_no_meeting_after_it(town: Town, four: list[Person]) -> None:
    town.met(four[0], days_ago=60)

    assert town.look().new == []


def test_a_suggestion_that_holds_stays_the_same_row(town: Town) -> None:
    town.go_round()
    before = town.suggestion().id

    with clock.at(clock.now() + timedelta(hours=1)):
        assert town.go_round() == 0

    assert town.suggestion().id == before


def test_a_suggestion_keeps_its_dates_while_two_of_them_can_still_be(town: Town) -> None:
    town.go_round()

    with clock.at(clock.now() + timedelta(days=6)):
        town.go_round()
    assert [f"{slot.start:%d.%m}" for slot in dates_read(town.suggestion().dates)] == ["24.11", "01.12"]


def test_a_suggestion_gets_new_dates_once_too_few_are_left(town: Town) -> None:
    town.go_round()

    with clock.at(clock.now() + timedelta(days=14)):
        town.go_round()
    assert [f"{slot.start:%d.%m}" for slot in dates_read(town.suggestion().dates)] == [
        "01.12",
        "08.12",
        "15.12",
    ]


def test_a_suggestion_lapses_once_too_few_of_its_people_are_left(town: Town, four: list[Person]) -> None:
    town.go_round()
    town.finish(four[0], week=3, days_ago=0)

    town.go_round()

    assert town.suggestions() == []
    [lapsed] = town.suggestions(SuggestionState.LAPSED)
    assert lapsed.closed_at == clock.now()


def test_whoever_leaves_the_point_leaves_a_suggestion_that_still_holds(
    town: Town, four: list[Person]
) -> None:
    fifth = town.finished("ida")
    town.go_round()
    town.finish(fifth, week=3, days_ago=0)

    town.go_round()

    assert people_of(town.suggestion()) == {person.id for person in four}


def test_a_suggestion_lapses_with_its_facilitator_and_comes_back_without(town: Town) -> None:
    town.go_round()
    before = town.suggestion().id
    town.session.execute(RoleGrant.__table__.delete())  # type: ignore[attr-defined]

    town.go_round()

    assert town.suggestion().id != before and town.suggestion().facilitator_id is None


def test_a_dismissed_suggestion_does_not_come_back_for_thirty_days(town: Town) -> None:
    town.go_round()
    taking.dismiss(town.session, town.suggestion(), Dismissal.NOT_NOW, by=town.bruno.id)

    with clock.at(clock.now() + SET_ASIDE - timedelta(hours=1)):
        assert town.go_round() == 0
    with clock.at(clock.now() + SET_ASIDE + timedelta(hours=1)):
        assert town.go_round() == 1


def test_dismissed_for_a_week_people_may_still_meet_about_what_they_ask(
    town: Town, four: list[Person]
) -> None:
    town.go_round()
    taking.dismiss(town.session, town.suggestion(), Dismissal.NOT_NOW, by=town.bruno.id)
    for person in four:
        town.asks(person, theme="tool")

    town.go_round()

    assert (town.suggestion().week, town.suggestion().theme) == (0, "tool")


def test_suggestions_closed_long_ago_are_forgotten_with_their_people(town: Town) -> None:
    town.go_round()
    taking.dismiss(town.session, town.suggestion(), Dismissal.NOT_NOW, by=town.bruno.id)

    with clock.at(clock.now() + FORGOTTEN + timedelta(days=1)):
        assert keeping.forget(town.session) == 1
    assert town.session.scalar(select(SuggestedPerson.person_id)) is None


def test_two_rounds_that_saw_the_same_add_one_suggestion(town: Town) -> None:
    first, second = town.look(), town.look()

    assert (jobs.write(town.session, first), jobs.write(town.session, second)) == (1, 0)


def test_an_absence_leaves_its_evenings_out_and_says_so(town: Town) -> None:
    today = clock.now().date()
    away.declare(town.session, town.bruno.id, today + timedelta(days=5), today + timedelta(days=9))

    town.go_round()

    one = town.suggestion()
    assert [f"{slot.start:%d.%m}" for slot in dates_read(one.dates)] == ["24.11", "01.12"]
    assert one.reasons["dates"]["left_out"] == {"closed": 1}


def test_school_holidays_leave_her_evenings_out_where_she_is_off(town: Town) -> None:
    """Winter holidays of Rennes go from 19 December to 4 January: one Tuesday is left, too few to lead."""
    town.session.execute(update(Facilitator).values(off_in_holidays=True))

    with clock.at(clock.now() + timedelta(days=35)):
        town.go_round()

    one = town.suggestion()
    assert one.facilitator_id is None and one.reasons["not_chosen"] == {"no-dates": 1}
    assert [f"{slot.start:%d.%m}" for slot in dates_read(one.dates)] == ["05.01", "06.01", "07.01"]


def test_learners_on_an_island_are_gathered_only_with_a_link(town: Town, four: list[Person]) -> None:
    """Somebody of Ajaccio moved her place beside Rennes on paper: only the landmass differs."""
    town.session.execute(update(Place).values(commune_code="FR-2A004"))
    assert town.look().new == []

    links.declare(town.session, "FR-20R", "FR-BRE", by=town.bruno.id)
    assert len(town.look().new) == 1


def test_the_job_writes_what_it_finds(town: Town) -> None:
    town.session.commit()

    jobs.rounder(4, lambda: WEEKS)("a round")
    jobs.rounder(4, lambda: WEEKS)("a round")

    town.session.rollback()
    assert len(town.suggestions()) == 1


def test_a_round_asks_as_many_queries_however_many_people_there_are(town: Town, session: Session) -> None:
    few = queries_of(town, session)
    for number in range(30):
        town.asks(town.finished(f"p{number}"), theme="tool")
        town.make.place()

    assert queries_of(town, session) == few <= 24


def queries_of(town: Town, session: Session) -> int:
    """Count the statements of one look."""
    seen: list[str] = []

    def note(*args: object) -> None:
        seen.append(str(args[2]))

    session.flush()
    session.expire_all()
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        town.look()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_nothing_that_is_kept_of_a_suggestion_names_a_person(town: Town, four: list[Person]) -> None:
    for person in four:
        town.asks(person, theme="tool", facilitator_id=town.bruno.id, state=State.ACCEPTED)
    town.go_round()

    one: MeetingSuggestion = town.suggestion()
    told = str(one.reasons) + str(one.dates)
    assert not any(str(person.id) in told or (person.name or "-") in told for person in (*four, town.bruno))
