"""The line of links between the pages of the indicators: those that are there and open to the reader, same filter."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from classcode.people.models import Person
from tests.make import Make
from tracking.indicators import menu

Login = Callable[[FlaskClient, Person], FlaskClient]
NAV = re.compile(r'<nav class="parts".*?</nav>', re.DOTALL)


def links(client: FlaskClient, path: str) -> str:
    found = NAV.search(client.get(path).text)
    assert found is not None, path
    return found[0]


@pytest.fixture
def lead(make: Make, client: FlaskClient, login: Login) -> FlaskClient:
    return login(client, make.lead("dora"))


def test_one_line_says_which_page_this_is(lead: FlaskClient) -> None:
    for path, words in (("/en/indicators/", "Overview"), ("/en/indicators/figures/", "All figures")):
        here = re.findall(r'aria-current="page">([^<]*)</a>', links(lead, path))
        assert here == [words]


def test_pages_of_a_filter_keep_it_and_others_do_not(lead: FlaskClient) -> None:
    nav = links(lead, "/en/indicators/?period=2026-03&region=FR-BRE")
    assert 'href="/en/indicators/figures/?period=2026-03&amp;region=FR-BRE"' in nav
    assert 'href="/en/indicators/files/"' in nav


def test_what_an_address_carries_besides_the_filter_is_not_kept(lead: FlaskClient) -> None:
    assert "evil" not in links(lead, "/en/indicators/?period=2026-03&evil=1")


def test_every_page_that_is_listed_is_there_and_open_to_leads(app: Flask, lead: FlaskClient) -> None:
    nav = links(lead, "/en/indicators/")
    opened = [
        endpoint
        for endpoint in menu.PAGES
        if endpoint in app.view_functions and "lead" in app.view_functions[endpoint].open_to  # type: ignore[attr-defined]
    ]
    assert {"indicators.overview", "indicators.show", "exports.mine", "declared.index"} <= set(opened)
    assert nav.count("<li>") == len(opened)
    for href in re.findall(r'href="([^"?]*)', nav):
        assert lead.get(href).status_code == 200, href


def test_a_page_whose_room_is_not_built_in_is_left_out(
    app: Flask, lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = links(lead, "/en/indicators/").count("<li>")
    monkeypatch.delitem(app.view_functions, "exports.mine")
    nav = links(lead, "/en/indicators/")
    assert nav.count("<li>") == before - 1 and "/files/" not in nav


def test_only_pages_of_the_indicators_load_their_styles(lead: FlaskClient) -> None:
    assert "css/indicators.css" in lead.get("/en/indicators/").text
    assert "css/indicators.css" not in lead.get("/en/meetings/").text
