"""Where no facilitator fits, people of a suggestion are told how many they are, and that one of them can organise."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from classcode.people.models import Person
from helpdesk.gathering.queries.near import colleagues_near
from helpdesk.gathering.rules.choosing import choose
from helpdesk.gathering.states import SuggestionState
from tests.helpdesk.gathering.conftest import MODULE, Town
from tests.helpdesk.gathering.suggested import suggested
from tests.helpdesk.profiles.conftest import as_

__all__ = ["as_"]
As = Callable[[Person], FlaskClient]
MEETINGS = "/fr/meetings/"
TOLD = "3 collègues près de chez vous en sont au même point"
pytestmark = pytest.mark.usefixtures("content")


@pytest.fixture
def people(town: Town) -> list[Person]:
    return [town.make.person(name, commune="FR-35238") for name in ("ada", "eve", "zoe", "lea")]


def told(town: Town, who: Person) -> list[tuple[str, int]]:
    return [(one.module, one.others) for one in colleagues_near(town.session, who.id)]


def test_each_of_them_is_told_how_many_others_there_are_and_no_name(
    town: Town, people: list[Person], as_: As
) -> None:
    suggested(town.session, town.place, people)
    page = as_(people[0]).get(MEETINGS).text
    assert TOLD in page
    assert not [one.name for one in people[1:] if one.name and one.name in page]


def test_the_link_fills_in_the_form_that_organises(town: Town, people: list[Person], as_: As) -> None:
    suggested(town.session, town.place, people)
    browser = as_(people[0])
    links = re.findall(r'href="(/fr/meetings/new\?[^"]+)"', browser.get(MEETINGS).text)
    (link,) = [one.replace("&amp;", "&") for one in links]
    assert parse_qs(urlsplit(link).query) == {"module": [MODULE], "near": ["Rennes"]}
    assert f'value="{MODULE}" selected' in browser.get(link).text


def test_where_somebody_could_lead_it_she_decides_first(town: Town, people: list[Person]) -> None:
    suggested(town.session, town.place, people, facilitator_id=town.bruno.id)
    assert told(town, people[0]) == []


def test_of_fewer_than_three_others_nothing_is_told(town: Town, people: list[Person]) -> None:
    suggested(town.session, town.place, people)
    choose(town.session, people[3].id, wants=False)
    assert [told(town, one) for one in people] == [[], [], [], []]


def test_nor_of_a_suggestion_that_is_closed_or_to_somebody_else(town: Town, people: list[Person]) -> None:
    one = suggested(town.session, town.place, people)
    assert told(town, town.bruno) == []
    assert told(town, people[0]) == [(MODULE, 3)]
    one.state = SuggestionState.TAKEN
    town.session.flush()
    assert told(town, people[0]) == []


def test_who_leads_the_region_reads_that_these_people_are_told(
    town: Town, people: list[Person], as_: As
) -> None:
    suggested(town.session, town.place, people)
    page = as_(town.make.lead("denise", "FR-BRE")).get("/fr/desk/suggestions/").text
    assert "l’une d’elles peut l’organiser" in page
