"""The page on which lists of schools come in."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from classcode import db
from classcode.people.models import Person
from classcode.territory.schools.models import School
from tests.classcode.territory.schools.test_importing import JULES, MARIE, listed, ten_thousand
from tests.make import Make

Login = Callable[[FlaskClient, Person], FlaskClient]
BAD = "0351236C;École X;nowhere;public;35238;;;;;"


@pytest.fixture
def admin(client: FlaskClient, login: Login, make: Make) -> FlaskClient:
    """An administrator, signed in."""
    return login(client, make.administrator())


def send(client: FlaskClient, content: bytes, **also: str) -> tuple[int, str]:
    """Send a list as a file; return the status and the page that answers in the end."""
    fields = {
        "act": str(uuid4()),
        "lang": "fr",
        "system": "fr",
        "file": FileStorage(BytesIO(content), "liste.csv"),
        **also,
    }
    # Encoded in memory: the client's own temporary file of a large body is never closed.
    boundary, body = encode_multipart(fields)
    typed = f"multipart/form-data; boundary={boundary}"
    answer = client.post("/schools/import", data=body, content_type=typed)
    if answer.status_code == 302:
        return 302, client.get(answer.headers["Location"]).get_data(as_text=True)
    return answer.status_code, answer.get_data(as_text=True)


def count() -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(School)) or 0


def test_a_list_comes_in_and_the_page_says_what_it_did(admin: FlaskClient) -> None:
    status, page = send(admin, listed(JULES, MARIE))
    assert (status, count()) == (302, 2)
    assert "2 écoles ajoutées" in page
    assert "Rien n’a changé" in send(admin, listed(JULES, MARIE))[1]


def test_bad_lines_are_shown_with_their_reason_and_nothing_is_written(admin: FlaskClient) -> None:
    status, page = send(admin, listed(JULES, BAD))
    assert (status, count()) == (422, 0)
    assert "nowhere" in page and "système scolaire" in page


def test_the_good_lines_come_in_alone_where_that_was_ticked(admin: FlaskClient) -> None:
    status, page = send(admin, listed(JULES, BAD), good_lines="yes")
    assert (status, count()) == (302, 1)
    assert "nowhere" in page


def test_lines_may_be_pasted(admin: FlaskClient) -> None:
    fields = {"act": str(uuid4()), "system": "fr", "pasted": listed(JULES).decode()}
    assert admin.post("/schools/import", data=fields).status_code == 302
    assert count() == 1


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a;b\n1;2\n"])
def test_what_is_no_list_is_refused(admin: FlaskClient, content: bytes) -> None:
    assert send(admin, content)[0] == 422


def test_a_list_of_ten_thousand_lines_comes_in(admin: FlaskClient) -> None:
    status, _page = send(admin, ten_thousand(), good_lines="yes")
    assert (status, count()) == (302, 9_900)


def test_a_lead_of_one_region_brings_no_list(client: FlaskClient, login: Login, make: Make) -> None:
    login(client, make.lead("denise", "FR-BRE"))
    assert client.get("/fr/desk/directory").status_code == 403
    assert send(client, listed(JULES))[0] == 403
    login(client, make.lead("emile"))
    assert send(client, listed(JULES))[0] == 302
