"""The pages of accompaniments, posted as a browser without script does."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from classcode import clock, db
from classcode.people.models import Person
from classcode.territory.schools.models import School, SchoolStep
from helpdesk.accompaniment.models import Accompaniment, AccompanimentStep
from helpdesk.accompaniment.stages import days_of, years_offered
from tests.make import Make

Login = Callable[[FlaskClient, Person], FlaskClient]


def post(client: FlaskClient, where: str, /, **fields: object) -> tuple[int, str, str]:
    answer = client.post(where, data={"act": str(uuid4()), "lang": "fr"} | fields)
    return answer.status_code, answer.get_data(as_text=True), answer.headers.get("Location", "")


def a_step(**changed: object) -> dict[str, object]:
    """What the form of a step posts: one that was done on the first day of this school year."""
    today = clock.now().date()
    first = days_of("fr", years_offered("fr", today)[0])[0].isoformat()
    words = {
        "title": "Premier entretien",
        "planned_on": first,
        "done_on": first,
        "headcount": "4",
        "agreed": "Ateliers.",
    }
    return words | changed


@pytest.fixture
def at_work(client: FlaskClient, login: Login, school: School, bruno: Person) -> FlaskClient:
    """Bruno, signed in, who accompanies the school of Rennes this year."""
    login(client, bruno)
    year = years_offered("fr", clock.now().date())[0]
    status, _page, _where = post(client, "/desk/schools/open", school=str(school.id), year=year)
    assert status == 302
    return client


def held() -> UUID:
    with db.reading() as session:
        return session.scalars(select(Accompaniment.id)).one()


def only_step() -> AccompanimentStep:
    with db.reading() as session:
        return session.scalars(select(AccompanimentStep)).one()


def test_a_school_is_looked_for_and_accompanied(
    client: FlaskClient, login: Login, school: School, bruno: Person
) -> None:
    login(client, bruno)
    assert "Aucune école" in client.get("/fr/desk/schools/").get_data(as_text=True)
    page = client.get("/fr/desk/schools/open?q=jules").get_data(as_text=True)
    assert "École Jules-Verne, Rennes" in page
    assert "École Jules" not in client.get("/fr/desk/schools/open?q=toulouse").get_data(as_text=True)


def test_a_step_is_written_shown_and_counted(at_work: FlaskClient) -> None:
    status, _page, where = post(at_work, f"/desk/schools/{held()}/steps", **a_step())
    assert status == 302
    page = at_work.get(where).get_data(as_text=True)
    assert "Premier entretien" in page and "1 étape" in page
    with db.reading() as session:
        assert len(session.scalars(select(SchoolStep)).all()) == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"title": ""}, "title"), ({"planned_on": "x"}, "planned_on"), ({"headcount": "0"}, "headcount")],
)
def test_a_refused_step_says_where_and_keeps_what_was_written(
    at_work: FlaskClient, changed: dict[str, object], field: str
) -> None:
    status, page, _where = post(at_work, f"/desk/schools/{held()}/steps", **a_step(**changed))
    assert status == 422
    assert f'href="#{field}"' in page and "Ateliers." in page


def test_a_second_writer_sees_both_and_nothing_is_written(at_work: FlaskClient) -> None:
    post(at_work, f"/desk/schools/{held()}/steps", **a_step())
    where = f"/desk/schools/{held()}/steps/{only_step().id}"
    assert post(at_work, where, **a_step(title="Entretien"), version="1")[0] == 302
    status, page, _where = post(at_work, where, **a_step(agreed="Autre."), version="1")
    assert status == 409
    assert 'value="Entretien"' in page and "Autre." in page
    assert only_step().agreed == "Ateliers."


def test_the_page_for_the_head_names_only_who_agreed(
    app: Flask, ada: Person, at_work: FlaskClient, login: Login
) -> None:
    post(at_work, f"/desk/schools/{held()}/steps", **a_step())
    step = only_step().id
    where = f"/desk/schools/{held()}/steps/{step}"
    assert "Ada" in at_work.get(f"/fr{where}?who=ada").get_data(as_text=True)
    assert post(at_work, f"{where}/there", somebody=str(ada.id))[0] == 302
    sheet = f"/fr/desk/schools/{held()}/page"
    read = at_work.get(sheet).get_data(as_text=True)
    assert "5 personnes" in read and "Ada" not in read
    hers = login(app.test_client(), ada)
    assert "Premier entretien" in hers.get("/fr/me/schools").get_data(as_text=True)
    assert post(hers, f"/me/schools/{step}/name", named="yes")[0] == 302
    assert "Ada" in at_work.get(sheet).get_data(as_text=True)


def test_words_that_were_reported_are_hidden_by_who_leads(
    app: Flask, ada: Person, at_work: FlaskClient, login: Login, make: Make
) -> None:
    post(at_work, f"/desk/schools/{held()}/steps", **a_step())
    step = only_step().id
    where = f"/desk/schools/{held()}/steps/{step}"
    post(at_work, f"{where}/there", somebody=str(ada.id))
    hers = login(app.test_client(), ada)
    assert post(hers, f"/me/schools/{step}/report")[0] == 302
    assert post(at_work, f"{where}/hide")[0] == 403
    denise = login(app.test_client(), make.lead("denise", "FR-BRE"))
    assert "signal" in denise.get("/fr/desk/schools/").get_data(as_text=True)
    assert post(denise, f"{where}/hide")[0] == 302
    assert "Ateliers." not in hers.get("/fr/me/schools").get_data(as_text=True)
    assert "Ateliers." not in at_work.get(f"/fr/desk/schools/{held()}/page").get_data(as_text=True)


@pytest.mark.parametrize("who", ["chloe", "ada"])
def test_nobody_of_elsewhere_finds_an_accompaniment(
    app: Flask, ada: Person, chloe: Person, at_work: FlaskClient, login: Login, who: str
) -> None:
    post(at_work, f"/desk/schools/{held()}/steps", **a_step())
    client = login(app.test_client(), {"chloe": chloe, "ada": ada}[who])
    refused = {"chloe": 404, "ada": 403}[who]
    for page in ("", "page", f"steps/{only_step().id}"):
        assert client.get(f"/fr/desk/schools/{held()}/{page}").status_code == refused
    assert post(client, f"/desk/schools/{held()}/steps", **a_step())[0] == refused
    assert post(client, f"/me/schools/{only_step().id}/not-there")[0] == 404
