"""Pages kept for readers without a cookie: the same for all of them, and never anything of anybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue

from classcode import db, kept
from classcode.config import Config
from classcode.people.models import Person
from modules import current
from modules.catalog import read_module
from modules.rules.publishing import publish
from tests.modules.written import write_module

Login = Callable[[FlaskClient, Person], FlaskClient]
PAGES = (
    "/fr/",
    "/fr/modules/",
    "/fr/modules/creative-programming",
    "/fr/modules/creative-programming/loops-and-events",
)


@dataclass
class Tiny:
    """A site of one page that tells how often it was drawn; `course` stands for the catalogue."""

    drawn: int = 0
    status: int = 200
    course: object = field(default_factory=object)

    def client(self) -> FlaskClient:
        site = Flask("tiny")
        site.add_url_rule("/<path:where>", view_func=kept.for_readers(lambda: self.course)(self.page))
        return site.test_client()

    def page(self, where: str) -> ResponseReturnValue:
        self.drawn += 1
        return f"{where} {self.drawn}", self.status


@pytest.fixture
def tiny() -> Tiny:
    return Tiny()


def test_readers_without_a_cookie_share_one_page(tiny: Tiny) -> None:
    client = tiny.client()
    assert [client.get("/a").text, client.get("/a").text, client.get("/b").text] == ["a 1", "a 1", "b 2"]


def test_a_reader_with_any_cookie_gets_a_fresh_page_that_nobody_else_sees(tiny: Tiny) -> None:
    client = tiny.client()
    client.get("/a")
    client.set_cookie("anything", "x")
    fresh = client.get("/a")
    client.delete_cookie("anything")
    assert fresh.text == "a 2" and "ETag" not in fresh.headers
    assert client.get("/a").text == "a 1"


def test_an_address_with_a_question_is_always_fresh(tiny: Tiny) -> None:
    client = tiny.client()
    assert [client.get("/a?x=1").text, client.get("/a?x=1").text, client.get("/a").text] == [
        "a 1",
        "a 2",
        "a 3",
    ]


def test_a_browser_that_has_the_page_is_told_so_without_a_body(tiny: Tiny) -> None:
    client = tiny.client()
    etag = client.get("/a").headers["ETag"]
    again = client.get("/a", headers={"If-None-Match": etag})
    assert (again.status_code, again.text, again.headers["ETag"]) == (304, "", etag)
    assert client.get("/a", headers={"If-None-Match": '"older"'}).status_code == 200


def test_a_proxy_learns_that_the_answer_depends_on_the_cookie(tiny: Tiny) -> None:
    assert tiny.client().get("/a").headers["Vary"] == "Cookie"


def test_another_course_empties_the_shelf(tiny: Tiny) -> None:
    client = tiny.client()
    old = client.get("/a").headers["ETag"]
    tiny.course = object()
    new = client.get("/a", headers={"If-None-Match": old})
    assert (new.status_code, new.text) == (200, "a 2")


def test_what_is_no_page_is_not_kept(tiny: Tiny) -> None:
    client = tiny.client()
    tiny.status = 404
    assert client.get("/a").status_code == 404
    tiny.status = 200
    assert client.get("/a").text == "a 2"


def test_the_page_asked_for_longest_ago_goes_first() -> None:
    shelf, course = kept.Shelf(), object()
    shelf.find("/0", course)
    for number in range(kept.MOST):
        shelf.keep(f"/{number}", b"")
    shelf.find("/0", course)
    shelf.keep("/one-more", b"")
    assert shelf.find("/0", course) is not None
    assert shelf.find("/1", course) is None


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("page", PAGES)
def test_what_is_kept_holds_no_name_no_token_and_no_cookie(
    app: Flask, client: FlaskClient, login: Login, ada: Person, page: str
) -> None:
    hers = login(app.test_client(), ada).get(page)
    assert "ETag" not in hers.headers and hers.headers["Cache-Control"] == "no-store"
    for answer in (client.get(page), client.get(page)):
        assert "ETag" in answer.headers and "Set-Cookie" not in answer.headers
        assert "csrf_token" not in answer.text
        assert "/me/" not in answer.text and "/logout" not in answer.text


@pytest.mark.usefixtures("content")
def test_a_published_module_is_on_the_next_page(client: FlaskClient, config: Config) -> None:
    assert "Petit" not in client.get("/fr/modules/").text
    module, problems = read_module(write_module(config.var_dir / "more"))
    assert module is not None and problems == []
    with db.transaction() as session:
        publish(session, module, config.var_dir)
    current.shelf().forget()
    assert "Petit" in client.get("/fr/modules/").text
