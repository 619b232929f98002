"""What every page is given: the reader's language, the same page in the others, a menu of what is open to her."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from classcode.people.models import Person
from classcode.site.context import static_url
from classcode.site.frame import is_current
from tests.make import Make

Login = Callable[[FlaskClient, Person], FlaskClient]
MENU = ("/modules/", "/help/first", "/help/", "/meetings/", "/desk/", "/indicators/", "/deliveries/")


def links(page: str) -> list[dict[str, str]]:
    """Return the attributes of each link of a page, in order."""
    return [dict(re.findall(r'([a-z-]+)="([^"]*)"', link)) for link in re.findall(r"<a\s([^>]*)>", page)]


def languages(page: str) -> dict[str, str]:
    """Return where the page leads in each language."""
    return {
        link["hreflang"]: link["href"].replace("&amp;", "&") for link in links(page) if "hreflang" in link
    }


def spoken(page: str) -> str:
    """Return the language that the page declares."""
    return page.partition('<html lang="')[2][:2]


def test_a_page_is_offered_in_each_language_with_its_question(client: FlaskClient) -> None:
    page = client.get("/fr/about?from=mail&from=home").text
    assert languages(page) == {code: f"/{code}/about?from=mail&from=home" for code in ("fr", "en", "nl")}


@pytest.mark.parametrize("query", ["_external=1", "_scheme=ftp", "_anchor=x", "lang=xx", "a%22%3E%3Cb%3E=1"])
def test_no_question_moves_these_addresses_elsewhere(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/fr/about?{query}")
    assert answer.status_code == 200
    assert [href.partition("?")[0] for href in languages(answer.text).values()] == [
        "/fr/about",
        "/en/about",
        "/nl/about",
    ]
    assert "#" not in languages(answer.text)["en"] and '"><b>' not in answer.text


def test_a_page_that_is_not_there_leads_to_the_first_page_of_each_language(client: FlaskClient) -> None:
    answer = client.get("/fr/nothing-here")
    assert answer.status_code == 404
    assert languages(answer.text) == {code: f"/{code}/" for code in ("fr", "en", "nl")}


def test_the_address_says_the_language_whatever_account_and_browser_say(
    client: FlaskClient, login: Login, ada: Person
) -> None:
    assert spoken(login(client, ada).get("/nl/about", headers={"Accept-Language": "en"}).text) == "nl"


@pytest.mark.parametrize(
    ("told", "browser", "answered"), [("en", "nl", "en"), ("xx", "nl", "nl"), ("", "xx", "fr")]
)
def test_a_form_says_the_language_of_its_answer_then_the_browser(
    client: FlaskClient, told: str, browser: str, answered: str
) -> None:
    assert (
        spoken(client.post("/login", data={"lang": told}, headers={"Accept-Language": browser}).text)
        == answered
    )


def test_where_the_address_says_nothing_the_account_does_then_the_browser(
    client: FlaskClient, login: Login, ada: Person, session: Session
) -> None:
    english = {"Accept-Language": "en"}
    assert client.get("/", headers=english).location == "/en/"
    ada.language = "nl"
    assert login(client, ada).get("/", headers=english).location == "/nl/"


def test_each_role_finds_its_own_lines_in_the_menu(
    app: Flask, login: Login, make: Make, bruno: Person, ada: Person
) -> None:
    def menu(who: Person | None) -> list[str]:
        client = app.test_client()
        page = (login(client, who) if who else client).get("/fr/accessibility").text
        found = {link["href"] for link in links(page) if "href" in link}
        return [path for path in MENU if f"/fr{path}" in found]

    living = ["/modules/", "/help/", "/meetings/"]
    assert menu(None) == ["/modules/", "/help/first"]
    assert menu(ada) == living
    assert menu(bruno) == [*living, "/desk/"]
    assert menu(make.lead("denise")) == [*living, "/desk/", "/indicators/"]
    assert menu(make.administrator())[-1] == "/deliveries/"
    assert menu(ada) == living


def test_the_menu_says_where_the_reader_is(client: FlaskClient) -> None:
    here = [link for link in links(client.get("/fr/modules/").text) if link.get("aria-current") == "page"]
    assert [link["href"] for link in here] == ["/fr/modules/"]


def test_a_file_of_ours_has_the_same_address_until_it_changes() -> None:
    address = static_url("css/base.css")
    assert address.startswith("/static/css/base.css?v=") and address == static_url("css/base.css")


@pytest.mark.parametrize(
    ("endpoint", "at_desk", "line"),
    [
        ("helpdesk.mine", True, "helpdesk.mine"),
        ("helpdesk.ask", True, "helpdesk.mine"),
        ("helpdesk.ticket", True, "helpdesk.desk"),
        ("helpdesk.ticket", False, "helpdesk.mine"),
        ("helpdesk.desk", True, "helpdesk.desk"),
        ("guests.log", True, "helpdesk.desk"),
        ("answers.index", False, "helpdesk.mine"),
        ("meetings.show", True, "meetings.mine"),
        ("places.index", True, "meetings.mine"),
        ("places.waiting", True, "helpdesk.desk"),
        ("agenda.index", False, "meetings.mine"),
        ("indicators.one", True, "indicators.overview"),
        ("declared.index", True, "indicators.overview"),
        ("exports.mine", True, "indicators.overview"),
    ],
)
def test_one_line_of_the_menu_says_where_one_is(endpoint: str, at_desk: bool, line: str) -> None:
    lines = ("modules.catalogue", "helpdesk.mine", "helpdesk.desk", "meetings.mine", "indicators.overview")
    assert [one for one in lines if is_current(one, endpoint, at_desk=at_desk)] == [line]
