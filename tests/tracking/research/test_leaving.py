"""Agreeing to research is a dated fact; taking it back, or being erased, empties every file that may hold her."""

from __future__ import annotations

from threading import Event, Thread

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.people.models import Person
from tests.tracking.indicators.told import NOW
from tests.tracking.research.world import DAY, World
from tracking.erasure import rules as erasing
from tracking.erasure.subjects import subject_by_email
from tracking.models import LearnerFact
from tracking.research import consent, keeping
from tracking.research.models import ResearchFile
from tracking.research.rules import files
from tracking.research.rules.choosing import choose
from tracking.research.rules.files import ChangedMeanwhile, Made


def test_nobody_agrees_by_default(world: World) -> None:
    person = world.make.person()
    assert not consent.agrees(world.session, person.id)
    world.story.joins(person)
    assert not consent.agrees(world.session, person.id) and consent.consenting(world.session) == {}


def test_agreeing_and_taking_it_back_are_dated_facts(world: World) -> None:
    person = world.make.person()
    for day, agrees in ((0, True), (1, True), (2, False), (3, False), (4, True)):
        with clock.at(NOW + day * DAY):
            choose(world.session, person.id, agrees=agrees)
        assert consent.agrees(world.session, person.id) is agrees
    facts = world.session.execute(
        select(LearnerFact.since, LearnerFact.value).where(LearnerFact.kind == consent.RESEARCH)
    )
    assert sorted(facts) == [(NOW, "yes"), (NOW + 2 * DAY, None), (NOW + 4 * DAY, "yes")]


def leaves(world: World, person: Person) -> None:
    """She takes her agreement back, as her page does."""
    person_id = person.id
    world.session.commit()
    with clock.at(NOW + DAY), db.transaction() as session:
        choose(session, person_id, agrees=False)


def erased(world: World, person: Person) -> None:
    """She is erased, as the command does."""
    email = person.addresses[0].email
    world.session.commit()
    with db.transaction() as session:
        subject = subject_by_email(session, email, "k" * 40)
        assert subject is not None
        erasure = erasing.begin(session, subject).id
    while some(erasure, subject):
        pass
    with db.transaction() as session:
        erasing.finish(session, erasure, subject)


def some(erasure: object, subject: object) -> int:
    with db.transaction() as session:
        return erasing.erase_some(session, erasure, subject)[0]  # type: ignore[arg-type]


def there(world: World, row: ResearchFile) -> bool:
    """Tell whether a file can still be fetched and lies on disk."""
    assert row.sha2 is not None
    now = world.again(row.id)
    assert (now.sha2 is not None) is keeping.path_of(row.sha2).exists()
    return now.sha2 is not None


@pytest.mark.parametrize("go", [leaves, erased])
def test_files_that_may_hold_somebody_go_when_she_goes(world: World, go: object) -> None:
    people = world.learners(6)
    study = world.agreed()
    row = world.made(study)
    name = {one["learner"] for one in world.pack(study).rows("learners")}
    go(world, people[0])  # type: ignore[operator]
    assert not there(world, row) and world.again(row.id).problem == "left"
    assert len(world.pack(study).rows("learners")) == len(name) - 1


@pytest.mark.parametrize("go", [leaves, erased])
def test_files_stay_when_somebody_goes_who_never_was_in_them(world: World, go: object) -> None:
    world.learners(5)
    stranger = world.learner(agrees=False)
    row = world.made(world.agreed())
    go(world, stranger)  # type: ignore[operator]
    assert there(world, row)


def test_files_of_before_she_agreed_stay(world: World) -> None:
    world.learners(5)
    late = world.learner(agrees=False)
    row = world.made(world.agreed())
    with clock.at(NOW + DAY / 2):
        choose(world.session, late.id, agrees=True)
    leaves(world, late)
    assert there(world, row)


def test_who_leaves_while_a_file_is_made_is_not_in_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    people = world.learners(6)
    row = world.ordered(world.agreed())
    keep = keeping.keep

    def leaves_meanwhile(out: object) -> tuple[str, int]:
        monkeypatch.setattr(keeping, "keep", keep)
        with clock.at(NOW):
            leaves(world, people[0])
        return keep(out)  # type: ignore[arg-type]

    monkeypatch.setattr(keeping, "keep", leaves_meanwhile)
    with pytest.raises(ChangedMeanwhile):
        world.make_now(row)
    world.make_now(row)
    assert world.again(row.id).report["shown"] == 5


def test_nothing_of_an_erased_person_is_left_in_the_room_of_files(world: World) -> None:
    people = world.learners(6)
    world.answers(people[0], "marker-of-hers")
    study = world.agreed()
    pack = world.pack(study)
    hers = next(one["learner"] for one in pack.rows("answers"))
    erased(world, people[0])
    later = world.pack(study)
    assert hers not in b"".join(later.inside.values()).decode()
    room = keeping.path_of("0" * 64).parent.parent
    assert [one.name for one in room.glob("??/*")] == [later.row.sha2]


def test_facts_of_agreeing_go_with_the_person(world: World) -> None:
    person = world.learner()
    erased(world, person)
    assert facts(world.session) == 0


def facts(session: Session) -> int:
    session.expire_all()
    return len(session.scalars(select(LearnerFact).where(LearnerFact.kind == consent.RESEARCH)).all())


def test_a_file_that_is_finished_while_somebody_leaves_waits_for_her_and_is_not_kept(world: World) -> None:
    people = world.learners(6)
    actors = frozenset(world.actor(one) for one in people)
    row, leaver = world.ordered(world.agreed()), people[0].id
    made = Made(name="a.zip", sha2="0" * 64, size=1, report={}, levels={}, actors=actors)
    begins, refused = Event(), []

    def finish() -> None:
        begins.set()
        try:
            with clock.at(NOW + DAY), db.transaction() as session:
                files.finish(session, row, made, {})
        except ChangedMeanwhile as error:
            refused.append(error)

    thread = Thread(target=finish)
    with clock.at(NOW + DAY), db.transaction() as session:
        choose(session, leaver, agrees=False)
        thread.start()
        begins.wait()
        thread.join(0.1)  # whether it has come to the lock by now or not, it must not pass
    thread.join()
    assert len(refused) == 1 and world.again(row.id).sha2 is None
