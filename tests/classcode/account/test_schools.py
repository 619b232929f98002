"""Telling one's school: a school of the directory, chosen where several are meant, or one's own words."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import db
from classcode.people.models import Person
from classcode.territory.schools.importing import import_schools
from classcode.territory.schools.models import School
from tests.classcode.account.test_pages import Login
from tracking.models import LearnerFact

LIST = (
    "official_id;name;stages;network;commune\n"
    "0351234A;École Jules-Verne;elementaire;public;35238\n"
    "0311234A;École Jules-Ferry;elementaire;public;31555\n"
).encode()


@pytest.fixture
def hers(client: FlaskClient, login: Login, session: Session, ada: Person) -> Person:
    """Ada, signed in, where two schools are known."""
    import_schools(session, "fr", LIST)
    session.commit()
    login(client, ada)
    return ada


def told(client: FlaskClient, school: str, **also: str) -> tuple[int, str]:
    """Post what Ada tells of her school; return the status and the page."""
    fields = {"act": str(uuid4()), "commune": "Rennes", "school": school, **also}
    answer = client.post("/me/tell", data=fields)
    return answer.status_code, answer.get_data(as_text=True)


def kept(person: Person) -> tuple[str | None, str | None, str | None]:
    """Return her own words, the official number of her school, and the latest fact about it."""
    with db.reading() as session:
        found = session.get_one(Person, person.id)
        school = session.get(School, found.school_id) if found.school_id else None
        latest = (
            select(LearnerFact.value).where(LearnerFact.kind == "school").order_by(LearnerFact.since.desc())
        )
        fact = session.scalars(latest).first()
        assert fact == (str(school.id) if school else None)
        return found.school, school.official_id if school else None, fact


def identity(official_id: str) -> str:
    with db.reading() as session:
        return str(session.scalars(select(School.id).where(School.official_id == official_id)).one())


def test_a_school_that_several_go_by_is_asked_back_and_nothing_is_kept(
    client: FlaskClient, hers: Person
) -> None:
    status, page = told(client, "Jules")
    assert status == 422
    assert page.index("Jules-Verne, Rennes (0351234A)") < page.index("Jules-Ferry, Toulouse (0311234A)")
    assert kept(hers) == (None, None, None)


def test_the_school_chosen_is_kept_as_one_of_the_directory(client: FlaskClient, hers: Person) -> None:
    status, _page = told(client, "Jules", which_school=identity("0351234A"))
    assert (status, kept(hers)[:2]) == (302, (None, "0351234A"))
    assert "École Jules-Verne, Rennes (0351234A)" in client.get("/fr/me/").get_data(as_text=True)


def test_keeping_the_page_as_it_stands_changes_no_school(client: FlaskClient, hers: Person) -> None:
    told(client, "0351234A", which_school=identity("0351234A"))
    before = kept(hers)
    assert told(client, "École Jules-Verne, Rennes (0351234A)")[0] == 302
    assert kept(hers) == before


def test_the_whole_name_with_its_number_needs_no_choice(client: FlaskClient, hers: Person) -> None:
    assert told(client, "École Jules-Ferry, Toulouse (0311234A)")[0] == 302
    assert kept(hers)[1] == "0311234A"


def test_none_of_these_keeps_her_own_words(client: FlaskClient, hers: Person) -> None:
    told(client, "x", which_school=identity("0351234A"))
    assert told(client, "École Jules, Rome", which_school="none")[0] == 302
    assert kept(hers) == ("École Jules, Rome", None, None)
    assert told(client, "École Jules, Rome")[0] == 302


def test_a_school_nobody_listed_is_kept_in_her_own_words(client: FlaskClient, hers: Person) -> None:
    assert told(client, "Atelier du port")[0] == 302
    assert kept(hers) == ("Atelier du port", None, None)


def test_an_emptied_school_is_taken_back_with_its_fact(client: FlaskClient, hers: Person) -> None:
    told(client, "x", which_school=identity("0351234A"))
    assert told(client, "")[0] == 302
    assert kept(hers) == (None, None, None)


@pytest.mark.parametrize("chosen", ["nonsense", "00000000-0000-4000-8000-000000000000"])
def test_a_school_that_does_not_exist_is_refused(client: FlaskClient, hers: Person, chosen: str) -> None:
    assert told(client, "Jules", which_school=chosen)[0] == 422
    assert kept(hers) == (None, None, None)
