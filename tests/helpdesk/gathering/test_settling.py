"""A lead settles from how many people on meetings of her region are suggested; elsewhere the usual number holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from classcode.errors import Invalid
from classcode.people.models import Person
from helpdesk.gathering import jobs
from helpdesk.gathering.finding.suggesting import suggest
from helpdesk.gathering.finding.values import Rules
from helpdesk.gathering.queries.policy import least_by_region, least_of
from helpdesk.gathering.rules.settling import settle_least
from helpdesk.gathering.states import SuggestionState
from tests.helpdesk.gathering.conftest import WEEKS, Town
from tests.helpdesk.gathering.people import BREST, NOW, learners, place
from tests.helpdesk.profiles.conftest import as_

__all__ = ["as_"]
As = Callable[[Person], FlaskClient]
SETTINGS = "/fr/desk/settings?region=FR-BRE"


def settle(town: Town, least: int | None, region: str = "FR-BRE") -> None:
    settle_least(town.session, region, least, by=town.bruno.id)
    town.session.commit()


def rounds(town: Town, least: int = 4) -> int:
    """Let the job run as it is scheduled; return how many suggestions stand open."""
    town.session.commit()
    jobs.rounder(least, lambda: WEEKS)("an hour")
    return len(town.suggestions())


def test_three_make_a_meeting_where_the_lead_says_so(town: Town) -> None:
    for name in ("ada", "eve", "zoe"):
        town.finished(name)
    assert rounds(town) == 0
    settle(town, 3)
    assert rounds(town) == 1


def test_where_more_are_wanted_what_stood_lapses(town: Town, four: list[Person]) -> None:
    assert rounds(town) == 1
    settle(town, 5)
    assert rounds(town) == 0
    assert len(town.suggestions(SuggestionState.LAPSED)) == 1


def test_another_region_keeps_the_number_of_the_installation(town: Town, four: list[Person]) -> None:
    settle(town, 12, region="FR-OCC")
    assert rounds(town) == 1
    settle(town, None, region="FR-OCC")
    assert least_by_region(town.session) == ()


@pytest.mark.parametrize("least", [2, 13, -1])
def test_only_a_number_from_3_to_12_can_be_settled(town: Town, least: int) -> None:
    with pytest.raises(Invalid):
        settle(town, least)


def test_each_place_asks_for_as_many_as_its_region() -> None:
    rules = Rules(least=4, regional=(("FR-OCC", 3),))
    brest = learners(3, first=50, point=BREST, region="FR-OCC")
    places = [place(500), place(501, point=BREST, region="FR-OCC")]

    found = suggest([*learners(3), *brest], places, [], rules=rules, now=NOW)
    assert [one.place for one in found] == [UUID(int=501)]
    found = suggest([*learners(4), *brest], places, [], rules=rules, now=NOW)
    assert sorted(len(one.people) for one in found) == [3, 4]


def test_a_group_moves_to_no_place_whose_region_asks_for_more() -> None:
    rules = Rules(least=4, regional=(("FR-OCC", 6),))
    some = [*learners(3), *learners(2, first=10, point=replace(BREST, lat=48.15, lon=-1.68))]
    [one] = suggest(
        some,
        [place(500, point=replace(BREST, lat=48.17, lon=-1.68)), place(501, region="FR-OCC")],
        [],
        rules=rules,
        now=NOW,
    )
    assert one.place == UUID(int=500)


def post(browser: FlaskClient, **fields: object) -> int:
    told = {"act": str(uuid4()), "lang": "fr", "region": "FR-BRE", "least": "5"} | fields
    return browser.post("/desk/settings/meetings", data=told).status_code


@pytest.mark.usefixtures("content")
def test_the_lead_settles_it_on_the_page_of_her_region(town: Town, as_: As) -> None:
    browser = as_(town.make.lead("denise", "FR-BRE"))
    assert '<option value="" selected>Comme partout' in browser.get(SETTINGS).text
    assert post(browser) == 302
    assert '<option value="5" selected>' in browser.get(SETTINGS).text
    assert least_of(town.session, "FR-BRE") == 5
    town.session.commit()
    assert post(browser, least="") == 302
    assert least_of(town.session, "FR-BRE") is None


@pytest.mark.usefixtures("content")
def test_nobody_settles_it_for_a_region_that_is_not_hers(town: Town, as_: As) -> None:
    walter = as_(town.make.lead("walter", "FR-OCC"))
    assert post(walter) == post(walter, region="XX") == 404
    assert post(as_(town.bruno)) == 403
    assert post(walter, region="FR-OCC", least="beaucoup") == 422
    assert least_by_region(town.session) == ()
