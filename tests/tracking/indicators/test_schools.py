"""Schools touched and accompanied, pupils of declared classes, the interval of an age class, declared figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person
from classcode.people.rules.profile import Told as Profile
from classcode.territory.schools.importing import import_schools
from classcode.territory.schools.models import School, SchoolStep
from tests.tracking.indicators.told import MARCH, NOW, Story
from tracking import declared
from tracking.declared_figures import births, classes, rules
from tracking.declared_figures.classes import ToldClass
from tracking.declared_figures.kinds import Kind
from tracking.declared_figures.rules import Told
from tracking.indicators.tally import Lack
from tracking.rules import note_fact

FRENCH = (
    "official_id;name;stages;network;commune;index_scheme;index_value;index_low\n"
    "A;École de Rennes;elementaire;public;35238;fr-ips;80;oui\n"
    "B;Collège de Rennes;college;public;35238;fr-ips;110;non\n"
    "C;École de Toulouse;elementaire;public;31555;;;\n"
).encode()
BELGIAN = (
    "official_id;name;stages;network;commune;index_scheme;index_value\n"
    "D;École de Nivelles;primaire;WBE;25072;be-class;3\n"
    "E;École de Bruxelles;primaire;SeGEC;21004;be-class;15\n"
).encode()


@pytest.fixture(autouse=True)
def at_the_end_of_june() -> Iterator[None]:
    with clock.at(NOW):
        yield


@pytest.fixture
def schools(session: Session) -> dict[str, School]:
    """Five schools, by their official number."""
    import_schools(session, "fr", FRENCH)
    import_schools(session, "be-fr", BELGIAN)
    return {one.official_id: one for one in session.scalars(select(School))}


@pytest.fixture
def denise(story: Story) -> Person:
    return story.make.lead("denise")


def step(session: Session, school: School, day: date, year: str = "2025-2026") -> None:
    session.add(SchoolStep(id=uuid4(), school_id=school.id, school_year=year, done_on=day, recorded_at=MARCH))
    session.flush()


def declare(
    session: Session, by: Person, school: School | None, pupils: int, girls: int | None = None, **more: object
) -> None:
    words: dict[str, object] = {"name": uuid4().hex, "held_on": date(2026, 4, 2), "source": "Journal"}
    if school is None:
        words |= {"place": "Centre de loisirs", "region_code": "FR-BRE"}
    told = ToldClass(
        pupils=pupils,
        girls=girls,
        school_id=school.id if school else None,
        **(words | more),  # type: ignore[arg-type]
    )
    classes.declare_class(session, told, by=by.id)


def test_without_a_directory_there_is_no_source(story: Story) -> None:
    found = story.figures()["schools-touched"]
    assert (found.total.value, found.lacks) == (None, Lack.SOURCE)


def test_a_school_is_accompanied_from_its_second_step_of_one_year_on(
    session: Session, story: Story, schools: dict[str, School]
) -> None:
    step(session, schools["A"], date(2025, 10, 1))
    step(session, schools["A"], date(2026, 4, 1))
    step(session, schools["A"], date(2026, 5, 1))
    step(session, schools["B"], date(2026, 3, 3))
    step(session, schools["B"], date(2026, 4, 3))
    step(session, schools["C"], date(2026, 4, 4), "2025-2026")
    step(session, schools["C"], date(2025, 4, 4), "2024-2025")
    found = story.figures()
    assert found["schools-accompanied"].total.value == 2
    assert found["schools-accompanied-primary"].total.value == 1
    assert found["schools-accompanied-secondary"].total.value == 1
    april = dict(found["schools-accompanied"].by_month)["2026-04"]
    assert april.value == 2
    assert story.total("schools-touched") == 3
    assert story.total("schools-accompanied", region="FR-OCC") == 0


def test_a_school_is_touched_by_who_works_there_by_classes_and_by_steps_and_counts_once(
    session: Session, story: Story, schools: dict[str, School], denise: Person
) -> None:
    person = story.person("FR-BRE")
    note_fact(session, person.id, "school", str(schools["A"].id), since=MARCH)
    story.joins(person, 1)
    assert story.total("schools-touched") == 0
    story.plays(person, 2)
    step(session, schools["A"], date(2026, 4, 1))
    declare(session, denise, schools["A"], 20)
    declare(session, denise, schools["D"], 20)
    assert story.total("schools-touched") == 2
    assert story.total("schools-touched", network="WBE") == 1
    assert story.total("schools-touched", country="FR") == 1
    assert story.figures(gender="f")["schools-touched"].lacks == Lack.FILTER


def test_brussels_counts_by_the_school_s_community(
    session: Session, story: Story, schools: dict[str, School]
) -> None:
    step(session, schools["E"], date(2026, 4, 1))
    assert story.total("schools-touched", community="fr") == 1
    assert story.total("schools-touched", community="nl") == 0


def test_a_class_counts_once_and_its_girls_where_they_are_known(
    session: Session, story: Story, schools: dict[str, School], denise: Person
) -> None:
    for _ in range(10):
        declare(session, denise, schools["A"], 24, 12, name="CM1")
    declare(session, denise, schools["B"], 16)
    declare(session, denise, None, 10, 2)
    found = story.figures()
    reached = found["pupils-reached"].total
    assert (reached.value, reached.rests.people) == (50, 50)
    girls = found["girls-share"].total
    assert girls.value == pytest.approx(14 / 34)
    assert girls.over is not None
    assert [part.value for part in girls.over] == [14, 34]
    assert story.figures()["pupils-reached"].total.rests.key == reached.rests.key


def test_rural_low_index_and_their_union_keep_each_scheme_apart(
    session: Session, story: Story, schools: dict[str, School], denise: Person
) -> None:
    schools["C"].commune.rural = True
    for key, pupils in (("A", 30), ("B", 20), ("C", 50), ("D", 10), ("E", 30)):
        declare(session, denise, schools[key], pupils)
    declare(session, denise, None, 25)
    french = story.figures(country="FR")
    assert french["rural"].total.value == pytest.approx(50 / 100)
    assert french["low-index"].total.value == pytest.approx(30 / 50)
    assert french["rural-or-low-index"].total.value == pytest.approx(30 / 50)
    assert story.figures(country="BE")["low-index"].total.value == pytest.approx(10 / 40)
    assert story.total("low-index") is None
    assert story.total("rural-or-low-index") is None
    regions = dict(story.figures()["low-index"].by_region)
    assert regions["BE-WBR"].value == pytest.approx(1.0)


def test_the_interval_of_an_age_class_names_both_ends(
    session: Session, story: Story, schools: dict[str, School], denise: Person
) -> None:
    for pupils_a_year in (24, 30, None):
        person = story.person("FR-BRE")
        if pupils_a_year:
            declared.tell(session, person.id, Profile(pupils_a_year=pupils_a_year))
        story.joins(person, 1)
        story.finishes(person, 3)
    classes.enter_births(session, "FR", 2016, 700_000, source="Insee", by=denise.id)
    declare(session, denise, schools["A"], 24)
    found = story.figures(country="FR")
    assert found["age-class-upper"].total.value == pytest.approx(3 * 27 / 700_000)
    assert found["age-class-upper"].total.rests.people == 3
    assert found["age-class-lower"].total.value == pytest.approx(24 / 700_000)
    assert story.figures(country="BE")["age-class-upper"].lacks is None
    assert story.figures()["age-class-upper"].lacks == Lack.FILTER
    assert story.figures(country="FR", region="FR-BRE")["age-class-lower"].lacks == Lack.FILTER


def test_without_births_an_age_class_has_no_source(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(births, "shipped", tuple)
    assert story.figures(country="FR")["age-class-upper"].lacks == Lack.SOURCE


def test_declared_figures_stand_by_region_and_month_and_none_is_not_zero(
    session: Session, story: Story, denise: Person
) -> None:
    for value, region, day in ((100, None, 2), (50, "FR-BRE", 3), (7, "FR-BRE", 40)):
        told = Told(
            kind=Kind.INFORMED,
            about="Salon",
            value=value,
            region_code=region,
            source="Comptage",
            dated_on=date.fromordinal(date(2026, 3, 1).toordinal() + day),
        )
        rules.enter(session, told, by=denise.id)
    informed = story.figures()["informed"]
    assert (informed.total.value, informed.lacks) == (157, None)
    regions = dict(informed.by_region)
    assert (regions[None].value, regions["FR-BRE"].value) == (100, 57)
    assert dict(informed.by_month)["2026-05"].value is None
    assert story.total("informed", allowed=frozenset({"FR-BRE"})) == 57
    assert story.total("informed", country="BE") is None
    assert story.figures()["press"].lacks == Lack.SOURCE
    assert story.figures(language="fr")["informed"].lacks == Lack.FILTER
