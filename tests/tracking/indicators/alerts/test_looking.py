"""The daily look, on rows of the record: which alerts open, last and close, and that a second look changes nothing."""

from __future__ import annotations

from sqlalchemy import select

from tests.make import Make
from tests.tracking.indicators.alerts.people import (
    COURSE,
    MANY,
    TODAY,
    UNITS,
    K,
    do,
    join,
    looked,
    meet,
    told,
    wait,
)
from tests.tracking.indicators.rows import Rows, day
from tests.tracking.indicators.told import NOW, SLUG, Story
from tracking import vocabulary
from tracking.indicators.alerts.models import IndicatorAlert
from tracking.projections.models import LessonDone
from tracking.statements import Result
from tracking.vocabulary import Verb

BRETAGNE, OCCITANIE = "FR-BRE", "FR-OCC"
NOBODY_THERE = ("no-facilitator", BRETAGNE, "")


def test_a_region_where_many_joined_and_nobody_facilitates_has_an_alert(rows: Rows) -> None:
    join(rows, MANY, BRETAGNE)
    [alert] = looked(rows.session)
    assert told([alert]) == [NOBODY_THERE]
    assert MANY - 6 <= alert.figures["joined"] <= MANY + 6
    assert alert.figures["asked"] == 0


def test_the_alert_closes_when_somebody_facilitates_there_and_its_row_stays(rows: Rows, make: Make) -> None:
    join(rows, MANY, BRETAGNE)
    looked(rows.session)
    make.facilitator("bruno", region=BRETAGNE, commune="FR-35238")
    assert looked(rows.session, 1) == []
    [alert] = rows.session.scalars(select(IndicatorAlert))
    assert alert.closed_at is not None


def test_who_facilitates_everywhere_counts_where_she_lives(rows: Rows, make: Make) -> None:
    join(rows, MANY, BRETAGNE)
    join(rows, MANY, OCCITANIE)
    everywhere = make.facilitator("eve", region=BRETAGNE, commune="FR-31555")
    everywhere.grants[0].region_code = None
    assert told(looked(rows.session)) == [NOBODY_THERE]


def test_a_facilitator_whose_account_is_closed_does_not_count(rows: Rows, make: Make) -> None:
    join(rows, MANY, BRETAGNE)
    make.facilitator("bruno", region=BRETAGNE, commune="FR-35238").disabled_at = NOW
    assert told(looked(rows.session)) == [NOBODY_THERE]


def test_no_alert_tells_a_count_of_people_from_one_to_k(rows: Rows) -> None:
    for number, region in enumerate((BRETAGNE, OCCITANIE, "FR-COR", "FR-PAC", "BE-BRU", "BE-WLG")):
        join(rows, 1 + number, region)
    for alert in looked(rows.session):
        assert alert.figures["joined"] >= K


def test_a_second_look_on_the_same_day_changes_nothing(rows: Rows) -> None:
    join(rows, MANY, BRETAGNE)
    before = [(one.id, one.figures, one.opened_at, one.last_seen) for one in looked(rows.session)]
    after = [(one.id, one.figures, one.opened_at, one.last_seen) for one in looked(rows.session, 0.2)]
    assert before == after


def test_an_alert_that_lasts_is_the_same_row_with_a_later_day(rows: Rows) -> None:
    join(rows, MANY, BRETAGNE)
    [first] = [(one.id, one.last_seen) for one in looked(rows.session)]
    [second] = [(one.id, one.last_seen) for one in looked(rows.session, 3)]
    assert first[0] == second[0]
    assert (second[1] - first[1]).days == 3


def test_waits_that_doubled_open_an_alert_there_and_for_everywhere(rows: Rows) -> None:
    wait(rows, 20, TODAY - 60)
    wait(rows, 60, TODAY - 10)
    found = [alert for alert in looked(rows.session) if alert.kind == "waits"]
    assert [alert.region for alert in found] == ["", BRETAGNE]
    assert found[1].figures["lately"] > found[1].figures["before"]


