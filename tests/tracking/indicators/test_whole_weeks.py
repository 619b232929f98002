"""Free dates that a reader writes are completed, and whatever shows the figures says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from classcode.people.models import Person
from tests.make import Make

Login = Callable[[FlaskClient, Person], FlaskClient]
SOME_DAYS = {"period": "dates", "from": "2026-10-06", "to": "2026-11-20"}
WHOLE_WEEKS = {"period": "dates", "from": "2026-10-05", "to": "2026-11-22"}
TOLD = "Other dates are completed to whole weeks, from Monday to Sunday"


@pytest.fixture
def lead(make: Make, client: FlaskClient, login: Login) -> FlaskClient:
    return login(client, make.lead("dora"))


@pytest.mark.parametrize("address", ["/en/indicators/", "/en/indicators/figures/"])
def test_the_page_says_that_the_days_were_completed_and_which_are_counted(
    address: str, lead: FlaskClient
) -> None:
    page = lead.get(address, query_string=SOME_DAYS).text
    assert TOLD in page
    assert "from Monday, 5 October 2026 to Sunday, 22 November 2026" in page
    assert TOLD not in lead.get(address, query_string=WHOLE_WEEKS).text


def test_the_page_of_one_figure_says_it_too(lead: FlaskClient) -> None:
    assert TOLD in lead.get("/en/indicators/figures/registered", query_string=SOME_DAYS).text


def test_a_period_of_the_list_is_never_said_to_be_completed(lead: FlaskClient) -> None:
    assert TOLD not in lead.get("/en/indicators/figures/?period=2026-10").text


def test_programs_are_told_the_days_that_are_counted(lead: FlaskClient) -> None:
    answer = lead.get("/api/indicators", query_string=SOME_DAYS)
    assert answer.json is not None
    assert (answer.json["period"]["from"], answer.json["period"]["to"]) == ("2026-10-05", "2026-11-22")
