"""The pages of declared figures, posted as a browser without script does."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import db
from classcode.people.models import Person
from classcode.territory.schools.importing import import_schools
from tests.make import Make
from tests.tracking.declared_figures.test_rules import LIST
from tracking.declared_figures.models import ClassDeclaration, DeclaredClass, DeclaredFigure

Login = Callable[[FlaskClient, Person], FlaskClient]
INFORMED = {
    "kind": "informed",
    "about": "Journée de rentrée",
    "value": "1 200",
    "dated_on": "2025-10-08",
    "source": "Comptage",
}
CLASS = {
    "school": "0351234A",
    "name": "CM1 A",
    "held_on": "2025-11-04",
    "pupils": "24",
    "source": "Enseignante",
}


def post(client: FlaskClient, where: str, /, **fields: object) -> tuple[int, str]:
    answer = client.post(where, data={"act": str(uuid4()), "lang": "fr"} | fields)
    return answer.status_code, answer.get_data(as_text=True)


def only() -> DeclaredFigure:
    with db.reading() as session:
        return session.scalars(select(DeclaredFigure)).one()


@pytest.fixture
def emile(client: FlaskClient, login: Login, make: Make) -> FlaskClient:
    """Emile, who leads all regions, signed in."""
    return login(client, make.lead("emile"))


@pytest.fixture
def denise(client: FlaskClient, login: Login, make: Make) -> FlaskClient:
    """Denise, who leads Bretagne, signed in."""
    return login(client, make.lead("denise", "FR-BRE"))


@pytest.mark.parametrize(
    ("kind", "also"),
    [
        ("informed", {}),
        ("press", {}),
        ("partner-hours", {"value": "12,5"}),
        ("leverage-person-months", {"sector": "public", "value": "25"}),
        ("leverage-money", {"sector": "private", "currency": "EUR"}),
        ("action-progress", {"value": None, "step": "2"}),
    ],
)
def test_each_kind_has_its_form_and_is_kept(emile: FlaskClient, kind: str, also: dict[str, str]) -> None:
    assert emile.get(f"/fr/declared/new/{kind}").status_code == 200
    fields = {name: value for name, value in (INFORMED | {"kind": kind} | also).items() if value is not None}
    assert post(emile, "/declared", **fields)[0] == 302
    assert only().kind == kind
    page = emile.get("/fr/declared/").get_data(as_text=True)
    assert "Journée de rentrée" in page and "Comptage" in page and "Emile" in page


def test_a_kind_that_does_not_exist_is_not_found(emile: FlaskClient) -> None:
    assert emile.get("/fr/declared/new/trained").status_code == 404
    assert post(emile, "/declared", **(INFORMED | {"kind": "trained"}))[0] == 404


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"about": ""}, "about"),
        ({"value": "many"}, "value"),
        ({"dated_on": ""}, "dated_on"),
        ({"source": ""}, "source"),
    ],
)
def test_a_refused_figure_says_where_and_keeps_what_was_written(
    emile: FlaskClient, changed: dict[str, str], field: str
) -> None:
    status, page = post(emile, "/declared", **(INFORMED | {"narrative": "À lire avec soin."} | changed))
    assert status == 422
    assert f'href="#{field}"' in page and "À lire avec soin." in page


def test_a_correction_is_shown_with_the_former_words(emile: FlaskClient) -> None:
    post(emile, "/declared", **INFORMED)
    where = f"/declared/{only().id}"
    assert post(emile, where, **(INFORMED | {"value": "1100", "version": "1"}))[0] == 302
    page = emile.get(f"/fr{where}").get_data(as_text=True)
    assert 'value="1100"' in page and "1200" in page
    status, page = post(emile, where, **(INFORMED | {"value": "900", "version": "1"}))
    assert (status, only().value) == (409, 1100)
    assert 'value="900"' in page


def test_a_withdrawn_figure_stays_in_the_list(emile: FlaskClient) -> None:
    post(emile, "/declared", **INFORMED)
    assert post(emile, f"/declared/{only().id}/withdraw")[0] == 302
    assert "<s>Journée de rentrée</s>" in emile.get("/fr/declared/").get_data(as_text=True)


def test_a_lead_of_a_region_declares_for_it_alone(denise: FlaskClient, login: Login, make: Make) -> None:
    assert post(denise, "/declared", **(INFORMED | {"region": "FR-OCC"}))[0] == 422
    assert post(denise, "/declared", **INFORMED)[0] in {404, 422}
    assert post(denise, "/declared", **(INFORMED | {"region": "FR-BRE"}))[0] == 302
    where = f"/declared/{only().id}"
    login(denise, make.lead("chloe", "FR-OCC"))
    assert denise.get(f"/fr{where}").status_code == 404
    assert post(denise, where, **INFORMED)[0] == 404
    assert "Journée" not in denise.get("/fr/declared/").get_data(as_text=True)


@pytest.mark.parametrize("page", ["", "classes", "births", "new/informed"])
def test_who_leads_nothing_declares_nothing(
    client: FlaskClient, login: Login, ada: Person, bruno: Person, page: str
) -> None:
    for person in (ada, bruno):
        assert login(client, person).get(f"/fr/declared/{page}").status_code == 403


def test_a_class_is_declared_with_its_school_asked_back(session: Session, denise: FlaskClient) -> None:
    import_schools(session, "fr", LIST)
    session.commit()
    status, page = post(denise, "/declared/classes", **CLASS)
    assert status == 422 and "Jules-Verne, Rennes" in page
    school = page.split('name="which_school" value="')[1].split('"')[0]
    assert post(denise, "/declared/classes", **CLASS, which_school=school)[0] == 302
    with db.reading() as reading:
        assert reading.scalars(select(DeclaredClass)).one().region_code == "FR-BRE"
    assert "CM1 A, Jules-Verne, Rennes" in denise.get("/fr/declared/classes").get_data(as_text=True)


def test_a_class_of_a_place_that_nobody_listed_has_a_region(denise: FlaskClient) -> None:
    away = CLASS | {"school": "Centre de loisirs"}
    assert post(denise, "/declared/classes", **away)[0] == 422
    assert post(denise, "/declared/classes", **away, region="FR-BRE")[0] == 302
    with db.reading() as session:
        declaration = session.scalars(select(ClassDeclaration.id)).one()
    assert post(denise, f"/declared/classes/{declaration}/withdraw")[0] == 302


def test_a_class_of_another_region_is_not_found_and_not_kept(
    session: Session, client: FlaskClient, login: Login, make: Make
) -> None:
    import_schools(session, "fr", LIST)
    login(client, make.lead("chloe", "FR-OCC"))
    exact = CLASS | {"school": "Jules-Verne, Rennes (0351234A)"}
    assert post(client, "/declared/classes", **exact)[0] == 404
    with db.reading() as reading:
        assert reading.scalars(select(ClassDeclaration)).all() == []


def test_births_are_entered_by_leads_of_all_regions_and_administrators(
    client: FlaskClient, login: Login, make: Make
) -> None:
    told = {"country": "BE", "year": "2024", "births": "108150", "source": "Statbel"}
    login(client, make.lead("denise", "FR-BRE"))
    assert post(client, "/declared/births", **told)[0] == 403
    login(client, make.administrator())
    assert post(client, "/declared/births", **told)[0] == 302
    assert post(client, "/declared/births", **(told | {"births": "0"}))[0] == 422
    page = client.get("/fr/declared/births").get_data(as_text=True)
    assert "643" in page and "108" in page
    assert '<th scope="row">Belgique</th>' in page and '<th scope="row">BE</th>' not in page


def test_sessions_are_listed_forty_at_a_time_and_each_once(emile: FlaskClient) -> None:
    away = CLASS | {"school": "Centre de loisirs", "region": "FR-BRE"}
    for number in range(43):
        assert post(emile, "/declared/classes", **(away | {"name": f"CM1-{number}"}))[0] == 302
    first = emile.get("/fr/declared/classes").text
    older = html.unescape(re.search(r'href="([^"]*after=[^"]*)"', first)[1])  # type: ignore[index]
    second = emile.get(older).text
    listed = [re.findall(r"CM1-\d+", page) for page in (first, second)]
    assert [len(some) for some in listed] == [40, 3] and len({*listed[0], *listed[1]}) == 43
    assert set(re.findall(r"after=([0-9a-f-]+)", second)) == {
        older.rpartition("=")[2]
    }  # its own, and no older page