def test_questions_that_nobody_answered_count_with_what_they_have_waited(rows: Rows) -> None:
    wait(rows, 20, TODAY - 60)
    for _ in range(MANY):
        rows.asks(rows.someone(region=BRETAGNE), TODAY - 10)
    assert ("waits", BRETAGNE, "") in told(looked(rows.session))


def test_waits_that_stay_as_they_were_open_none(rows: Rows) -> None:
    wait(rows, 20, TODAY - 60)
    wait(rows, 21, TODAY - 10)
    assert "waits" not in {alert.kind for alert in looked(rows.session)}


def test_meetings_to_which_half_as_many_come_open_an_alert(rows: Rows) -> None:
    people = [rows.someone() for _ in range(3 * MANY)]
    meet(rows, TODAY - 80, people, meetings=6)
    meet(rows, TODAY - 20, people[:MANY], meetings=6)
    assert ("emptying", BRETAGNE, "") in told(looked(rows.session))


def test_the_unit_after_which_most_went_no_further_has_an_alert_with_its_names(rows: Rows) -> None:
    for number in range(2 * MANY):
        do(rows, rows.someone(), 1 if number % 4 else 3)
    [alert] = looked(rows.session)
    assert told([alert]) == [("stops", "", UNITS[1])]
    assert alert.names["en"] == "Unit b"


def test_who_did_the_unit_before_of_late_has_not_stopped(rows: Rows) -> None:
    for number in range(2 * MANY):
        do(rows, rows.someone(), 1 if number % 4 else 3, TODAY - 10)
    assert looked(rows.session) == []


def test_who_skipped_a_unit_and_went_on_or_finished_the_module_has_not_stopped(rows: Rows) -> None:
    for number in range(2 * MANY):
        who = rows.someone()
        do(rows, who, 1)
        if number % 2:
            rows.reaches(who, "trained", TODAY - 50)
        else:
            done = {"path": UNITS[2], "module": SLUG, "at": day(TODAY - 50), "minutes": 30}
            rows.session.add(LessonDone(**who.columns, **done))
    assert looked(rows.session) == []


def test_a_question_that_many_answer_wrong_the_last_time_has_an_alert(story: Story) -> None:
    path = COURSE.questions[0].path
    thing = vocabulary.question(vocabulary.activity(SLUG, "a", "quiz"), "q1", "choice")
    assert thing.path == path
    for number in range(MANY):
        who = story.person(BRETAGNE)
        story.joins(who, TODAY - 100)
        story.tell(who, Verb.ANSWERED, thing, TODAY - 21, result=Result(success=bool(number % 2)))
        story.tell(who, Verb.ANSWERED, thing, TODAY - 20, result=Result(success=number % 5 == 0))
    found = [alert for alert in looked(story.session) if alert.kind == "failed"]
    assert told(found) == [("failed", "", path), ("failed", BRETAGNE, path)]
    assert 0.6 < found[0].figures["share"] < 1


def test_a_wrong_answer_that_was_corrected_is_forgiven(story: Story) -> None:
    thing = vocabulary.question(vocabulary.activity(SLUG, "a", "quiz"), "q1", "choice")
    for _ in range(MANY // 2):
        who = story.person(BRETAGNE)
        story.joins(who, TODAY - 100)
        for late, success in ((0, False), (1, True)):
            story.tell(who, Verb.ANSWERED, thing, TODAY - 20 + late, result=Result(success=success))
    assert "failed" not in {alert.kind for alert in looked(story.session)}


def test_a_closed_alert_opens_anew_as_another_row(rows: Rows, make: Make) -> None:
    join(rows, MANY, BRETAGNE)
    [first] = looked(rows.session)
    bruno = make.facilitator("bruno", region=BRETAGNE, commune="FR-35238")
    assert looked(rows.session, 1) == []
    bruno.disabled_at = NOW
    [second] = looked(rows.session, 2)
    assert first.id != second.id
