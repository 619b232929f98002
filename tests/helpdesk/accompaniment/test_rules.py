"""Opening an accompaniment, writing its steps, marking who was there."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode.errors import Invalid, NotFound
from classcode.people.models import Person
from classcode.people.rules.profile import Told as Profile
from classcode.territory.schools.models import School, SchoolStep
from helpdesk.accompaniment import access, queries
from helpdesk.accompaniment.access import Seen
from helpdesk.accompaniment.models import Accompaniment, AccompanimentTrail
from helpdesk.accompaniment.rules import attending, opening, stepping
from helpdesk.accompaniment.rules.stepping import ChangedMeanwhile
from helpdesk.accompaniment.stages import days_of, is_accompanied, years_offered
from tests.helpdesk.accompaniment.conftest import YEAR, again, told
from tests.helpdesk.accompaniment.people import Worker
from tests.make import Make
from tracking import declared

pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture(autouse=True)
def november() -> object:
    """A day of the school year in which the tests play."""
    with time_machine.travel("2026-11-20T10:00:00Z", tick=False):
        yield


def counted(session: Session) -> int:
    session.flush()
    return session.scalar(select(func.count()).select_from(SchoolStep)) or 0


def test_two_completed_steps_make_a_school_accompanied() -> None:
    assert [is_accompanied(n) for n in (0, 1, 2, 3)] == [False, False, True, True]


def test_a_year_begins_with_its_first_day_of_class_and_ends_before_the_next() -> None:
    assert days_of("fr", YEAR) == (date(2026, 9, 1), date(2027, 8, 31))
    assert years_offered("be-fr", date(2026, 8, 23)) == ["2025-2026", "2026-2027", "2024-2025"]


def test_beginning_twice_is_one_accompaniment(
    session: Session, seen: Seen, school: School, bruno: Person
) -> None:
    same = opening.open_accompaniment(session, Worker.of(session, bruno), school.id, YEAR)
    assert same.id == seen.accompaniment.id
    assert session.scalar(select(func.count()).select_from(AccompanimentTrail)) == 1


def test_nobody_accompanies_a_school_of_another_region(
    session: Session, school: School, chloe: Person, ada: Person
) -> None:
    for person in (chloe, ada):
        with pytest.raises(NotFound):
            opening.open_accompaniment(session, Worker.of(session, person), school.id, YEAR)
    assert session.scalar(select(func.count()).select_from(Accompaniment)) == 0


def test_a_year_far_away_is_refused(session: Session, school: School, bruno: Person) -> None:
    with pytest.raises(Invalid):
        opening.open_accompaniment(session, Worker.of(session, bruno), school.id, "2019-2020")


def test_another_region_finds_nothing(session: Session, seen: Seen, chloe: Person) -> None:
    with pytest.raises(NotFound):
        access.accompaniment(session, Worker.of(session, chloe), seen.accompaniment.id)


def test_a_step_that_was_done_is_counted_and_a_planned_one_is_not(
    session: Session, seen: Seen, bruno: Person
) -> None:
    stepping.add_step(session, seen, told(), by=bruno.id)
    stepping.add_step(session, seen, told(done_on=None), by=bruno.id)
    only = session.scalars(select(SchoolStep)).one()
    assert (only.done_on, only.school_year) == (date(2026, 10, 8), YEAR)


def test_correcting_the_day_away_takes_the_step_out_of_the_count(
    session: Session, seen: Seen, bruno: Person
) -> None:
    step = stepping.add_step(session, seen, told(), by=bruno.id)
    stepping.change_step(session, seen, step, told(done_on=None), version=1, by=bruno.id)
    assert counted(session) == 0
    stepping.change_step(session, seen, step, told(), version=2, by=bruno.id)
    assert counted(session) == 1


def test_a_withdrawn_step_no_longer_counts_and_its_words_stay_in_the_trail(
    session: Session, seen: Seen, bruno: Person
) -> None:
    step = stepping.add_step(session, seen, told(), by=bruno.id)
    stepping.withdraw_step(session, seen, step, by=bruno.id)
    assert counted(session) == 0
    assert queries.trail_of(session, seen.accompaniment)[0].before["title"] == "Premier entretien"


def test_a_correction_leaves_the_former_words(session: Session, seen: Seen, bruno: Person) -> None:
    step = stepping.add_step(session, seen, told(), by=bruno.id)
    stepping.change_step(
        session, seen, step, told(done_on=date(2026, 10, 9), headcount=5), version=1, by=bruno.id
    )
    latest = queries.trail_of(session, seen.accompaniment)[0]
    assert (latest.before, latest.by_person_id) == ({"done_on": "2026-10-08", "headcount": 4}, bruno.id)


def test_the_same_words_again_leave_no_line(session: Session, seen: Seen, bruno: Person) -> None:
    step = stepping.add_step(session, seen, told(), by=bruno.id)
    assert not stepping.change_step(session, seen, step, told(), version=1, by=bruno.id)
    assert step.version == 1


def test_of_two_who_write_at_once_the_second_is_told_and_nothing_is_lost(
    session: Session, seen: Seen, bruno: Person
) -> None:
    step = stepping.add_step(session, seen, told(), by=bruno.id)
    stepping.change_step(session, seen, step, told(agreed="Trois ateliers."), version=1, by=bruno.id)
    with pytest.raises(ChangedMeanwhile) as conflict:
        stepping.change_step(session, seen, step, told(title="Entretien"), version=1, by=uuid4())
    assert (conflict.value.now.agreed, conflict.value.version) == ("Trois ateliers.", 2)
    assert (conflict.value.merged.title, conflict.value.merged.agreed) == ("Entretien", "Trois ateliers.")
    assert step.title == "Premier entretien"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"agreed": "x" * 2001}, "agreed"),
        ({"agreed": "Écrire à directrice@ecole.example"}, "agreed"),
        ({"headcount": 0}, "headcount"),
        ({"headcount": 301}, "headcount"),
        ({"planned_on": date(2025, 10, 6)}, "planned_on"),
        ({"done_on": date(2026, 11, 21)}, "done_on"),
    ],
)
def test_a_step_that_cannot_be_is_refused_at_its_field(
    session: Session, seen: Seen, bruno: Person, changed: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        stepping.add_step(session, seen, told(**changed), by=bruno.id)
    assert (refused.value.field, counted(session)) == (field, 0)


def test_people_of_the_region_and_of_the_school_are_found_by_name(
    session: Session, seen: Seen, make: Make, school: School
) -> None:
    near = make.person("marion", commune="FR-35288")
    far = make.person("mariette", commune="FR-31555")
    theirs = make.person("marie", commune="FR-31555")
    declared.tell(session, theirs.id, Profile(school_id=school.id))
    assert [one.id for one in attending.people_found(session, seen, "Mar")] == [theirs.id, near.id]
    assert attending.people_found(session, seen, "ma") == []
    step = stepping.add_step(session, seen, told(), by=theirs.id)
    with pytest.raises(NotFound):
        attending.mark(session, seen, step, far.id, by=theirs.id)


def test_a_name_is_printed_only_after_its_owner_said_yes(
    session: Session, seen: Seen, ada: Person, bruno: Person
) -> None:
    step = stepping.add_step(session, seen, told(), by=bruno.id)
    assert attending.mark(session, seen, step, ada.id, by=bruno.id)
    assert not attending.mark(session, seen, step, ada.id, by=bruno.id)
    assert queries.agreed_names(session, step) == []
    presence = access.own_presence(session, Worker.of(session, ada), step.id)
    attending.agree(presence, named=True)
    session.flush()
    assert queries.agreed_names(session, step) == ["Ada"]
    assert [one.named for one in queries.own_steps(session, ada.id)] == [True]


def test_the_last_person_cannot_be_taken_off_a_step_that_was_done(
    session: Session, seen: Seen, ada: Person, bruno: Person
) -> None:
    step = stepping.add_step(session, seen, told(headcount=0, done_on=None), by=bruno.id)
    attending.mark(session, seen, step, ada.id, by=bruno.id)
    seen = again(session, Worker.of(session, bruno), seen.accompaniment.id)
    stepping.change_step(session, seen, access.step(seen, step.id), told(headcount=0), version=1, by=bruno.id)
    with pytest.raises(Invalid):
        attending.unmark(session, access.step(seen, step.id), ada.id, by=bruno.id)


def test_whoever_was_not_there_takes_herself_off(
    session: Session, seen: Seen, ada: Person, bruno: Person
) -> None:
    step = stepping.add_step(session, seen, told(), by=bruno.id)
    attending.mark(session, seen, step, ada.id, by=bruno.id)
    attending.was_not_there(session, access.own_presence(session, Worker.of(session, ada), step.id))
    session.flush()
    with pytest.raises(NotFound):
        access.own_presence(session, Worker.of(session, ada), step.id)
    assert counted(session) == 1


def test_only_who_leads_the_region_hides_words(
    session: Session, seen: Seen, make: Make, bruno: Person
) -> None:
    step = stepping.add_step(session, seen, told(), by=bruno.id)
    held = seen.accompaniment.id
    with pytest.raises(NotFound):
        access.led_step(session, Worker.of(session, bruno), held, step.id)
    denise = Worker.of(session, make.lead("denise", "FR-BRE"))
    attending.report(session, step)
    attending.hide(session, access.led_step(session, denise, held, step.id), by=denise.id)
    assert step.hidden_at is not None
    attending.show_again(session, step, by=denise.id)
    assert (step.hidden_at, step.reported_at, counted(session)) == (None, None, 1)


def test_an_accompaniment_is_handed_to_somebody_of_the_region_only(
    session: Session, seen: Seen, make: Make, bruno: Person, chloe: Person
) -> None:
    eve = make.facilitator("eve", region="FR-BRE", commune="FR-29019")
    with pytest.raises(Invalid):
        opening.hand_over(session, seen, chloe.id, by=bruno.id)
    assert opening.hand_over(session, seen, eve.id, by=bruno.id)
    assert seen.accompaniment.facilitator_id == eve.id
