"""Declaring figures, classes and births: refused where they cannot be, corrected with a trail, never doubled."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode.errors import Invalid
from classcode.people.models import Person
from classcode.territory.schools.importing import import_schools
from classcode.territory.schools.models import School
from tests.make import Make
from tracking.declared_figures import births, classes, queries, rules
from tracking.declared_figures.classes import ToldClass
from tracking.declared_figures.kinds import Kind
from tracking.declared_figures.models import BirthCount, ClassDeclaration, DeclaredClass, DeclaredFigure
from tracking.declared_figures.rules import CorrectedMeanwhile, Told

FIRST, LAST = date(2025, 9, 1), date(2026, 8, 31)
LIST = b"official_id;name;stages;commune\n0351234A;Jules-Verne;elementaire;35238\n"


@pytest.fixture
def denise(make: Make) -> Person:
    """Denise leads all regions."""
    return make.lead("denise")


@pytest.fixture
def school(session: Session) -> School:
    """A school of Rennes."""
    import_schools(session, "fr", LIST)
    return session.scalars(select(School)).one()


def told(**changed: object) -> Told:
    words: dict[str, object] = {
        "kind": Kind.INFORMED,
        "about": "Journée de rentrée",
        "value": 1200,
        "dated_on": date(2025, 10, 8),
        "source": "Comptage à l’entrée",
    }
    return Told(**(words | changed))  # type: ignore[arg-type]


def a_class(school: School | None, **changed: object) -> ToldClass:
    words: dict[str, object] = {
        "name": "CM1 A",
        "held_on": date(2025, 11, 4),
        "pupils": 24,
        "girls": 11,
        "source": "Enseignante",
        "school_id": school.id if school else None,
    }
    return ToldClass(**(words | changed))  # type: ignore[arg-type]


def test_what_is_declared_adds_up_and_what_is_not_is_no_zero(session: Session, denise: Person) -> None:
    for value in (1200, 300):
        rules.enter(session, told(value=value), by=denise.id)
    rules.enter(session, told(value=9, dated_on=date(2024, 1, 1)), by=denise.id)
    assert queries.declared(session, Kind.INFORMED, FIRST, LAST) == 1500
    assert queries.declared(session, Kind.PRESS, FIRST, LAST) is None


def test_public_and_private_are_told_apart_and_other_money_is_not_added(
    session: Session, denise: Person
) -> None:
    for sector, currency, value in (
        ("public", "EUR", 30_000),
        ("private", "EUR", 5000),
        ("public", "CHF", 7),
    ):
        money = told(kind=Kind.MONEY, sector=sector, currency=currency, value=value)
        rules.enter(session, money, by=denise.id)
    assert queries.declared(session, Kind.MONEY, FIRST, LAST) == 35_000
    assert queries.declared(session, Kind.MONEY, FIRST, LAST, sector="public") == 30_000


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": "trained"}, "kind"),
        ({"about": " "}, "about"),
        ({"source": ""}, "source"),
        ({"value": None}, "value"),
        ({"value": -1}, "value"),
        ({"value": 1.5}, "value"),
        ({"value": float("nan")}, "value"),
        ({"dated_on": date(2090, 1, 1)}, "dated_on"),
        ({"dated_on": date(1999, 1, 1)}, "dated_on"),
        ({"covers_from": date(2025, 12, 1)}, "covers_from"),
        ({"region_code": "FR-XXX"}, "region"),
        ({"kind": Kind.MONEY, "currency": "EUR"}, "sector"),
        ({"kind": Kind.MONEY, "sector": "public", "currency": "BTC"}, "currency"),
        ({"kind": Kind.ACTION, "value": 5}, "value"),
        ({"narrative": "x" * 3001}, "narrative"),
    ],
)
def test_what_cannot_be_declared_is_refused_at_its_field(
    session: Session, denise: Person, changed: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        rules.enter(session, told(**changed), by=denise.id)
    assert refused.value.field == field
    assert session.scalar(select(func.count()).select_from(DeclaredFigure)) == 0


def test_a_correction_keeps_the_former_words(session: Session, denise: Person, make: Make) -> None:
    emile = make.lead("emile")
    figure = rules.enter(session, told(), by=denise.id)
    assert rules.correct(session, figure, told(value=1100), version=1, by=emile.id)
    latest, first = queries.trail_of(session, figure)
    assert (latest.what, latest.before, latest.by_person_id) == ("corrected", {"value": 1200}, emile.id)
    assert (first.what, figure.author_id, figure.version) == ("entered", denise.id, 2)
    assert not rules.correct(session, figure, told(value=1100), version=2, by=emile.id)


def test_of_two_who_correct_at_once_the_second_is_told(session: Session, denise: Person) -> None:
    figure = rules.enter(session, told(), by=denise.id)
    rules.correct(session, figure, told(value=1100), version=1, by=denise.id)
    with pytest.raises(CorrectedMeanwhile):
        rules.correct(session, figure, told(value=1000), version=1, by=denise.id)
    assert figure.value == 1100


def test_a_withdrawn_figure_no_longer_counts_and_stays_in_the_list(session: Session, denise: Person) -> None:
    figure = rules.enter(session, told(), by=denise.id)
    rules.withdraw(session, figure, by=denise.id)
    assert queries.declared(session, Kind.INFORMED, FIRST, LAST) is None
    assert queries.listed(session, "", None) == [figure]


def test_an_action_stands_where_it_was_declared_last(session: Session, denise: Person) -> None:
    for day, step in ((date(2025, 9, 10), 1), (date(2026, 3, 1), 3)):
        action = told(kind=Kind.ACTION, about="Former les formateurs", value=step, dated_on=day)
        rules.enter(session, action, by=denise.id)
    assert [one.value for one in queries.actions_at(session, date(2026, 1, 1))] == [1]
    assert [one.value for one in queries.actions_at(session, LAST)] == [3]


def test_ten_declarations_of_one_class_of_24_are_one_class_of_24(
    session: Session, denise: Person, school: School
) -> None:
    for day in range(1, 11):
        declared = a_class(school, held_on=date(2025, 11, day), name="cm1  a" if day % 2 else "CM1 A")
        classes.declare_class(session, declared, by=denise.id)
    counted = queries.classes_between(session, FIRST, LAST)
    assert [(one.pupils, one.girls, one.first_on) for one in counted] == [(24, 11, date(2025, 11, 1))]
    assert session.scalar(select(func.count()).select_from(DeclaredClass)) == 1
    assert session.scalar(select(func.count()).select_from(ClassDeclaration)) == 10


def test_the_number_declared_last_is_the_one_that_counts(
    session: Session, denise: Person, school: School
) -> None:
    classes.declare_class(session, a_class(school), by=denise.id)
    classes.declare_class(
        session, a_class(school, held_on=date(2026, 1, 9), pupils=26, girls=None), by=denise.id
    )
    assert [(one.pupils, one.girls) for one in queries.classes_between(session, FIRST, LAST)] == [(26, None)]


def test_the_same_name_in_another_year_or_school_is_another_class(
    session: Session, denise: Person, school: School
) -> None:
    classes.declare_class(session, a_class(school), by=denise.id)
    classes.declare_class(session, a_class(school, held_on=date(2024, 11, 4)), by=denise.id)
    elsewhere = a_class(None, place="Centre de loisirs", region_code="FR-BRE")
    classes.declare_class(session, elsewhere, by=denise.id)
    counted = queries.classes_between(session, date(2024, 9, 1), LAST)
    assert [one.of.school_year for one in counted] == ["2024-2025", "2025-2026", "2025-2026"]


def test_a_withdrawn_declaration_no_longer_counts(session: Session, denise: Person, school: School) -> None:
    declaration = classes.declare_class(session, a_class(school), by=denise.id)
    classes.withdraw_declaration(session, declaration, by=denise.id)
    assert queries.classes_between(session, FIRST, LAST) == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"pupils": 0}, "pupils"),
        ({"pupils": 121}, "pupils"),
        ({"girls": 25}, "girls"),
        ({"source": " "}, "source"),
        ({"level": "fr:CM9"}, "level"),
        ({"school_id": None}, "place"),
        ({"school_id": None, "place": "Ailleurs", "region_code": "X"}, "region"),
        ({"held_on": date(2090, 1, 1)}, "held_on"),
    ],
)
def test_a_class_that_cannot_be_is_refused_at_its_field(
    session: Session, denise: Person, school: School, changed: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        classes.declare_class(session, a_class(school, **changed), by=denise.id)
    assert refused.value.field == field


def test_the_births_of_the_nearest_year_are_taken_and_the_shipped_ones_have_a_source(
    session: Session,
) -> None:
    found = births.births_for(session, "FR", 2017)
    assert found is not None
    assert (found.year, found.births) == (2007, 800_000)
    assert all(one.source for one in births.shipped())
    assert [one.births for one in births.shipped() if one.year == 2025] == [643_773]


@pytest.mark.parametrize(("country", "office"), [("FR", "Insee"), ("BE", "Statbel")])
def test_both_countries_have_the_births_of_those_who_are_ten_these_years(
    session: Session, country: str, office: str
) -> None:
    for year in range(2024, 2031):
        found = births.births_for(session, country, year)
        assert found is not None
        assert abs(found.year - (year - births.AGE)) <= 1 and office in found.source
    known = [(one.country, one.year) for one in births.shipped()]
    assert len(known) == len(set(known))


def test_a_country_without_births_has_none(session: Session) -> None:
    assert births.births_for(session, "LU", 2026) is None


def test_births_entered_take_the_place_of_those_shipped_and_the_last_entry_counts(
    session: Session, denise: Person
) -> None:
    for number in (640_000, 643_800):
        classes.enter_births(session, "FR", 2025, number, source="Insee", by=denise.id)
    assert [one.births for one in births.known_births(session) if one.year == 2025] == [643_800]
    assert session.scalar(select(func.count()).select_from(BirthCount)) == 2


@pytest.mark.parametrize(
    ("country", "year", "number", "field"),
    [
        ("DE", 2020, 1, "country"),
        ("FR", 1800, 1, "year"),
        ("FR", 2020, 0, "births"),
        ("FR", 2020, None, "births"),
    ],
)
def test_births_that_cannot_be_are_refused(
    session: Session, denise: Person, country: str, year: int, number: int | None, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        classes.enter_births(session, country, year, number, source="Insee", by=denise.id)
    assert refused.value.field == field
